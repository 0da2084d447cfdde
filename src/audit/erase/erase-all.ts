import { newId } from '../../platform/index.js';
import type { Committer, PersonReaders } from '../../storage/index.js';
import { certify, eraseLoan, type Erasure, type LoanErased } from './erase-loan.js';
import type { Certificates } from './certificates.js';

/** What erasing stands on. */
export interface EraseHouse {
  committer: Committer;
  persons: PersonReaders;
  /** What is kept outside the database. */
  certificates: Certificates;
}

export interface ErasedAll {
  certificate: string;
  erased: number;
  heldBack: { loan: string; why: string }[];
  /** Whether nothing of the keys is left in the database's files. */
  shredded: boolean;
}

const AT_ONCE = 128;

/**
 * Erases requests under one certificate: keys destroyed, the certificate entered and kept outside, then the files cleaned.
 * Whoever calls again after a crash goes on where it was broken off.
 */
export async function eraseAll(
  loans: readonly string[],
  by: Omit<Erasure, 'certificate'>,
  house: EraseHouse,
): Promise<ErasedAll> {
  const erasure: Erasure = { certificate: newId(), ...by };
  const told: LoanErased[] = [];
  for (let at = 0; at < loans.length; at += AT_ONCE) {
    const some = await Promise.all(
      loans.slice(at, at + AT_ONCE).map((loan) => house.committer.commit(eraseLoan(loan, erasure))),
    );
    if (some.some(({ kind }) => kind === 'erased')) await house.certificates.catchUp();
    told.push(...some);
  }
  const heldBack = told.flatMap((each) =>
    each.kind === 'held-back' ? [{ loan: each.loan, why: each.why }] : [],
  );
  const erased = told.filter(({ kind }) => kind === 'erased').length;
  if (erased === 0) return { certificate: erasure.certificate, erased, heldBack, shredded: true };
  await house.committer.commit(certify(erasure, { erased, held: heldBack.length }));
  return { certificate: erasure.certificate, erased, heldBack, shredded: await house.certificates.shred() };
}
