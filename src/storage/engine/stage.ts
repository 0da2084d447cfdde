import {
  applyPatch,
  entryText,
  leafHash,
  type Change,
  type Entry,
  type JsonObject,
} from '../../ledger/index.js';
import { LendwireError } from '../../platform/index.js';
import { rootAggregates, type Directory, type Kept, type Outcome, type Row } from '../use-case.js';
import {
  isLoanPart,
  newLoan,
  openDeliveriesOf,
  partOf,
  statesOf,
  withClaim,
  withPart,
  type HeldLoan,
  type LoanPart,
} from './batch-loan.js';
import { directoryOf, rootName, type Accepted, type BatchMap } from './batch-map.js';
import type { Derive, Folded } from './columns.js';
import { patchedOwn } from './own-states.js';
import type { RowOf } from './tables.js';

/** A use case whose outcome cannot be: it changes what it has not loaded, or skips a version. A fault of the program. */
export class ImpossibleOutcome extends LendwireError {}

/** An entry at the place that it was given, and what its text is made of where it must move. */
export interface StagedEntry {
  row: RowOf<'entries'>;
  leaf: Buffer;
  source: Entry;
}

/** An outcome that has been checked and folded, and is not part of the batch yet. */
export interface Staged extends Accepted {
  entries: StagedEntry[];
  changes: RowOf<'entry_changes'>[];
  /** Which rows must be written, as `part id`, by loan. */
  touched: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An entry as its row, at its place. */
export function placed(source: Entry, seq: number): StagedEntry {
  const text = entryText(source, seq);
  const leaf = leafHash(text);
  const row = {
    seq,
    kind: source.kind,
    at: source.at,
    loan_id: source.loan ?? null,
    transaction_id: source.transaction ?? null,
    event: source.event?.type ?? null,
    leaf_hash: leaf.toString('hex'),
    text,
  };
  return { row, leaf, source };
}

/**
 * What a use case returned, folded over the batch so far: numbers its entries from `size`, applies their patches and
 * derives what the rules derive. Throws when anything is wrong; the batch is as before then. Where loans are kept beyond
 * the batch, their states are made of their own text.
 */
export function stage(
  map: BatchMap,
  outcome: Outcome<unknown>,
  given: { size: number; derive: Derive; keeps: boolean },
): Staged {
  const staging = new Staging(map, given.keeps ? patchedOwn : patchedOnce);
  const { entries = [], keep = {}, unfolded = {} } = outcome;
  entries.forEach((entry, at) => staging.enter(entry, given.size + 1 + at));
  unfolded.rederived?.forEach((loan) => staging.rederive(loan));
  unfolded.claims?.forEach(({ delivery, claim }) => staging.claim(delivery, claim));
  keep.destroyed?.forEach((holder) => staging.takeKey(holder));
  keep.dataKeys?.forEach(({ holder, wrapped }) => staging.giveKey(holder, wrapped));
  keep.sealed?.forEach((sealed) => staging.giveSealed(sealed));
  return staging.finish(outcome, given.derive);
}

type Patched = (state: JsonObject | undefined, patch: JsonObject) => JsonObject;

/** Of a state that nobody keeps beyond the batch. */
const patchedOnce: Patched = (state = {}, patch) => applyPatch(state, patch);

class Staging {
  readonly #map: BatchMap;
  readonly #patched: Patched;
  readonly #loans = new Map<string, HeldLoan>();
  readonly #roots = new Map<string, Row<JsonObject>>();
  readonly #touched = new Map<string, Set<string>>();
  /** Loans of which the rules may say something else now: a lease on a delivery tells them nothing. */
  readonly #moved = new Set<string>();
  readonly #entries: StagedEntry[] = [];
  readonly #changes: RowOf<'entry_changes'>[] = [];

  constructor(map: BatchMap, patched: Patched) {
    this.#map = map;
    this.#patched = patched;
  }

  enter(entry: Entry, seq: number): void {
    this.#entries.push(placed(entry, seq));
    for (const change of entry.changes) this.#change(change, seq);
  }

  claim(delivery: string, claim: Parameters<typeof withClaim>[2]): void {
    const loan = this.#loanOfDelivery(delivery);
    if (loan === undefined)
      throw new ImpossibleOutcome(`a claim on delivery ${delivery}, which is not loaded`);
    this.#loans.set(loan.id, withClaim(loan, delivery, claim));
    this.#touch(loan.id, 'delivery', delivery);
  }

  rederive(id: string): void {
    const loan = this.#held(id);
    if (loan === undefined) throw new ImpossibleOutcome(`loan ${id} is derived anew, and is not loaded`);
    this.#loans.set(id, loan);
    this.#moved.add(id);
    // It names no row: the record's is written only where a derived column differs.
    this.#touch(id, 'delivery', 'derived');
  }

  giveKey(holder: string, wrapped: string): void {
    const loan = this.#held(holder);
    if (loan !== undefined) this.#loans.set(holder, { ...loan, wrappedKey: wrapped });
  }

  takeKey(holder: string): void {
    const loan = this.#held(holder);
    if (loan !== undefined) this.#loans.set(holder, { ...loan, wrappedKey: undefined, sealed: new Map() });
  }

  giveSealed({
    id,
    holder,
    purpose,
    value,
  }: {
    id: string;
    holder: string;
    purpose: string;
    value: string;
  }): void {
    const loan = purpose === 'wish' || purpose === 'act' ? this.#held(holder) : undefined;
    if (loan !== undefined) this.#loans.set(holder, { ...loan, sealed: new Map(loan.sealed).set(id, value) });
  }

  finish({ keep, unfolded }: Outcome<unknown>, derive: Derive): Staged {
    const directory = this.#directory();
    for (const id of this.#moved) {
      const loan = this.#loans.get(id);
      if (loan !== undefined) this.#loans.set(id, { ...loan, derived: derive(viewOf(loan), directory) });
    }
    return {
      loans: this.#loans,
      roots: this.#roots,
      ...namesOf(keep ?? {}),
      lines: unfolded?.lines ?? [],
      entries: this.#entries,
      changes: this.#changes,
      touched: this.#touched,
    };
  }

  #change(change: Change, seq: number): void {
    const { aggregate, id, version } = change;
    if (isLoanPart(aggregate)) this.#changePart(aggregate, change, seq);
    else this.#changeRoot(change);
    this.#changes.push({ aggregate, id, version, seq });
  }

  #changeRoot(change: Change): void {
    const { aggregate, id } = change;
    const root = rootAggregates.find((known) => known === aggregate);
    if (root === undefined) throw new ImpossibleOutcome(`no such aggregate: ${aggregate}`);
    const name = rootName({ aggregate: root, id });
    this.#roots.set(name, next(this.#roots.get(name) ?? this.#map.roots.get(name), change, patchedOnce));
  }

  #changePart(part: LoanPart, change: Change, seq: number): void {
    const id = this.#loanIdOf(part, change);
    const loan = this.#held(id);
    const before = partOf(loan, part, change.id) as Folded<JsonObject> | undefined;
    const row = next(before, change, this.#patched);
    if (loan === undefined && part !== 'loan-record')
      throw new ImpossibleOutcome(`${part} ${change.id} belongs to loan ${id}, which is not loaded`);
    this.#loans.set(id, loan === undefined ? newLoan(row) : withPart(loan, { part, row, seq }));
    this.#moved.add(id);
    this.#touch(id, part, change.id);
  }

  #loanIdOf(part: LoanPart, { id, set }: Change): string {
    if (part === 'loan-record') return id;
    const said = set['loan'];
    if (typeof said === 'string') return said;
    const loan = part === 'delivery' ? this.#loanOfDelivery(id) : this.#loanHolding(part, id);
    if (loan === undefined) throw new ImpossibleOutcome(`${part} ${id} is not loaded`);
    return loan.id;
  }

  #loanHolding(part: LoanPart, id: string): HeldLoan | undefined {
    for (const loan of this.#loans.values()) if (partOf(loan, part, id) !== undefined) return loan;
    return this.#map.holding(part, id);
  }

  #loanOfDelivery(id: string): HeldLoan | undefined {
    for (const loan of this.#loans.values()) if (loan.deliveries.has(id)) return loan;
    const loan = this.#map.holding('delivery', id);
    return loan === undefined ? undefined : this.#held(loan.id);
  }

  #held(id: string): HeldLoan | undefined {
    return this.#loans.get(id) ?? this.#map.held(id);
  }

  #touch(loan: string, part: LoanPart, id: string): void {
    const parts = this.#touched.get(loan) ?? new Set();
    this.#touched.set(loan, parts.add(`${part} ${id}`));
  }

  #directory(): Directory {
    if (this.#roots.size === 0) return this.#map.directory;
    return directoryOf(new Map([...this.#map.roots, ...this.#roots]), this.#map.directory.version + 1);
  }
}

/** By what later use cases of the batch find what this one has left. */
function namesOf({
  received = [],
  answers = [],
  patrons = [],
}: Kept): Pick<Accepted, 'received' | 'answers' | 'patrons'> {
  const messages = received.map(({ identity, hash, loan, confirmation }) => ({
    identity,
    hash,
    loan,
    confirmation,
  }));
  return { received: messages, answers, patrons };
}

function next(row: Folded<JsonObject> | undefined, change: Change, patched: Patched): Folded<JsonObject> {
  const version = (row?.version ?? 0) + 1;
  if (change.version !== version)
    throw new ImpossibleOutcome(
      `${change.aggregate} ${change.id} goes to version ${change.version} where ${version} is next`,
    );
  return { id: change.id, version, state: patched(row?.state, change.set) };
}

/** The loan as the rules read it. */
export function viewOf(loan: HeldLoan): Parameters<Derive>[0] {
  return {
    id: loan.id,
    record: loan.record.state,
    transactions: statesOf(loan.transactions),
    shipments: statesOf(loan.shipments),
    claims: statesOf(loan.claims),
    notices: statesOf(loan.notices),
    deliveries: openDeliveriesOf(loan.deliveries),
  };
}
