import type { Lease, LoanKey, UseCase } from '../../storage/index.js';

/** Gives claims back whose messages surely were not sent: they are owed as before, and no attempt was made. */
export function handBack(claims: readonly { id: string; claim: Lease }[]): UseCase<number> {
  const keyOf = (id: string): LoanKey => ({ by: 'delivery', id });
  return {
    name: 'hand-back-claims',
    source: 'unbounded',
    needs: { loans: claims.map(({ id }) => keyOf(id)) },
    decide(loaded) {
      const held = claims.filter(({ id, claim }) => {
        const now = loaded.loan(keyOf(id))?.leases.get(id);
        return now?.process === claim.process && now.until === claim.until;
      });
      return {
        result: held.length,
        unfolded: { claims: held.map(({ id }) => ({ delivery: id, claim: undefined })) },
      };
    },
  };
}
