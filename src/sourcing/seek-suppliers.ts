import { hearHoldings, lastResorts, type ExchangeContext } from '../exchange/index.js';
import { historyOf, type CatalogueAsked, type Holding, type SupplierHistory } from '../loan/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { FetchOut, Logger } from '../platform/index.js';
import type { Committer, Readers, Sought } from '../storage/index.js';
import { askCatalogues, type HoldingsFound } from './ask-catalogues.js';
import type { Catalogue } from './catalogue.js';

export interface SeekOptions {
  catalogues: readonly Catalogue[];
  committer: Committer;
  readers: Pick<Readers, 'sourcing'>;
  context: ExchangeContext;
  directory: () => PeerDirectory;
  fetchOut: Pick<FetchOut, 'post'>;
  log: Logger;
  wake: (deliveries: readonly string[]) => void;
}

/** Requests for which catalogues are asked in one run, and at the same time. */
const AT_ONCE = 20;
const SIDE_BY_SIDE = 4;

/** The newest of our former requests say enough about a supplier. */
const FORMER_REQUESTS = 200;

/**
 * One run of the job `seek-suppliers`: asks the catalogues for the requests whose time has come, and commits what they
 * say. A catalogue that does not answer is not asked again in the same run.
 */
export async function seekSuppliers(now: Date, options: SeekOptions): Promise<void> {
  if (options.catalogues.length === 0) return;
  const due = await options.readers.sourcing.due(now.toISOString(), AT_ONCE);
  const silent = new Map<string, CatalogueAsked>();
  for (let at = 0; at < due.length; at += SIDE_BY_SIDE)
    await Promise.all(
      due.slice(at, at + SIDE_BY_SIDE).map((sought) => seekFor(sought, { now, silent, options })),
    );
}

interface Run {
  now: Date;
  silent: Map<string, CatalogueAsked>;
  options: SeekOptions;
}

async function seekFor({ id, record }: Sought, run: Run): Promise<void> {
  const { sourcing } = record;
  const { committer, context, log, wake } = run.options;
  if (sourcing?.askAt === undefined) return;
  const found = await ask({ id, record }, run);
  const histories = await historiesOf(found.holdings, run.options);
  const { owed } = await committer.commit(
    hearHoldings({ loan: id, askAt: sourcing.askAt, ...found, histories }, context),
  );
  for (const [catalogue, { outcome, cause }] of Object.entries(found.catalogues))
    if (outcome !== 'found' && outcome !== 'nothing')
      log.warn('a catalogue has not answered', { catalogue, outcome, cause, loan: id });
  wake(owed);
}

async function ask({ record }: Sought, { now, silent, options }: Run): Promise<HoldingsFound> {
  const asked = options.catalogues.filter(({ id }) => isLeft(record.sourcing?.catalogues[id]));
  const awake = asked.filter(({ id }) => !silent.has(id));
  const found = await askCatalogues(awake, record.bibliographicInfo, {
    fetchOut: options.fetchOut,
    now: () => now,
    couldSupply: couldSupply(options.directory()),
  });
  for (const [id, said] of Object.entries(found.catalogues))
    if (said.outcome === 'down') silent.set(id, said);
  const passed = asked.flatMap(({ id }) => {
    const said = silent.get(id);
    return said === undefined || found.catalogues[id] !== undefined ? [] : [[id, said] as const];
  });
  return { ...found, catalogues: { ...Object.fromEntries(passed), ...found.catalogues } };
}

/** One that has answered is not asked again for the same search. */
function isLeft(said: CatalogueAsked | undefined): boolean {
  return said === undefined || said.outcome === 'down';
}

function couldSupply(peers: PeerDirectory): (agency: string) => boolean {
  return (agency) => peers.agencyByKey(agency) !== undefined && peers.ourByKey(agency) === undefined;
}

async function historiesOf(
  holdings: readonly Holding[],
  { readers, directory }: SeekOptions,
): Promise<ReadonlyMap<string, SupplierHistory>> {
  const peers = directory();
  const named = holdings.map(({ agency }) => peers.agencyByKey(agency)?.key ?? agency);
  const histories = new Map<string, SupplierHistory>();
  for (const agency of new Set([...named, ...lastResorts(peers.sourcing)]))
    histories.set(agency, historyOf(await readers.sourcing.formerRequests(agency, FORMER_REQUESTS)));
  return histories;
}
