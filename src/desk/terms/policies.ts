import type { Caller } from '../../access/index.js';
import type { DryRunPart } from '../../audit/index.js';
import type { PolicyProfileName, Tree } from '../../config/index.js';
import type { ReplanProgress, TermsChanged } from '../../exchange/index.js';
import type { CalendarDocument, Instant, Policy } from '../../loan/index.js';
import type { CalendarChange, TermsDifference } from '../../peers/index.js';

/** A change of policy as somebody asks for it: of the house, or of one peer. */
export interface PolicyAsked {
  peer?: string;
  /** A ready-made policy below the keys; `default` and so on. */
  profile?: PolicyProfileName;
  set: Tree;
}

/** Faults name the key. */
export type PolicyFault = { kind: 'faults'; faults: string[] } | { kind: 'unknown-peer' };

export interface PolicyView {
  /** What holds. */
  policy: Policy;
  /** What was changed since the settings. */
  profile?: PolicyProfileName;
  set: Tree;
  /** Peers with a policy of their own. */
  peers: readonly string[];
  /** Ready-made ones, with for whom they are. */
  profiles: readonly { name: PolicyProfileName; about: string; source: string }[];
  replan: ReplanProgress;
}

export interface TermsEntry {
  seq: number;
  at: Instant;
  kind: string;
  of: string;
  by: string;
  because: string;
  differences: TermsDifference[];
}

export interface CalendarView {
  agency: string;
  name: string;
  calendar: CalendarDocument;
  /** What was changed since the settings. */
  set: CalendarChange;
}

/** When a peer's library is open: as its record says, or like a library of ours on weekdays where it says nothing. */
export interface PeerCalendarView {
  peer: string;
  name: string;
  isSaid: boolean;
  calendar: CalendarDocument;
}

/** Policies and calendars: what holds, what held, what another would do. */
export interface PolicyDesk {
  show(peer: string | undefined): PolicyView | { kind: 'unknown-peer' };
  change(asked: PolicyAsked & { reason: string }, by: Caller): Promise<TermsChanged | PolicyFault>;
  /** Changes of policies and calendars, newest first. */
  history(limit: number): Promise<TermsEntry[]>;
  /** What the change would do, or have done: a part of the requests at a time. */
  dryRun(
    asked: PolicyAsked & { from: Instant; to: Instant; limit: number; after?: string },
    by: Caller,
  ): Promise<DryRunPart | PolicyFault>;
  /** What stands below the keys that were changed: the ready-made policy or the settings; for a peer what the house has. */
  below(peer: string | undefined): Policy;
  /** What stood before an entry of the history holds again: an entry too. */
  undo(
    asked: { seq: number; reason?: string },
    by: Caller,
  ): Promise<TermsChanged | PolicyFault | { kind: 'unknown-entry' }>;
  calendars(): readonly CalendarView[];
  peerCalendars(): readonly PeerCalendarView[];
  /** Of one of our agencies, `TYPE:VALUE`, or of all (`house`). */
  changeCalendar(
    asked: { agency: string; set: CalendarChange; reason: string },
    by: Caller,
  ): Promise<TermsChanged | { kind: 'faults'; faults: string[] } | { kind: 'unknown-agency' }>;
}
