import type { Actor } from '../../ledger/index.js';
import { newId, OperatorError } from '../../platform/index.js';
import type { Committer, ExportLog, UseCase } from '../../storage/index.js';
import { selectionWords, type Selection } from '../selection.js';

/** No approval, one whose time is over, one of another selection, or one by whoever wants to use it. */
export class NotApproved extends OperatorError {}

const HOURS = 72;

interface Approvals {
  log: ExportLog;
  committer: Committer;
  now: () => Date;
}

/** Privacy approves that one selection is exported with persons named, for three days. The approval is an entry. */
export async function approveExport(
  { log, committer, now }: Approvals,
  asked: { selection: Selection; by: Actor; because: string },
): Promise<string> {
  const id = newId();
  const until = new Date(now().getTime() + HOURS * 3_600_000).toISOString();
  await committer.commit(enterApproval(id, { ...asked, until }));
  await log.addApproval({
    id,
    approvedAt: now().toISOString(),
    approvedBy: JSON.stringify(asked.by),
    until,
    selection: selectionKey(asked.selection),
  });
  return id;
}

/** Refuses unless privacy has approved this very selection, another person did, and its time is not over. */
export async function approvedExport(
  { log, now }: Pick<Approvals, 'log' | 'now'>,
  asked: { approval: string; selection: Selection; by: Actor },
): Promise<void> {
  const found = await log.approval(asked.approval);
  if (found === undefined) throw new NotApproved(`There is no approval ${asked.approval}.`);
  if (found.until < now().toISOString()) throw new NotApproved(`The approval ran out at ${found.until}.`);
  if (found.selection !== selectionKey(asked.selection))
    throw new NotApproved('Something else was approved: the filters must be the same.');
  if (found.approvedBy === JSON.stringify(asked.by))
    throw new NotApproved('Whoever approves an export cannot be the one who makes it.');
}

function selectionKey(selection: Selection): string {
  return JSON.stringify(Object.entries(selection).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function enterApproval(
  id: string,
  { selection, by, because, until }: { selection: Selection; by: Actor; because: string; until: string },
): UseCase<void> {
  return {
    name: 'approve-export',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        {
          kind: 'export-approved',
          at: at.now.toISOString(),
          actor: by,
          because,
          facts: { approval: id, until, words: selectionWords(selection) },
          changes: [],
        },
      ],
    }),
  };
}
