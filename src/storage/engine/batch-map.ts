import type { LoanRecord } from '../../loan/index.js';
import type { Unwrap } from '../../vault/index.js';
import type {
  Directory,
  Loaded,
  Loan,
  LoanKey,
  PeerLine,
  Query,
  ReceivedMessage,
  RootKey,
  Row,
  StoredAnswer,
  TransactionKey,
} from '../use-case.js';
import { loanAsRead, type HeldLoan, type LoanPart } from './batch-loan.js';
import type { JsonObject } from '../../ledger/index.js';
import { directoryOf as directoryOfRows } from './directory.js';

/** What a process holds in memory between batches: the rows of root aggregates and the peers' lines. */
export interface Known {
  roots: ReadonlyMap<string, Row<JsonObject>>;
  rootsVersion: number;
  directory: Directory;
  lines: ReadonlyMap<string, PeerLine>;
  linesVersion: number;
}

export function rootName({ aggregate, id }: RootKey): string {
  return `${aggregate} ${id}`;
}

/** The directory of the rows that a process holds. */
export function directoryOf(roots: Known['roots'], version: number): Directory {
  const rows = [...roots].map(([name, { id, state }]) => ({
    aggregate: name.slice(0, name.indexOf(' ')),
    id,
    state,
  }));
  return directoryOfRows(rows, version);
}

/** What one use case has changed, ready to be seen by the next ones. */
export interface Accepted {
  loans: ReadonlyMap<string, HeldLoan>;
  roots: ReadonlyMap<string, Row<JsonObject>>;
  received: readonly ReceivedMessage[];
  answers: readonly StoredAnswer[];
  patrons: readonly { loan: string; patron: string }[];
  lines: readonly PeerLine[];
}

/**
 * The identity map of a batch: each loan once, as the batch has left it so far. Loans are found by any of their names,
 * those that the batch itself made included.
 */
export class BatchMap implements Loaded {
  roots: Known['roots'];
  lines: Known['lines'];
  directory: Directory;
  readonly #unwrap: Unwrap;
  readonly #loans = new Map<string, HeldLoan>();
  readonly #names = new Map<string, string>();
  readonly #received = new Map<string, ReceivedMessage[]>();
  readonly #answers = new Map<string, StoredAnswer>();
  readonly #found = new Map<string, readonly string[]>();

  constructor(known: Known, unwrap: Unwrap) {
    this.roots = known.roots;
    this.lines = known.lines;
    this.directory = known.directory;
    this.#unwrap = unwrap;
  }

  loan(key: LoanKey): Loan | undefined {
    const id = key.by === 'id' ? key.id : this.#names.get(nameOf(key));
    const held = id === undefined ? undefined : this.#loans.get(id);
    return held === undefined ? undefined : loanAsRead(held, this.#unwrap);
  }

  found(query: Query): Loan[] {
    const ids = this.#found.get(JSON.stringify(query)) ?? [];
    return ids.flatMap((id) => this.loan({ by: 'id', id }) ?? []);
  }

  received(identity: string): readonly ReceivedMessage[] {
    return this.#received.get(identity) ?? [];
  }

  answer(key: string): StoredAnswer | undefined {
    return this.#answers.get(key);
  }

  root<State>(key: RootKey): Row<State> | undefined {
    return this.roots.get(rootName(key)) as Row<State> | undefined;
  }

  line(peer: string): PeerLine | undefined {
    return this.lines.get(peer);
  }

  /** Each loan of the batch as it stands. */
  get loans(): Iterable<HeldLoan> {
    return this.#loans.values();
  }

  held(id: string): HeldLoan | undefined {
    return this.#loans.get(id);
  }

  /** Which loan of the batch has this row. */
  holding(part: LoanPart, id: string): HeldLoan | undefined {
    const loan = this.#names.get(`${part} ${id}`);
    return loan === undefined ? undefined : this.#loans.get(loan);
  }

  /** Names it by all that is its own; what is as it was before has its names. */
  hold(loan: HeldLoan): void {
    const { id, record } = loan;
    const before = this.#loans.get(id);
    this.#loans.set(id, loan);
    if (before?.record.state.libraryId !== record.state.libraryId) this.#nameByLibrary(id, record.state);
    if (before?.transactions !== loan.transactions) this.#nameTransactions(loan);
    this.#nameParts(loan, before);
  }

  #nameParts(loan: HeldLoan, before: HeldLoan | undefined): void {
    if (before?.deliveries !== loan.deliveries)
      for (const id of loan.deliveries.keys()) this.nameDelivery(id, loan.id);
    for (const part of namedParts)
      if (before?.[`${part}s`] !== loan[`${part}s`])
        for (const id of loan[`${part}s`].keys()) this.#names.set(`${part} ${id}`, loan.id);
  }

  #nameByLibrary(id: string, { agency, libraryId }: LoanRecord): void {
    if (libraryId !== undefined) this.#names.set(nameOf({ by: 'library-id', agency, libraryId }), id);
  }

  #nameTransactions(loan: HeldLoan): void {
    for (const { id, state } of loan.transactions.values()) {
      this.#names.set(`transaction ${id}`, loan.id);
      const { role, requestingKey, supplyingKey, requestingAgencyRequestId: requestId } = state;
      this.#names.set(nameOf({ by: 'transaction', role, requestingKey, supplyingKey, requestId }), loan.id);
    }
  }

  nameDelivery(delivery: string, loan: string): void {
    this.#names.set(nameOf({ by: 'delivery', id: delivery }), loan);
  }

  holdFound(query: Query, loans: readonly string[]): void {
    this.#found.set(JSON.stringify(query), [...new Set(loans)]);
  }

  holdReceived(message: ReceivedMessage): void {
    this.#received.set(message.identity, [...this.received(message.identity), message]);
  }

  holdAnswer(answer: StoredAnswer): void {
    this.#answers.set(answer.key, answer);
  }

  /** The batch's own requests of a patron are found like those before it. */
  #holdPatron({ loan, patron }: { loan: string; patron: string }): void {
    for (const [text, loans] of this.#found) {
      const query = JSON.parse(text) as Query;
      if (query.name === 'same-patron' && query.patron === patron) this.holdFound(query, [loan, ...loans]);
    }
  }

  accept({ loans, roots, received, answers, patrons, lines }: Accepted): void {
    for (const loan of loans.values()) this.hold(loan);
    for (const message of received) this.holdReceived(message);
    for (const answer of answers) this.holdAnswer(answer);
    for (const known of patrons) this.#holdPatron(known);
    if (lines.length > 0)
      this.lines = new Map([...this.lines, ...lines.map((line) => [line.peer, line] as const)]);
    if (roots.size === 0) return;
    this.roots = new Map([...this.roots, ...roots]);
    this.directory = directoryOf(this.roots, this.directory.version + 1);
  }
}

/** What a batch finds its loan by beside transactions and deliveries. */
const namedParts = ['shipment', 'claim', 'notice'] as const;

function transactionName(key: TransactionKey): string {
  return JSON.stringify(['transaction', key.role, key.requestingKey, key.supplyingKey, key.requestId]);
}

function nameOf(key: Exclude<LoanKey, { by: 'id' }>): string {
  switch (key.by) {
    case 'library-id':
      return `library-id ${JSON.stringify([key.agency, key.libraryId])}`;
    case 'delivery':
      return `delivery ${key.id}`;
    case 'transaction':
      return transactionName(key);
  }
}
