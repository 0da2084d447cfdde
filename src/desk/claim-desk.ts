import type { Caller } from '../access/index.js';
import {
  balancesOf,
  statementOf,
  type Balance,
  type Claim,
  type ClaimState,
  type Period,
  type StatementSheet,
} from '../loan/index.js';
import { present } from '../loan/present.js';
import type { ClaimFilter, Readers, StoredClaim } from '../storage/index.js';

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
  /** By peer and currency: sums of what entries have booked. */
  balances(by: Caller): Promise<(Balance & { peerName: string })[]>;
  /** Nothing where no such peer is known. */
  statement(asked: { peer: string } & Period, by: Caller): Promise<Statement | undefined>;
}

export interface ClaimDeskOptions {
  readers: Readers;
  directory: () => { peer(id: string): { name: string } | undefined };
}

/** Claims that are read at a time where all of them count. */
const PAGE = 500;

export function buildClaimDesk({ readers, directory }: ClaimDeskOptions): ClaimDesk {
  const nameOf = (peer: string): string => directory().peer(peer)?.name ?? peer;
  return {
    async list(asked, by) {
      const { claims, next } = await readers.claims.list({ ...asked, ...boundBy(by) });
      return {
        items: claims.map((found) => summaryOf(found, nameOf)),
        ...(next === undefined ? {} : { next }),
      };
    },
    async balances(by) {
      const booked: Claim[] = [];
      for await (const { claim } of allClaims(boundBy(by), readers)) booked.push(claim);
      return balancesOf(booked).map((balance) => ({ ...balance, peerName: nameOf(balance.peer) }));
    },
    async statement({ peer, from, to }, by) {
      if (directory().peer(peer) === undefined) return undefined;
      const found: StoredClaim[] = [];
      for await (const claim of allClaims({ peer, ...boundBy(by) }, readers)) found.push(claim);
      const sheets = statementOf(
        found.map(({ id, claim, record, transaction }) => ({
          id,
          claim,
          title: record.bibliographicInfo.title,
          requestingAgencyRequestId: transaction?.requestingAgencyRequestId ?? '',
          supplyingAgencyRequestId: transaction?.supplyingAgencyRequestId,
        })),
        { from, to },
      );
      return { peer, peerName: nameOf(peer), from, to, sheets };
    },
  };
}

function boundBy({ agencies }: Caller): Pick<ClaimFilter, 'agencies'> {
  return agencies === undefined ? {} : { agencies };
}

async function* allClaims(
  filter: Omit<ClaimFilter, 'limit' | 'after'>,
  readers: Readers,
): AsyncGenerator<StoredClaim> {
  let after: string | undefined;
  do {
    const page = await readers.claims.list({
      ...filter,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.claims;
    after = page.next;
  } while (after !== undefined);
}

function summaryOf(
  { id, claim, record, transaction }: StoredClaim,
  nameOf: (peer: string) => string,
): ClaimSummary {
  return present({
    id,
    loan: claim.loan,
    peer: claim.peer,
    peerName: nameOf(claim.peer),
    claim,
    title: record.bibliographicInfo.title,
    requestingAgencyRequestId: transaction?.requestingAgencyRequestId,
  });
}
