import type { Kept, Outcome, PeerLine, StoredSession, Token, UserCredential } from '../use-case.js';
import { headsOf, type HeldDelivery, type HeldLoan, type LoanPart } from './batch-loan.js';
import type { BatchMap } from './batch-map.js';
import {
  claimRow,
  deliveryRow,
  loanRecordRow,
  noticeRow,
  rootRow,
  shipmentRow,
  transactionRow,
} from './columns.js';
import { placed, type Staged, type StagedEntry } from './stage.js';
import { MetaName, type RowOf, type TableName, type Writes } from './tables.js';

/** Rows whose place in the ledger is known, and the leaves of the entries among them. */
export interface PlacedRows {
  writes: Writes;
  leaves: Buffer[];
}

/** Gathers what the use cases of a batch have decided, and makes the rows to write of it. */
export class BatchRows {
  /** Roughly what will be written, in bytes. */
  bytes = 0;
  /** After which entry the batch has numbered its own. */
  #size: number;
  #entries: StagedEntry[] = [];
  readonly #changes: RowOf<'entry_changes'>[] = [];
  readonly #writes: Writes = {};
  readonly #touched = new Map<string, Set<string>>();
  readonly #roots = new Set<string>();
  readonly #lines = new Map<string, PeerLine>();
  readonly #dataKeys = new Map<string, string>();
  /** Holders whose data keys the batch leaves destroyed. */
  readonly destroyed = new Set<string>();
  /** Holders whose data keys the batch destroyed, also where it gave them another one afterwards. */
  readonly keysTaken = new Set<string>();

  constructor(size: number) {
    this.#size = size;
  }

  /** The number of the last entry so far. */
  get lastSeq(): number {
    return this.#size + this.#entries.length;
  }

  add(staged: Staged, outcome: Outcome<unknown>): void {
    this.#entries.push(...staged.entries);
    this.#changes.push(...staged.changes);
    for (const { row } of staged.entries) this.bytes += row.text.length;
    for (const [loan, parts] of staged.touched)
      this.#touched.set(loan, new Set([...(this.#touched.get(loan) ?? []), ...parts]));
    for (const name of staged.roots.keys()) this.#roots.add(name);
    for (const line of staged.lines) this.#lines.set(line.peer, line);
    this.#keep(outcome.keep ?? {});
  }

  /** True where nothing at all is to be written. */
  get isEmpty(): boolean {
    return (
      Object.keys(this.#writes).length === 0 &&
      this.#entries.length +
        this.#touched.size +
        this.#roots.size +
        this.#lines.size +
        this.#dataKeys.size +
        this.destroyed.size ===
        0
    );
  }

  get firstEntry(): { seq: number; text: string } | undefined {
    return this.#entries[0]?.row;
  }

  /** Whether a root or a peer's line is among the rows: what each process holds in memory. */
  get changesWhatIsKnown(): boolean {
    return this.#roots.size + this.#lines.size > 0;
  }

  get hasEntries(): boolean {
    return this.#entries.length > 0;
  }

  /** All rows that do not depend on a place in the ledger, with those that follow from the loans as the batch leaves them. */
  finish(map: BatchMap): Writes {
    for (const [id, parts] of this.#touched) {
      const loan = map.held(id);
      if (loan !== undefined) this.#addLoan(loan, parts);
    }
    for (const [holder, wrapped] of this.#dataKeys) this.#put('data_keys', [{ holder, wrapped }]);
    for (const name of this.#roots) {
      const row = map.roots.get(name);
      const aggregate = name.slice(0, name.indexOf(' '));
      if (row !== undefined) this.#put('roots', [rootRow(aggregate, row)]);
    }
    for (const [peer, line] of this.#lines) this.#put('peer_lines', [{ peer, line: JSON.stringify(line) }]);
    if (!this.hasEntries) return this.#writes;
    const { deliveries: _placedLater, ...writes } = this.#writes;
    return writes;
  }

  /**
   * The entries after the last one of a ledger of so many, and the rows that name their places. Where others have
   * appended since the batch numbered its own, those move behind; what a loan owes stays in its order.
   */
  placedAfter(size: number): PlacedRows {
    const shift = size - this.#size;
    const before = this.#size;
    if (shift !== 0) {
      this.#size = size;
      this.#entries = this.#entries.map(({ source, row }) => placed(source, row.seq + shift));
      for (const change of this.#changes) change.seq += shift;
      for (const row of this.#writes.deliveries ?? []) if (row.owed_seq > before) row.owed_seq += shift;
    }
    const { deliveries } = this.#writes;
    return {
      writes: {
        ...(deliveries === undefined ? {} : { deliveries }),
        entries: this.#entries.map(({ row }) => row),
        ...(this.#changes.length === 0 ? {} : { entry_changes: this.#changes }),
      },
      leaves: this.#entries.map(({ leaf }) => leaf),
    };
  }

  /** Which versions of what each process holds in memory the batch makes. */
  versions({ rootsVersion, linesVersion }: { rootsVersion: number; linesVersion: number }): Writes {
    const meta = [
      ...(this.#roots.size > 0 ? [{ name: MetaName.RootsVersion, value: String(rootsVersion) }] : []),
      ...(this.#lines.size > 0 ? [{ name: MetaName.LinesVersion, value: String(linesVersion) }] : []),
    ];
    return meta.length === 0 ? {} : { meta };
  }

  #addLoan(loan: HeldLoan, parts: ReadonlySet<string>): void {
    if (isRecordRowStale(loan, parts))
      this.#put('loan_records', [loanRecordRow(loan.record, statesOf(loan), loan.derived)]);
    const changed = <Held extends { id: string }>(part: LoanPart, rows: ReadonlyMap<string, Held>): Held[] =>
      [...rows.values()].filter(({ id }) => parts.has(`${part} ${id}`));
    this.#put('transactions', changed('transaction', loan.transactions).map(transactionRow));
    this.#put('shipments', changed('shipment', loan.shipments).map(shipmentRow));
    this.#put('claims', changed('claim', loan.claims).map(claimRow));
    this.#put('notices', changed('notice', loan.notices).map(noticeRow));
    const heads = headsOf(loan);
    for (const row of loan.deliveries.values()) this.#addDelivery(row, heads.get(row.id) ?? null, parts);
  }

  #addDelivery(row: HeldDelivery, headDueAt: string | null, parts: ReadonlySet<string>): void {
    if (!parts.has(`delivery ${row.id}`) && row.storedHeadDueAt === headDueAt) return;
    this.#put('deliveries', [deliveryRow(row, { owedSeq: row.owedSeq, headDueAt, claim: row.claim })]);
  }

  #keep(keep: Kept): void {
    this.#keepSealed(keep);
    this.#keepMessages(keep);
    this.#put(
      'answers',
      keep.answers?.map(({ key, request, answer }) => ({ key, request, answer })),
    );
    this.#put('tokens', keep.tokens?.map(tokenRow));
    this.#keepPeople(keep);
  }

  #keepPeople({ credentials, sessions, sessionUses }: Kept): void {
    this.#put('user_credentials', credentials?.map(credentialRow));
    this.#put('sessions', sessions?.map(sessionRow));
    this.#put(
      'session_uses',
      sessionUses?.map(({ session, usedAt }) => ({ session_id: session, used_at: usedAt })),
    );
  }

  #keepMessages({ bodies = [], received = [], confirmations = [], patrons = [] }: Kept): void {
    for (const body of bodies) this.#keepBody(body);
    for (const { loan, patron } of patrons) this.#put('loan_patrons', [{ loan_id: loan, patron }]);
    for (const { identity, hash, loan, body, confirmation } of received)
      this.#put('received', [{ identity, hash, loan_id: loan, body_id: body, confirmation }]);
    for (const { body, confirmation } of confirmations)
      this.#put('confirmations', [{ body_id: body, confirmation }]);
  }

  #keepSealed({ destroyed, dataKeys, sealed }: Kept): void {
    for (const holder of destroyed ?? []) {
      this.#dataKeys.delete(holder);
      this.destroyed.add(holder);
      this.keysTaken.add(holder);
    }
    // Of several keys for one holder only the newest lives.
    for (const { holder, wrapped } of dataKeys ?? []) {
      this.#dataKeys.set(holder, wrapped);
      this.destroyed.delete(holder);
    }
    for (const value of sealed ?? []) {
      this.bytes += value.value.length;
      this.#put('sealed_values', [value]);
    }
  }

  #keepBody(body: NonNullable<Kept['bodies']>[number]): void {
    this.bytes += body.template.length;
    this.#put('bodies', [
      {
        id: body.id,
        loan_id: body.loan ?? null,
        transaction_id: body.transaction ?? null,
        direction: body.direction,
        template: body.template,
        encoding: body.encoding,
        holes: body.holes ?? null,
        canonical: body.canonical ?? null,
      },
    ]);
    if (body.confirmation !== undefined)
      this.#put('confirmations', [{ body_id: body.id, confirmation: body.confirmation }]);
  }

  #put<Name extends TableName>(table: Name, rows: Writes[Name]): void {
    if (rows === undefined || rows.length === 0) return;
    const known = this.#writes[table];
    if (known === undefined) this.#writes[table] = rows;
    else (known as unknown[]).push(...rows);
  }
}

function tokenRow(token: Token): RowOf<'tokens'> {
  return {
    id: token.id,
    hash: token.hash,
    name: token.name,
    scopes: JSON.stringify(token.scopes),
    agency: token.agency ?? null,
    created_at: token.createdAt,
    revoked_at: token.revokedAt ?? null,
  };
}

function credentialRow(credential: UserCredential): RowOf<'user_credentials'> {
  return {
    user_id: credential.user,
    login: credential.login,
    password: credential.password ?? null,
    subject: credential.subject ?? null,
    changed_at: credential.changedAt,
  };
}

function sessionRow(session: StoredSession): RowOf<'sessions'> {
  return {
    id: session.id,
    user_id: session.user,
    generation: session.generation,
    signed_in_by: session.by,
    signed_in_at: session.signedInAt,
    ended_at: session.endedAt ?? null,
  };
}

function statesOf(loan: HeldLoan): Parameters<typeof loanRecordRow>[1] {
  return new Map([...loan.transactions].map(([id, { state }]) => [id, state]));
}

const DERIVED = ['nextClockAt', 'attention', 'queue', 'deadlineAt', 'standingDueAt'] as const;

/** The record's row also has columns of its newest transaction and of what the rules derive. */
function isRecordRowStale({ derived, storedDerived }: HeldLoan, parts: ReadonlySet<string>): boolean {
  if (storedDerived === undefined) return true;
  if (DERIVED.some((column) => derived[column] !== storedDerived[column])) return true;
  return [...parts].some((part) => part.startsWith('loan-record ') || part.startsWith('transaction '));
}
