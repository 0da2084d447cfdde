import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newId, VirtualClock } from '../../src/platform/index.js';
import { eachHoldsItsLedger, eachMessageArrivedOnce } from './ledgers.js';
import { openLibrary, type Library, type LibraryOptions } from './library.js';
import { aRecord, introduce, newestLoan, settle } from './two-libraries.js';

type Side = 'west' | 'south' | 'east';
const agencyOf: Readonly<Record<Side, string>> = {
  west: 'ISIL:SE-WEST',
  south: 'ISIL:SE-SOUTH',
  east: 'ISIL:SE-EAST',
};

/** Three libraries with a gateway each, on one clock: west asks, south and east lend. */
export interface Three extends Readonly<Record<Side, Library>> {
  readonly clock: VirtualClock;
  settle(): Promise<void>;
  pass(minutes: number): Promise<void>;
  /** West hands a record in that names no supplier, unless it says one. Answers the loan's id. */
  handIn(over?: object): Promise<string>;
  /** The lender acts on the request that came last to it. */
  act(side: 'south' | 'east', verb: string, said?: object): Promise<void>;
  close(): Promise<void>;
}

/** `sourcing` and `peers` are west's: where it looks, and what it knows of the other two beside their names. */
export async function threeLibraries(west: {
  sourcing: object;
  peers?: Partial<Record<'south' | 'east', object>>;
  settings?: LibraryOptions['settings'];
}): Promise<Three> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-three-'));
  const clock = new VirtualClock();
  const open = (name: Side): Promise<Library> => {
    mkdirSync(join(folder, name));
    const settings = name === 'west' ? { sourcing: west.sourcing, ...west.settings } : {};
    const agencies = [{ id: agencyOf[name], name }];
    return openLibrary({ name, folder: join(folder, name), agencies, clock, settings });
  };
  const [asking, south, east] = await Promise.all([open('west'), open('south'), open('east')]);
  const all = [asking, south, east];
  for (const lender of [south, east]) {
    const as = lender.name as 'south' | 'east';
    await introduce(asking, { as, agencies: [agencyOf[as]], url: lender.url, ...west.peers?.[as] });
    await introduce(lender, { as: 'west', agencies: [agencyOf.west], url: asking.url });
  }
  const three: Three = {
    clock,
    ...{ west: asking, south, east },
    settle: () => settle(all, clock),
    async pass(minutes) {
      clock.move(minutes * 60_000);
      await three.settle();
    },
    async handIn(over = {}) {
      const { suppliers: _named, ...record } = aRecord();
      const { status, body } = await asking.api('POST', '/api/v1/loan-records', { ...record, ...over });
      expect(status, JSON.stringify(body)).to.equal(201);
      await three.settle();
      return body['id'] as string;
    },
    async act(side, verb, said = {}) {
      const path = `/api/v1/loan-records/${await newestLoan(three[side])}/acts`;
      const key = { 'idempotency-key': newId() };
      const { status, body } = await three[side].api('POST', path, { verb, ...said }, key);
      expect(status, `${verb}: ${JSON.stringify(body)}`).to.equal(200);
      await three.settle();
    },
    async close() {
      try {
        await three.settle();
        for (const each of all) await eachHoldsItsLedger(each);
        for (const lender of [south, east]) {
          await eachMessageArrivedOnce(asking, lender);
          await eachMessageArrivedOnce(lender, asking);
        }
      } finally {
        await Promise.allSettled(all.map(({ app }) => app.stop()));
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  return three;
}
