import type { Caller } from '../../access/index.js';
import { balancesOf, statementOf, type Claim } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { ClaimFilter, Readers, StoredClaim } from '../../storage/index.js';
import { boardOf } from './claim-board.js';
import type { ClaimDesk, ClaimDeskOptions, ClaimSummary } from './claims.js';

/** Claims that are read at a time where all of them count. */
const PAGE = 500;

export function buildClaimDesk(options: ClaimDeskOptions): ClaimDesk {
  const { readers, directory } = options;
  const nameOf = (peer: string): string => directory().peer(peer)?.name ?? peer;
  return {
    async list(asked, by) {
      const { claims, next } = await readers.claims.list({ ...asked, ...boundBy(by) });
      return {
        items: claims.map((found) => summaryOf(found, nameOf)),
        ...(next === undefined ? {} : { next }),
      };
    },
    board: (by) => boardOf(options, by),
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
