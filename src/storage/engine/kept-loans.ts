import { isOpen } from '../../loan/index.js';
import { headsOf, type HeldDelivery, type HeldLoan } from './batch-loan.js';

const MOST = 2_000;

/**
 * Loans as the newest batches of this process have left them, so that the next one need not read their rows. Only for a
 * process that alone writes. What commands beside it do to a loan is an entry, so all is read again where the ledger has
 * grown by other hands.
 */
export class KeptLoans {
  readonly #loans = new Map<string, HeldLoan>();
  #size = -1;

  /** A batch begins on a ledger of this size. */
  begin(size: number): void {
    if (size !== this.#size) this.forget();
  }

  get(id: string): HeldLoan | undefined {
    return this.#loans.get(id);
  }

  /**
   * What a batch that is durable has loaded and changed, in a ledger that has this size now. Copies are kept: a loan that
   * was read holds its opened data key, which lives no longer than the work that needed it.
   */
  keep(
    loans: Iterable<HeldLoan>,
    { size, destroyed }: { size: number; destroyed: ReadonlySet<string> },
  ): void {
    this.#size = size;
    for (const loan of loans) {
      const isNewest = this.#loans.get(loan.id) === loan;
      // Anew, so that the one that nobody has asked for the longest comes first.
      this.#loans.delete(loan.id);
      if (!destroyed.has(loan.id)) this.#loans.set(loan.id, isNewest ? { ...loan } : asStored(loan));
    }
    for (const id of this.#loans.keys()) {
      if (this.#loans.size <= MOST) break;
      this.#loans.delete(id);
    }
  }

  forget(): void {
    this.#loans.clear();
    this.#size = -1;
  }
}

/** As it would be read: without deliveries that are over, and with what its rows say now. */
function asStored(loan: HeldLoan): HeldLoan {
  const heads = headsOf(loan);
  const deliveries = new Map<string, HeldDelivery>();
  for (const [id, delivery] of loan.deliveries) {
    if (!isOpen(delivery.state) && delivery.claim === undefined) continue;
    const storedHeadDueAt = heads.get(id) ?? null;
    deliveries.set(
      id,
      delivery.storedHeadDueAt === storedHeadDueAt ? delivery : { ...delivery, storedHeadDueAt },
    );
  }
  return { ...loan, deliveries, storedDerived: loan.derived };
}
