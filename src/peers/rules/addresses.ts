import type { PhysicalAddress, Request, SupplyingAgencyMessage } from '../../iso18626/index.js';
import { blockIn, followed, noteOf, withNote } from './notes.js';
import { plainRule } from './rule.js';

const returnTo = ['#RETURN_TO#', '#RT_END#'] as const;
const shipTo = ['#SHIP_TO#', '#ST_END#'] as const;

/** An address as lines: the place on one, the country on its own. Source: peers.md 1.4 nr 9. */
function linesOf(address: PhysicalAddress, name?: string): string[] {
  const { line1, line2, locality, region, postalCode, country } = address;
  const place = [locality, region?.value, postalCode].filter(Boolean).join(', ');
  return [name, line1, line2, place, country?.value].filter((line): line is string => !!line?.trim());
}

/** The lines of a block as an address. Which of them is the town nobody can know: they stay lines. */
function addressOf(lines: readonly string[]): PhysicalAddress {
  const [line1, ...more] = lines;
  return {
    ...(line1 === undefined ? {} : { line1 }),
    ...(more.length === 0 ? {} : { line2: more.join(', ') }),
  };
}

function blockOf(lines: readonly string[], [begin, end]: readonly [string, string]): string {
  return [begin, ...lines, end, ''].join('\n');
}

const returnToBlock = plainRule({
  name: 'return-to-block',
  source: 'peers.md 1.4 nr 9 and 19, 2.1 (incoming extras); iso18626.md 3.14',
  does: 'Where an item is sent back to stands in a block of the note of Loaned.',
  reads: [/#(?:RETURN_TO|RT_END)#/i],
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== 'Loaned')
      return { message };
    const { physicalAddress, name } = message.returnInfo ?? {};
    const lines = linesOf(physicalAddress ?? {}, name);
    if (lines.length === 0) return { message };
    return { message: withNote(message, followed(noteOf(message), blockOf(lines, returnTo))) };
  },
  incoming(message) {
    if (message.kind === 'requestingAgencyMessage') return { message };
    if (message.kind === 'request') return describedReturn(message);
    const found = blockIn(noteOf(message), returnTo);
    if (found === undefined) return { message };
    const plain: SupplyingAgencyMessage = withNote(message, found.rest);
    const [name, ...lines] = found.lines;
    const isKnown = message.returnInfo !== undefined || name === undefined;
    return {
      message: isKnown
        ? plain
        : {
            ...plain,
            returnInfo: { name, ...(lines.length === 0 ? {} : { physicalAddress: addressOf(lines) }) },
          },
      remarks: ['return-address-given'],
    };
  },
});

/** A request says it in the description of a supplier; there it stays, for staff to read. */
function describedReturn(message: Request): { message: Request; remarks?: ['return-address-given'] } {
  const isGiven = message.supplierInfo?.some(({ supplierDescription }) =>
    supplierDescription?.startsWith(returnTo[0]),
  );
  return isGiven === true ? { message, remarks: ['return-address-given'] } : { message };
}

const shipToBlock = plainRule({
  name: 'ship-to-block',
  source: 'peers.md 1.4 nr 18, 2.2; iso18626.md 3.14',
  does: 'Where an item is sent to stands in a block of the note of the request.',
  reads: [/#(?:SHIP_TO|ST_END)#/i],
  outgoing(message) {
    if (message.kind !== 'request' || message.serviceInfo === undefined) return { message };
    const address = firstAddress(message);
    const lines = address === undefined ? [] : linesOf(address, message.requestingAgencyInfo?.name);
    if (lines.length === 0) return { message };
    return { message: withNote(message, followed(noteOf(message), blockOf(lines, shipTo))) };
  },
  incoming(message) {
    if (message.kind !== 'request') return { message };
    const found = blockIn(noteOf(message), shipTo);
    if (found === undefined) return { message };
    const plain = withNote(message, found.rest);
    const isKnown = firstAddress(message) !== undefined || found.lines.length === 0;
    return {
      message: isKnown
        ? plain
        : { ...plain, requestedDeliveryInfo: [{ address: { physicalAddress: addressOf(found.lines) } }] },
      remarks: ['ship-address-given'],
    };
  },
});

function firstAddress({ requestedDeliveryInfo = [] }: Request): PhysicalAddress | undefined {
  return requestedDeliveryInfo
    .map(({ address }) => address?.physicalAddress)
    .find((one) => one !== undefined);
}

export const addressRules = [returnToBlock, shipToBlock];
