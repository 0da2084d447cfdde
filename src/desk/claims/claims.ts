import type { Caller } from '../../access/index.js';
import type { Balance, Claim, ClaimState, LadderStage, Period, StatementSheet } from '../../loan/index.js';
import type { PeerDirectory } from '../../peers/index.js';
import type { Clock } from '../../platform/index.js';
import type { Readers } from '../../storage/index.js';
import type { WorkDesk, WorkItem } from '../loans/work.js';

/** A claim in a list. */
export interface ClaimSummary {
  id: string;
  loan: string;
  peer: string;
  peerName: string;
  claim: Claim;
  title?: string;
  requestingAgencyRequestId?: string;
}

/** What was booked with one peer in a period. */
export interface Statement extends Period {
  peer: string;
  peerName: string;
  sheets: StatementSheet[];
}

/** Claims of all loans, and how we stand with each peer. A caller's agencies, where they are given, bound every call. */
export interface ClaimDesk {
  list(
    asked: { peer?: string; states?: readonly ClaimState[]; limit: number; after?: string },
    by: Caller,
  ): Promise<{ items: ClaimSummary[]; next?: string }>;
  /** The ladder: what is due soon, late, missed, claimed, agreed and settled, each request in one column. */
  board(by: Caller): Promise<BoardColumn[]>;
  /** By peer and currency: sums of what entries have booked. */
  balances(by: Caller): Promise<(Balance & { peerName: string })[]>;
  /** Nothing where no such peer is known. */
  statement(asked: { peer: string } & Period, by: Caller): Promise<Statement | undefined>;
}

/** One request on the ladder. */
export interface BoardItem {
  item: WorkItem;
  claim?: { id: string } & Claim;
}

export interface BoardColumn {
  stage: LadderStage;
  items: BoardItem[];
  /** There are more than are shown. */
  hasMore: boolean;
}

export interface ClaimDeskOptions {
  readers: Readers;
  directory: () => Pick<PeerDirectory, 'peer' | 'terms'>;
  clock: Clock;
  work: WorkDesk;
}
