import type { Caller } from '../../access/index.js';
import { claimOnLadder, ladderStage, LadderStage, stageOfClaim, type WorkQueue } from '../../loan/index.js';
import type { BoardColumn, BoardItem, ClaimDeskOptions } from './claims.js';
import type { WorkItem } from '../loans/work.js';

/** Requests that one column shows. */
const SHOWN = 50;
/** Of one queue or kind of claim, those that are looked at. */
const LOOKED_AT = 200;

const stages: readonly LadderStage[] = Object.values(LadderStage);
const queues: readonly WorkQueue[] = ['due-soon', 'overdue', 'problem'];
const unsettled = ['drafted', 'approved', 'sent', 'disputed', 'agreed', 'refund-due'] as const;
const settled = ['settled', 'waived', 'refunded', 'withdrawn'] as const;

/** Each request in one column: by its claim where it has one that is open, else by how late it is. */
export async function boardOf(options: ClaimDeskOptions, by: Caller): Promise<BoardColumn[]> {
  const columns = new Map<LadderStage, BoardItem[]>(stages.map((stage) => [stage, []]));
  const seen = new Set<string>();
  const place = (item: WorkItem, stage: LadderStage | undefined): void => {
    if (stage === undefined || seen.has(item.view.id)) return;
    seen.add(item.view.id);
    const [id, claim] = claimOnLadder(item.view) ?? [];
    columns
      .get(stage)
      ?.push(claim === undefined || id === undefined ? { item } : { item, claim: { id, ...claim } });
  };
  for (const item of await withClaims(options, unsettled, by)) place(item, stageByClaim(item));
  for (const item of await late(options, by)) place(item, stageByDate(item, options));
  for (const item of await withClaims(options, settled, by)) place(item, stageByClaim(item));
  return stages.map((stage) => {
    const items = columns.get(stage) ?? [];
    return { stage, items: items.slice(0, SHOWN), hasMore: items.length > SHOWN };
  });
}

async function withClaims(
  { readers, work }: ClaimDeskOptions,
  states: typeof unsettled | typeof settled,
  by: Caller,
): Promise<WorkItem[]> {
  const { claims } = await readers.claims.list({
    states,
    isNewestFirst: states === settled,
    limit: states === settled ? SHOWN : LOOKED_AT,
    ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
  });
  return work.items([...new Set(claims.map(({ claim }) => claim.loan))], by);
}

async function late({ work }: ClaimDeskOptions, by: Caller): Promise<WorkItem[]> {
  const lists = await Promise.all(
    queues.map((queue) => work.queue({ queues: [queue], limit: LOOKED_AT }, by)),
  );
  return lists.flatMap(({ items }) => items);
}

function stageByClaim({ view }: WorkItem): LadderStage | undefined {
  const claim = claimOnLadder(view)?.[1];
  return claim === undefined ? undefined : stageOfClaim[claim.state];
}

function stageByDate({ view, placed }: WorkItem, options: ClaimDeskOptions): LadderStage | undefined {
  const { clock, directory } = options;
  const peer = view.transactions.get(view.record.current ?? '')?.peer;
  const terms = directory().terms(view.record.agency, peer);
  return ladderStage(view, { isDueSoon: placed?.queue === 'due-soon', now: clock.now(), terms });
}
