import type { Instant } from '../model/instant.js';

/** Why the other side was asked, or what showed how it stands. */
export const SyncBy = {
  /** Nothing was heard for so long that the house asks by itself. */
  Quiet: 'quiet',
  /** An older copy of our database was put back. */
  Restored: 'restored',
  Staff: 'staff',
  /** The other side's own messages: all that a supplier has to go by, for ISO 18626 gives it no question. */
  Evidence: 'evidence',
} as const;
export type SyncBy = (typeof SyncBy)[keyof typeof SyncBy];

export const SyncVerdict = {
  Agrees: 'agrees',
  /** They stand before what they told us earlier: perhaps an older copy was put back there. */
  Behind: 'behind',
  /** Both cannot be true. */
  Contradicts: 'contradicts',
  DueDate: 'due-date',
  UnknownThere: 'unknown-there',
  /** They do not answer such a question, or the question did not get through. */
  Unanswered: 'unanswered',
  /** They asked us, and were told: how they stand themselves nobody has said. */
  Told: 'told',
} as const;
export type SyncVerdict = (typeof SyncVerdict)[keyof typeof SyncVerdict];
export type SyncDifference = 'behind' | 'contradicts' | 'due-date' | 'unknown-there';

/** How one side stands: its status, or for a requester what it says, and the due date. */
export interface Standing {
  status: string;
  dueDate?: Instant;
}

/** What asking the other side how it stands has shown; only the newest is kept, the ledger has the others. */
export interface InSync {
  by: SyncBy;
  /** When it was asked last; an answer is awaited where none is newer. */
  askedAt?: Instant;
  /** When the verdict was found, from what was told then. */
  foundAt?: Instant;
  verdict?: SyncVerdict;
  ours?: Standing;
  theirs?: Standing;
  /** Where we stood before we followed what they told. */
  followedFrom?: string;
  /** Why there is no answer. */
  why?: string;
}

const differences: ReadonlySet<SyncVerdict | undefined> = new Set([
  SyncVerdict.Behind,
  SyncVerdict.Contradicts,
  SyncVerdict.DueDate,
  SyncVerdict.UnknownThere,
]);

/** Whether the two sides are known to differ: staff must look at it. */
export function isDifference(
  inSync: InSync | undefined,
): inSync is InSync & { foundAt: Instant; verdict: SyncDifference } {
  return differences.has(inSync?.verdict);
}

/** Whether a question of ours is out and nothing has come of it yet. */
export function isAwaited({ askedAt, foundAt = '' }: InSync): boolean {
  return askedAt !== undefined && askedAt > foundAt;
}

const sentences: Record<SyncVerdict, string> = {
  agrees: 'Both sides agree.',
  behind:
    'The other side stands before what it told us earlier, perhaps after a restore: call it, and let it record again what it has told before.',
  contradicts:
    'The two records contradict each other: call the other side, and decide which of them is right.',
  'due-date':
    'The due dates differ: agree on one with the other side; the supplier tells it by renewing or by sending the loan again.',
  'unknown-there':
    'The other side does not have the request: ask it what has become of it, then ask again or ask elsewhere.',
  unanswered: 'The other side does not say how it stands: ask by telephone or mail where it matters.',
  told: 'The other side has asked and was told how we stand; how it stands itself it has not said.',
};

/** What was found and what to do, in English. */
export function syncSentence(verdict: SyncVerdict): string {
  return sentences[verdict];
}
