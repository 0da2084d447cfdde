import { instantOf, type Initiating } from '../../iso18626/index.js';

const zoneless = /^\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?\s*$/;

/**
 * The message with its times in UTC, those without a zone read in the peer's own. A bare date stays one where it is a day
 * and no moment. Source: iso18626.md 4.6 nr 7, 7.3 nr 45.
 */
export function inZone(message: Initiating, zone: string): Initiating {
  const header = { ...message.header, timestamp: moment(message.header.timestamp, zone) };
  const changed = message.kind === 'supplyingAgencyMessage' ? withStatusTimes(message, zone) : message;
  const isSame = changed === message && header.timestamp === message.header.timestamp;
  return isSame ? message : { ...changed, header };
}

function withStatusTimes(
  message: Extract<Initiating, { kind: 'supplyingAgencyMessage' }>,
  zone: string,
): Initiating {
  const { statusInfo, deliveryInfo } = message;
  const told = timed(statusInfo, ['lastChange', 'dueDate', 'expectedDeliveryDate'], zone);
  const sent = deliveryInfo === undefined ? undefined : timed(deliveryInfo, ['dateSent'], zone);
  if (told === statusInfo && sent === deliveryInfo) return message;
  return { ...message, statusInfo: told, ...(sent === undefined ? {} : { deliveryInfo: sent }) };
}

function timed<T extends object>(holder: T, names: readonly (keyof T)[], zone: string): T {
  const changed = names.flatMap((name) => {
    const value = holder[name];
    const read = typeof value === 'string' ? moment(value, zone) : undefined;
    return read === undefined || read === value ? [] : [[name, read] as const];
  });
  return changed.length === 0 ? holder : { ...holder, ...Object.fromEntries(changed) };
}

function moment(text: string, zone: string): string {
  const isDay = !/[T ]\d\d:/.test(text);
  if (isDay || !zoneless.test(text)) return text;
  const instant = instantOf(text, zone);
  return instant === undefined ? text : new Date(instant).toISOString();
}
