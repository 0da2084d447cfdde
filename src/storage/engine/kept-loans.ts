import { isOpen } from '../../loan/index.js';
import { headsOf, type HeldDelivery, type HeldLoan } from './batch-loan.js';
import { lengthOf } from './own-states.js';

const MOST = 2_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;
const MOST_CHARACTERS_OF_ONE = 256 * 1024;

/**
 * Loans as the newest batches of this process have left them, so that the next one need not read their rows. Only for a
 * process that alone serves its store. What commands beside it do to a loan is an entry, so all is read again where the
 * ledger has grown by other hands. Decision 0021.
 */
export class KeptLoans {
  readonly #loans = new Map<string, { loan: HeldLoan; characters: number }>();
  #characters = 0;
  #size = -1;

  /** A batch begins on a ledger of this size. */
  begin(size: number): void {
    if (size !== this.#size) this.forget();
  }

  get(id: string): HeldLoan | undefined {
    return this.#loans.get(id)?.loan;
  }

  /**
   * What a batch that is durable has loaded and changed, in a ledger that has this size now; nothing of a loan whose data
   * key the batch took. Copies are kept: a loan that was read holds its opened data key, which lives no longer than the
   * work that needed it. A loan with a state that is not made of its own text is not kept.
   */
  keep(loans: Iterable<HeldLoan>, { size, taken }: { size: number; taken: ReadonlySet<string> }): void {
    this.#size = size;
    for (const id of taken) this.#drop(id);
    for (const loan of loans) if (!taken.has(loan.id)) this.#put(loan);
    // Whoever nobody has asked for the longest comes first.
    for (const id of this.#loans.keys()) {
      if (this.#loans.size <= MOST && this.#characters <= MOST_CHARACTERS) break;
      this.#drop(id);
    }
  }

  forget(): void {
    this.#loans.clear();
    this.#characters = 0;
    this.#size = -1;
  }

  #put(loan: HeldLoan): void {
    const stored = this.get(loan.id) === loan ? { ...loan } : asStored(loan);
    this.#drop(loan.id);
    const characters = charactersOf(stored);
    if (characters > MOST_CHARACTERS_OF_ONE) return;
    this.#loans.set(loan.id, { loan: stored, characters });
    this.#characters += characters;
  }

  #drop(id: string): void {
    this.#characters -= this.#loans.get(id)?.characters ?? 0;
    this.#loans.delete(id);
  }
}

/** As it would be read: without deliveries that are over, and with what its rows say now. */
function asStored(loan: HeldLoan): HeldLoan {
  return { ...loan, deliveries: storedDeliveries(loan), storedDerived: loan.derived };
}

function storedDeliveries(loan: HeldLoan): Map<string, HeldDelivery> {
  const heads = headsOf(loan);
  const stored = new Map<string, HeldDelivery>();
  for (const [id, delivery] of loan.deliveries) {
    if (!isOpen(delivery.state) && delivery.claim === undefined) continue;
    const storedHeadDueAt = heads.get(id) ?? null;
    const isSame = delivery.storedHeadDueAt === storedHeadDueAt;
    stored.set(id, isSame ? delivery : { ...delivery, storedHeadDueAt });
  }
  return stored;
}

/** Of all that is kept of it; more than anything may have where a state is not made of its own text. */
function charactersOf(loan: HeldLoan): number {
  const { record, transactions, shipments, claims, notices, deliveries, sealed } = loan;
  let sum = lengthOf(record.state) ?? Infinity;
  for (const rows of [transactions, shipments, claims, notices, deliveries])
    for (const { state } of rows.values()) sum += lengthOf(state) ?? Infinity;
  for (const value of sealed.values()) sum += value.length;
  return sum;
}
