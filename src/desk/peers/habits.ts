import type { SealedEntry } from '../../ledger/index.js';
import {
  adoptQuirk,
  detectQuirks,
  hasHabit,
  layered,
  observationOf,
  profileNamed,
  profiles,
  resolveUnder,
  resolvePeer,
  ruleTable,
  type Peer,
  type QuirkProposal,
} from '../../peers/index.js';
import { actorOf, type Caller } from '../../access/index.js';
import type { DeskOptions } from '../loans/loan-record-desk.js';
import { replay, type ReplayedMessage } from './dry-run.js';
import type { DryRun, HabitsDesk, ProfileView } from './habits-views.js';

/** Entries that the detector looks at, and messages that it replays for each proposal. */
const LOOKED_AT = 2_000;
const REPLAYED = 50;

export function buildHabitsDesk(options: DeskOptions): HabitsDesk {
  const { committer } = options;
  return {
    profiles: () => [...profiles().values()].map(viewOf),
    async dryRun({ peer, profile, last }, by) {
      const document = profileNamed(profile);
      const [now, row] = [options.directory().peer(peer), options.directory().row(peer)];
      if (now === undefined || row === undefined) return undefined;
      const done = await replayAll({ peer, now, then: resolveUnder(row, document), last, by }, options);
      return { peer, profile, ...done };
    },
    async quirks(peer, by) {
      const found = await proposalsOf(peer, by, options);
      const row = options.directory().row(peer);
      const now = options.directory().peer(peer);
      if (found === undefined || row === undefined || now === undefined) return undefined;
      return Promise.all(
        found.map(async (proposal) => {
          const then = resolvePeer({ ...row, adopted: layered(undefined, row.adopted, proposal.change) });
          const { changed, ...rest } = await replayAll({ peer, now, then, last: REPLAYED, by }, options);
          return { ...proposal, dryRun: { ...rest, changed: changed.length } };
        }),
      );
    },
    async adopt({ peer, proposal: id, because }, by) {
      const found = await proposalsOf(peer, by, options);
      if (found === undefined) return { kind: 'unknown-peer' };
      const proposal = found.find((one) => one.id === id);
      if (proposal === undefined) return { kind: 'unknown-proposal' };
      return committer.commit(adoptQuirk({ peer, proposal, because, actor: actorOf(by) }));
    },
  };
}

function viewOf({ name, about, source, edition, rules = [] }: ReturnType<typeof profileNamed>): ProfileView {
  return {
    name,
    about,
    source,
    ...(edition === undefined ? {} : { edition }),
    rules: rules.map(({ rule }) => ({ name: rule, does: ruleTable.get(rule)?.does ?? '' })),
  };
}

async function entriesOf(peer: string, by: Caller, { readers }: DeskOptions): Promise<SealedEntry[]> {
  const entries = await readers.ledger.ofPeer(peer, LOOKED_AT);
  return entries.filter(
    ({ agency }) => by.agencies === undefined || (agency !== undefined && by.agencies.includes(agency)),
  );
}

async function proposalsOf(
  peer: string,
  by: Caller,
  options: DeskOptions,
): Promise<QuirkProposal[] | undefined> {
  const known = options.directory().peer(peer);
  if (known === undefined) return undefined;
  const entries = await entriesOf(peer, by, options);
  const observations = entries.flatMap(({ facts = {} }) => observationOf(facts) ?? []);
  return detectQuirks(observations, (change) => hasHabit(known, change));
}

async function replayAll(
  asked: { peer: string; now: Peer; then: Peer; last: number; by: Caller },
  options: DeskOptions,
): Promise<Omit<DryRun, 'peer' | 'profile'>> {
  const { peer, now, then, last, by } = asked;
  const entries = (await entriesOf(peer, by, options))
    .filter(({ facts = {} }) => typeof facts['bodyId'] === 'string' && facts['what'] !== undefined)
    .slice(0, last);
  const results = await Promise.all(
    entries.map(async (entry) => {
      const id = entry.facts?.['bodyId'];
      const body = typeof id === 'string' ? await options.readers.deliveries.body(id) : undefined;
      return body === undefined ? 'erased' : replay(entry, body, { now, then, context: options.context });
    }),
  );
  return {
    replayed: results.filter((one) => one !== 'erased').length,
    unchanged: results.filter((one) => one === 'same').length,
    notReplayable: results.filter((one) => one === 'erased').length,
    changed: results.filter((one): one is ReplayedMessage => typeof one !== 'string'),
  };
}
