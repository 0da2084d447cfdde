import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newId, VirtualClock } from '../../src/platform/index.js';
import { openLibrary, type Answer, type Library, type LibraryOptions } from './library.js';
import { eachHoldsItsLedger, eachMessageArrivedOnce } from './ledgers.js';

export type { Library } from './library.js';
export { story, told } from './story.js';

export type Side = 'north' | 'south';
/** One loan by its ids on both sides: the newest that `south` has of it. */
export type Lending = Readonly<Record<Side, string>>;

export interface LibrariesOptions {
  /** Laid over the settings of both. */
  settings?: LibraryOptions['settings'];
  /** Laid over a peer's entry: `south` is the one that north has of south. */
  peers?: Partial<Record<Side, object>>;
  /** What agencies are called, by their id: they go by the id where nothing is said. */
  agencyNames?: Readonly<Record<string, string>>;
  /** Opened by a `before`, for all tests of a suite: its `after` closes them with `closeLibraries`. */
  forWholeSuite?: boolean;
  /** The suite puts an older copy of one back: what it had sent and received since is gone there. */
  losesItsPast?: boolean;
}

/** Two libraries with a gateway each, on one clock: north asks, south lends, for itself and for its branch in the east. */
export interface Libraries {
  readonly clock: VirtualClock;
  north: Library;
  south: Library;
  /** Runs jobs and pumps until neither ledger grows any more. Sleeps nowhere. */
  settle(): Promise<void>;
  /** Stops one of the two: whoever posts to it is refused the connection. */
  down(side: Side): Promise<void>;
  /** Starts it again on the same files and port. */
  up(side: Side): Promise<void>;
  /** Moves the clock, then settles. */
  pass(time: { days?: number; hours?: number; minutes?: number; seconds?: number }): Promise<void>;
  /** North hands a record in. */
  handIn(record?: object): Promise<string>;
  /** North hands a record in and asks; answers the loan as both know it. */
  ask(record?: object): Promise<Lending>;
  /** A person acts, and both settle. Throws where the act is refused. */
  act(side: Side, loan: Lending, verb: string, said?: object): Promise<void>;
  /** The same, for an act that may be refused. */
  tryAct(side: Side, loan: Lending, verb: string, said?: object): Promise<Answer>;
}

const agencies: Readonly<Record<Side, string[]>> = {
  north: ['ISIL:SE-NORTH'],
  south: ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'],
};

interface Opened {
  folder: string;
  forWholeSuite: boolean;
  losesItsPast: boolean;
}

const opened = new Map<Libraries, Opened>();

/** Opens two libraries that know each other. `ledgersHold` closes them. */
export async function twoLibraries(options: LibrariesOptions = {}): Promise<Libraries> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-two-'));
  const clock = new VirtualClock();
  const open = (name: Side): Promise<Library> => {
    mkdirSync(join(folder, name));
    return openLibrary({
      name,
      folder: join(folder, name),
      agencies: agencies[name].map((id) => ({ id, name: options.agencyNames?.[id] ?? id })),
      clock,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
  };
  const [north, south] = await Promise.all([open('north'), open('south')]);
  const libraries = theTwo({ clock, north, south });
  const { forWholeSuite = false, losesItsPast = false } = options;
  opened.set(libraries, { folder, forWholeSuite, losesItsPast });
  await introduce(north, { as: 'south', agencies: agencies.south, url: south.url, ...options.peers?.south });
  await introduce(south, { as: 'north', agencies: agencies.north, url: north.url, ...options.peers?.north });
  return libraries;
}

/** Tells a library of a peer, as an operator does. */
export async function introduce(
  library: Library,
  { as, agencies: spoken, ...rest }: { as: string; agencies: string[]; url: string } & object,
): Promise<void> {
  const entry = { id: as, name: as, agencies: spoken.map((id) => ({ id })), ...rest };
  const { status, body } = await library.api('POST', '/api/v1/peers/import', [entry]);
  expect(status, JSON.stringify(body)).to.equal(200);
}

/**
 * For `afterEach`: rows follow from entries, both ledgers verify, and each message that one sent arrived at the other
 * once and byte for byte. Then both are closed and their files removed.
 */
export async function ledgersHold(): Promise<void> {
  for (const [libraries, { forWholeSuite }] of [...opened])
    if (!forWholeSuite) await closeLibraries(libraries);
}

/** The same for two that a suite has kept open. */
export async function closeLibraries(libraries: Libraries): Promise<void> {
  const { north, south } = libraries;
  const { folder, losesItsPast } = opened.get(libraries) ?? {};
  opened.delete(libraries);
  try {
    await libraries.settle();
    for (const each of [north, south]) await eachHoldsItsLedger(each);
    if (losesItsPast === true) return;
    await eachMessageArrivedOnce(north, south);
    await eachMessageArrivedOnce(south, north);
  } finally {
    // What a test has stopped already cannot be stopped again, and must not hide why the test failed.
    await Promise.allSettled([north.app.stop(), south.app.stop()]);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function theTwo(them: { clock: VirtualClock; north: Library; south: Library }): Libraries {
  let records = 0;
  const stopped = new Set<Side>();
  const libraries: Libraries = {
    ...them,
    settle: () =>
      settle(
        (['north', 'south'] as const).filter((side) => !stopped.has(side)).map((side) => libraries[side]),
        them.clock,
      ),
    async down(side) {
      stopped.add(side);
      await libraries[side].app.stop();
    },
    async up(side) {
      libraries[side] = await libraries[side].reopen();
      stopped.delete(side);
    },
    async pass({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
      them.clock.move((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
      await libraries.settle();
    },
    async handIn(record = {}) {
      records += 1;
      const { status, body } = await libraries.north.api(
        'POST',
        '/api/v1/loan-records',
        aRecord({ id: `N-${records}`, ...record }),
      );
      expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
      return body['id'] as string;
    },
    async ask(record) {
      const north = await libraries.handIn(record);
      await libraries.settle();
      return { north, south: await newestLoan(libraries.south) };
    },
    async act(side, loan, verb, said) {
      const { status, body } = await libraries.tryAct(side, loan, verb, said);
      expect(status, `${verb}: ${JSON.stringify(body)}`).to.equal(200);
    },
    async tryAct(side, loan, verb, said = {}) {
      const path = `/api/v1/loan-records/${loan[side]}/acts`;
      const answer = await libraries[side].api(
        'POST',
        path,
        { verb, ...said },
        { 'idempotency-key': newId() },
      );
      await libraries.settle();
      return answer;
    },
  };
  return libraries;
}

/** Jobs, then pumps, until a whole round adds no entry anywhere. */
export async function settle(libraries: readonly Library[], clock: VirtualClock): Promise<void> {
  for (let before = -1; ;) {
    await Promise.all(libraries.map(({ app }) => app.pump.idle()));
    for (const { app } of libraries) await app.jobs.runOne('replan', clock.now());
    for (const { app } of libraries) await app.jobs.runOne('clocks', clock.now());
    for (const { app } of libraries) await app.jobs.runOne('seek-suppliers', clock.now());
    for (const { app } of libraries) await app.jobs.runOne('redeliver', clock.now());
    await Promise.all(libraries.map(({ app }) => app.pump.idle()));
    const sizes = await Promise.all(libraries.map(({ app }) => app.storage.readers.ledger.size()));
    const size = sizes.reduce((sum, one) => sum + one, 0);
    if (size === before) return;
    before = size;
  }
}

/** A loan record with all that a record needs. */
export function aRecord(over: object = {}): Record<string, unknown> {
  return {
    id: 'N-1',
    patron: { reference: 'P-1' },
    item: { title: 'Kallocain', author: 'Boye, Karin' },
    service: { type: 'Loan' },
    suppliers: ['ISIL:SE-SOUTH'],
    ...over,
  };
}

/** The loan record that came last to a library. */
export async function newestLoan(library: Library): Promise<string> {
  const { body } = await library.api('GET', '/api/v1/loan-records?limit=1');
  const [newest] = body['items'] as { id: string }[];
  if (newest === undefined) throw new Error(`${library.name} has no loan`);
  return newest.id;
}

/** A loan as the API shows it. */
export async function shown(library: Library, loan: string): Promise<Record<string, unknown>> {
  return (await library.api('GET', `/api/v1/loan-records/${loan}`)).body;
}
