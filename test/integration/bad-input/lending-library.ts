import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/platform/index.js';
import type { SealedEntry } from '../../../src/ledger/index.js';
import { eachHoldsItsLedger } from '../../support/ledgers.js';
import { openLibrary, type Library, type Posted } from '../../support/library.js';
import { scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import { introduce, settle } from '../../support/two-libraries.js';

/** A library that lends, and one peer of it, `north`, that posts whatever a test makes it post. */
export interface LendingLibrary {
  readonly south: Library;
  readonly north: ScriptedPeer;
  readonly clock: VirtualClock;
  /** What the ledger tells of rejected bodies, once their minute is over. */
  rejections(): Promise<SealedEntry[]>;
  /** How many loans it knows. */
  loans(): Promise<number>;
  /** After whatever came before: a good request is taken, the ledger is whole, and all is closed. */
  worksAndCloses(): Promise<void>;
}

export async function lendingLibrary(
  peer: object = {},
  settings: Readonly<Record<string, object>> = {},
): Promise<LendingLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-bad-'));
  const clock = new VirtualClock();
  const north = await scriptedPeer();
  const south = await openLibrary({
    name: 'south',
    folder,
    agencies: [{ id: 'ISIL:SE-SOUTH' }, { id: 'ISIL:SE-EAST' }],
    clock,
    settings,
  });
  await introduce(south, { as: 'north', agencies: ['ISIL:SE-NORTH'], url: north.url, ...peer });
  const loans = async (): Promise<number> => {
    const { body } = await south.api('GET', '/api/v1/loan-records');
    return (body['items'] as unknown[]).length;
  };
  const key = (peer as { incomingKey?: { header: string; key: string } }).incomingKey;
  const headers = key === undefined ? {} : { [key.header]: key.key };
  return {
    south,
    north,
    clock,
    loans,
    async rejections() {
      clock.move(60_000);
      await settle([south], clock);
      return (await south.entries()).filter(({ kind }) => /^messages?-rejected$/.test(kind));
    },
    async worksAndCloses() {
      try {
        const before = await loans();
        const posted = await south.post(requestFromNorth({ requestId: 'STILL-WORKS' }), headers);
        expect(statusOf(posted)).to.equal('OK');
        expect(await loans()).to.equal(before + 1);
        await settle([south], clock);
        await eachHoldsItsLedger(south);
      } finally {
        await south.app.stop();
        await north.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A Request of north to south, as a peer writes it. */
export function requestFromNorth({
  requestId = 'NB-1',
  from = 'SE-NORTH',
  to = 'SE-SOUTH',
  title = 'Kallocain',
  rest = '',
} = {}): string {
  const namespace = 'http://illtransactions.org/2013/iso18626';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}" ill:version="1.2"><request>
${headerOf({ requestId, from, to })}<bibliographicInfo><title>${title}</title></bibliographicInfo>
<serviceInfo><serviceType>Loan</serviceType></serviceInfo>${rest}</request></ISO18626Message>`;
}

/** An action of north in a loan. */
export function actionFromNorth({ requestId = 'NB-1', action = 'Cancel', note = '' } = {}): string {
  const namespace = 'http://illtransactions.org/2013/iso18626';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}" ill:version="1.2"><requestingAgencyMessage>
${headerOf({ requestId, from: 'SE-NORTH', to: 'SE-SOUTH' })}<action>${action}</action>${note}
</requestingAgencyMessage></ISO18626Message>`;
}

function headerOf({ requestId, from, to }: { requestId: string; from: string; to: string }): string {
  const agency = (value: string): string =>
    `<agencyIdType>ISIL</agencyIdType><agencyIdValue>${value}</agencyIdValue>`;
  return `<header><supplyingAgencyId>${agency(to)}</supplyingAgencyId>
<requestingAgencyId>${agency(from)}</requestingAgencyId><multipleItemRequestId/>
<timestamp>2026-03-02T08:00:00Z</timestamp><requestingAgencyRequestId>${requestId}</requestingAgencyRequestId></header>`;
}

/** `OK` or `ERROR` of a confirmation. */
export function statusOf({ text }: Posted): string | undefined {
  return /messageStatus>(\w+)</.exec(text)?.[1];
}

/** The first error of a confirmation, type and value. */
export function errorOf({ text }: Posted): [string | undefined, string | undefined] {
  return [/errorType>([^<]*)</.exec(text)?.[1], /errorValue>([^<]*)</.exec(text)?.[1]];
}
