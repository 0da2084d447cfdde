import { actorOf, type Caller } from '../../access/index.js';
import { dryRun } from '../../audit/index.js';
import { policyProfile, policyProfileNames, type Tree } from '../../config/index.js';
import {
  changeCalendar,
  changePolicy,
  type ReplanProgress,
  type TermsChanged,
} from '../../exchange/index.js';
import { agencyKey } from '../../iso18626/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { calendarFaults, type CalendarDocument, type Policy } from '../../loan/index.js';
import {
  agencyIdFrom,
  agencyText,
  calendarOfPeer,
  changedPolicy,
  HOUSE,
  ourCalendar,
  policyOfPeer,
  type CalendarChange,
  type House,
  type PeerDirectory,
  type PolicyChange,
  type TermsDifference,
} from '../../peers/index.js';
import type { Storage } from '../../storage/index.js';
import type {
  CalendarView,
  PeerCalendarView,
  PolicyAsked,
  PolicyDesk,
  PolicyFault,
  PolicyView,
  TermsEntry,
} from './policies.js';

import { rowBefore } from './row-before.js';

export interface PolicyDeskOptions {
  committer: Storage['committer'];
  readers: Storage['readers'];
  directory: () => PeerDirectory;
  house: House;
  progress: () => ReplanProgress;
}

/** What policies and calendars hold over API, command line and page. */
export function buildPolicyDesk(options: PolicyDeskOptions): PolicyDesk {
  const { committer, readers, directory } = options;
  return {
    show: (peer) => (isUnknown(peer, directory()) ? { kind: 'unknown-peer' } : viewOf(peer, options)),
    async change({ reason, ...asked }, by) {
      const made = changeAsked(asked, options);
      if ('kind' in made) return made;
      return committer.commit(changePolicy({ ...made, reason, actor: actorOf(by) }));
    },
    async history(limit) {
      const entries = await readers.ledger.changesOf(['policy', 'calendar'], limit);
      return entries.map(entryOf);
    },
    async dryRun({ from, to, limit, after, ...asked }, by) {
      const made = changeAsked(asked, options);
      if ('kind' in made) return made;
      const policies = new Map(directory().changes.policies).set(made.id, made.change);
      return dryRun(
        {
          ...{ from, to, limit },
          present: directory().terms,
          changed: directory().termsUnder({ policies }),
          ...boundsOf(by),
          ...(after === undefined ? {} : { after }),
        },
        readers.loans,
      );
    },
    below: (peer) => belowOf(peer, options),
    undo: (asked, by) => undo(asked, by, options),
    calendars: () => calendarsOf(options),
    peerCalendars: () => peerCalendarsOf(options),
    async changeCalendar({ agency, set, reason }, by) {
      const id = agency === HOUSE ? HOUSE : keyOf(agency, directory());
      if (id === undefined) return { kind: 'unknown-agency' };
      return setCalendar({ id, set, reason, by }, options);
    },
  };
}

async function setCalendar(
  { id, set, reason, by }: { id: string; set: CalendarChange; reason: string; by: Caller },
  { committer, directory, house }: PolicyDeskOptions,
): Promise<TermsChanged | { kind: 'faults'; faults: string[] }> {
  const { calendars } = directory().changes;
  const [before, after] = [calendars, new Map(calendars).set(id, set)].map((changes) =>
    ourCalendar(id, house, changes),
  ) as [CalendarDocument, CalendarDocument];
  const faults = calendarFaults(after);
  if (faults.length > 0) return { kind: 'faults', faults };
  return committer.commit(changeCalendar({ id, change: set, before, after, reason, actor: actorOf(by) }));
}

async function undo(
  { seq, reason = `Entry ${seq} is taken back.` }: { seq: number; reason?: string },
  by: Caller,
  options: PolicyDeskOptions,
): Promise<TermsChanged | PolicyFault | { kind: 'unknown-entry' }> {
  const before = await rowBefore(seq, options.readers.ledger);
  if (before === undefined) return { kind: 'unknown-entry' };
  const { aggregate, id, state = {} } = before;
  if (aggregate === 'calendar') return setCalendar({ id, set: state, reason, by }, options);
  const made = changeAsked({ set: {}, ...(state as Partial<PolicyChange>), ...peerOf(id) }, options);
  return 'kind' in made
    ? made
    : options.committer.commit(changePolicy({ ...made, reason, actor: actorOf(by) }));
}

function peerOf(row: string): { peer?: string } {
  return row === HOUSE ? {} : { peer: row.slice('peer:'.length) };
}

function belowOf(peer: string | undefined, { directory, house }: PolicyDeskOptions): Policy {
  const { changes, terms, ourAgencies } = directory();
  const change = changes.policies.get(peer === undefined ? HOUSE : policyOfPeer(peer));
  const base = peer === undefined ? house.policy : terms(ourAgencies[0]?.key ?? '', undefined).policy;
  const bare = changedPolicy(
    base,
    change?.profile === undefined ? undefined : { profile: change.profile, set: {} },
  );
  return 'policy' in bare ? bare.policy : base;
}

function peerCalendarsOf({ directory, house }: PolicyDeskOptions): PeerCalendarView[] {
  return [...directory().peers].map(([peer, { name, wire }]) => ({
    ...{ peer, name, isSaid: wire?.calendar !== undefined },
    calendar: calendarOfPeer(directory().peer(peer), house),
  }));
}

function boundsOf({ agencies }: Caller): { agencies?: readonly string[] } {
  return agencies === undefined ? {} : { agencies };
}

function isUnknown(peer: string | undefined, directory: PeerDirectory): boolean {
  return peer !== undefined && directory.peer(peer) === undefined;
}

function keyOf(agency: string, directory: PeerDirectory): string | undefined {
  const id = agencyIdFrom(agency);
  return directory.ourByKey(agencyKey(id))?.key;
}

function viewOf(peer: string | undefined, { directory, progress }: PolicyDeskOptions): PolicyView {
  const now = directory();
  const change = now.changes.policies.get(peer === undefined ? HOUSE : policyOfPeer(peer));
  const [first] = now.ourAgencies;
  return {
    policy: now.terms(first?.key ?? '', peer).policy,
    ...(change?.profile === undefined ? {} : { profile: change.profile }),
    set: change?.set ?? {},
    peers: [...now.changes.policies.keys()].flatMap((id) => (id === HOUSE ? [] : [id.slice('peer:'.length)])),
    profiles: policyProfileNames.map((name) => {
      const { about, source } = policyProfile(name);
      return { name, about, source };
    }),
    replan: progress(),
  };
}

interface ChangeMade {
  id: string;
  change: PolicyChange;
  before: unknown;
  after: unknown;
}

/** The change as a row, with the whole policies before and after; or why it cannot be. */
function changeAsked(asked: PolicyAsked, { directory, house }: PolicyDeskOptions): ChangeMade | PolicyFault {
  const now = directory();
  const { peer, profile, set } = asked;
  if (isUnknown(peer, now)) return { kind: 'unknown-peer' };
  const [first] = now.ourAgencies;
  const base = peer === undefined ? house.policy : now.terms(first?.key ?? '', undefined).policy;
  const change: PolicyChange = { set: withoutEmpty(set), ...(profile === undefined ? {} : { profile }) };
  const changed = changedPolicy(base, change);
  if ('faults' in changed) return { kind: 'faults', faults: changed.faults };
  const before = now.terms(first?.key ?? '', peer).policy;
  return { id: peer === undefined ? HOUSE : policyOfPeer(peer), change, before, after: changed.policy };
}

function withoutEmpty(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([, value]) => value !== undefined && value !== null),
  );
}

function calendarsOf({ directory, house }: PolicyDeskOptions): CalendarView[] {
  const { ourAgencies, changes } = directory();
  return ourAgencies.map(({ key, agencyId, name }) => ({
    agency: agencyText(agencyId),
    name,
    calendar: ourCalendar(key, house, changes.calendars),
    set: changes.calendars.get(key) ?? {},
  }));
}

function entryOf({ seq, at, kind, actor, because, facts = {} }: SealedEntry): TermsEntry {
  const { of, differences } = facts;
  return {
    ...{ seq, at, kind, because },
    of: typeof of === 'string' ? of : '',
    by: actor.id,
    differences: Array.isArray(differences) ? (differences as unknown as TermsDifference[]) : [],
  };
}
