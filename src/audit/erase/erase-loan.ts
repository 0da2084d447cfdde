import type { Actor, Entry } from '../../ledger/index.js';
import { documentHolders, type LoanView } from '../../loan/index.js';
import type { UseCase } from '../../storage/index.js';
import { commitment, type DataKey } from '../../vault/index.js';

/** Why a request keeps its person for now, in words that staff read. */
export const HeldBack = {
  Open: 'it is still open',
  Delivery: 'a message of it waits to be sent or decided',
  Report: 'a report of loss or damage is not settled',
} as const;
export type HeldBack = (typeof HeldBack)[keyof typeof HeldBack];

/** What holds a request back from erasure; nothing where nothing does. Source: architecture 5. */
export function heldBack({ record, deliveries }: LoanView): HeldBack | undefined {
  if (record.phase === 'open') return HeldBack.Open;
  if (deliveries.size > 0) return HeldBack.Delivery;
  const isUnsettled = Object.values(record.reports).some(({ decidedAt }) => decidedAt === undefined);
  return isUnsettled ? HeldBack.Report : undefined;
}

/** One erasure: a certificate over however many requests. */
export interface Erasure {
  certificate: string;
  actor: Actor;
  because: string;
  /** Where two persons were needed: what one had proposed and `actor` approved. */
  proposal?: string;
}

export type LoanErased =
  | { kind: 'erased'; loan: string; key: string }
  | { kind: 'held-back'; loan: string; why: HeldBack }
  | { kind: 'nothing'; loan: string };

/** Destroys the data key of one request, unless something holds it back. Its entries, rows and hashes stay as they are. */
export function eraseLoan(loan: string, erasure: Erasure): UseCase<LoanErased> {
  const key = { by: 'id', id: loan } as const;
  return {
    name: 'erase-loan',
    source: 'unbounded',
    needs: { loans: [key] },
    decide(loaded, at) {
      const found = loaded.loan(key);
      const dataKey = found?.dataKey();
      if (found === undefined || dataKey === undefined) return { result: { kind: 'nothing', loan } };
      const why = heldBack(found);
      if (why !== undefined) return { result: { kind: 'held-back', loan, why } };
      const { certificate } = erasure;
      const keyId = erasedKeyId(dataKey);
      const entry = entryOf('erasure', erasure, {
        at: at.now.toISOString(),
        loan,
        agency: found.record.agency,
        facts: { certificate, key: keyId },
      });
      return {
        result: { kind: 'erased', loan, key: keyId },
        entries: [entry],
        keep: { destroyed: [loan, ...documentHolders(loan, found.record)] },
      };
    },
  };
}

/** Tells one key of a holder from the next without telling anything of it: by what it would say of its holder. */
export function erasedKeyId(key: DataKey): string {
  return commitment(key, 'erasure', key.holder).slice(0, 32);
}

/** The certificate: how many requests, why, and by whom; nothing of who the person was. */
export function certify(erasure: Erasure, { erased, held }: { erased: number; held: number }): UseCase<void> {
  const { certificate, proposal } = erasure;
  return {
    name: 'certify-erasure',
    source: 'unbounded',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        entryOf('erasure-certificate', erasure, {
          at: at.now.toISOString(),
          facts: { certificate, erased, heldBack: held, ...(proposal === undefined ? {} : { proposal }) },
        }),
      ],
    }),
  };
}

function entryOf(kind: string, { actor, because }: Erasure, more: Partial<Entry> & { at: string }): Entry {
  return { kind, actor, because, ...more, changes: [] };
}
