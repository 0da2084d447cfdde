import { actorOf, type Caller } from '../../access/index.js';
import type { Actor } from '../../ledger/index.js';
import { newId } from '../../platform/index.js';
import {
  enterFact,
  type Committer,
  type ErasureProposal,
  type ErasureProposals,
} from '../../storage/index.js';

/** Why an erasure is not approved. */
export const ApprovalRefusal = {
  /** None waits under that id, or none that the caller may see. */
  Unknown: 'unknown',
  SamePerson: 'same-person',
  RanOut: 'ran-out',
} as const;
export type ApprovalRefusal = (typeof ApprovalRefusal)[keyof typeof ApprovalRefusal];

/** The same in words, for the API and the command line. */
export const approvalRefusalWords: Readonly<Record<ApprovalRefusal, string>> = {
  unknown: 'No erasure waits under this id: it was approved, it ran out, or it never was proposed.',
  'same-person': 'Whoever proposes an erasure cannot be the one who approves it: another person has to.',
  'ran-out': 'The proposal has run out: propose the erasure again.',
};

/** A proposal as whoever may approve it sees it. */
export interface ProposalView {
  id: string;
  proposedAt: string;
  proposedBy: Actor;
  until: string;
  because: string;
  requests: number;
  /** Whether the one who looks has proposed it: somebody else approves. */
  isOwn: boolean;
}

export interface SecondPersonHouse {
  committer: Committer;
  proposals: ErasureProposals;
  now: () => Date;
}

/** How long a proposal waits, in days. */
const DAYS = 7;

/** One person asks, for another one to approve within a week; an entry that says nothing of whom. */
export async function proposeErasure(
  asked: { loans: readonly { loan: string; agency: string }[]; because: string; by: Caller },
  { committer, proposals, now }: SecondPersonHouse,
): Promise<ErasureProposal> {
  const { loans, because, by } = asked;
  const at = now();
  const proposal: ErasureProposal = {
    id: newId(),
    proposedAt: at.toISOString(),
    proposedBy: JSON.stringify(actorOf(by)),
    until: new Date(at.getTime() + DAYS * 86_400_000).toISOString(),
    because,
    agencies: [...new Set(loans.map(({ agency }) => agency))],
    loans: loans.map(({ loan }) => loan),
  };
  const { id, until } = proposal;
  const facts = { proposal: id, requests: loans.length, until };
  await committer.commit(enterFact('erasure-proposed', { actor: actorOf(by), because, facts }));
  await proposals.add(proposal);
  return proposal;
}

/** The proposal, once another person than its own has approved it; the approval is an entry. */
export async function approveErasure(
  { id, by }: { id: string; by: Caller },
  { committer, proposals, now }: SecondPersonHouse,
): Promise<ErasureProposal | ApprovalRefusal> {
  const found = await proposals.get(id);
  if (found === undefined || !isFor(found, by)) return ApprovalRefusal.Unknown;
  if (found.until < now().toISOString()) return ApprovalRefusal.RanOut;
  if (isOwn(found, by)) return ApprovalRefusal.SamePerson;
  const facts = { proposal: id };
  await committer.commit(
    enterFact('erasure-approved', { actor: actorOf(by), because: found.because, facts }),
  );
  return found;
}

/** Proposals that the caller may approve, or has made: all their requests are of agencies that the caller may speak for. */
export async function waitingErasures(
  by: Caller,
  { proposals, now }: SecondPersonHouse,
): Promise<ProposalView[]> {
  const waiting = await proposals.list();
  return waiting
    .filter((each) => isFor(each, by) && each.until >= now().toISOString())
    .map((each) => {
      const { id, proposedAt, until, because, loans } = each;
      const proposedBy = JSON.parse(each.proposedBy) as Actor;
      return { id, proposedAt, proposedBy, until, because, requests: loans.length, isOwn: isOwn(each, by) };
    });
}

function isFor({ agencies: needed }: ErasureProposal, { agencies }: Caller): boolean {
  return agencies === undefined || needed.every((agency) => agencies.includes(agency));
}

function isOwn({ proposedBy }: ErasureProposal, by: Caller): boolean {
  return proposedBy === JSON.stringify(actorOf(by));
}
