import { setTimeout } from 'node:timers/promises';
import type { SealedEntry } from '../../ledger/index.js';
import type { AuditReaders, LedgerText, LoanFacts } from '../../storage/index.js';
import { isBySeqAlone, isSelected, type Selection } from '../selection.js';
import { entryColumns } from './columns.js';
import { csvHeader, csvRow } from './csv.js';
import { bundleFiles } from './manifest.js';
import type { Outgoing } from './outgoing.js';

const PAGE = 250;
const mostLoansKnown = 20_000;

/** An entry's message: its place, the body that is kept of it, and the hash that the entry holds it to. */
export interface MessageOfEntry {
  seq: number;
  bodyId: string;
  sha256: string;
}

export interface PassOptions {
  readers: AuditReaders;
  selection: Selection;
  range: { first: number; last: number };
  open(name: string, options?: { compress: boolean }): Outgoing;
  /** Gives the lines of a page's messages; missing where none are wanted. */
  messageLines?: (messages: readonly MessageOfEntry[]) => Promise<string[]>;
  /** Hears of each selected entry. */
  onEntry?: (entry: SealedEntry, row: { leafHash: string; loan: LoanFacts | undefined }) => void;
  progress(done: number): void;
  /** Waits after each page as long as the page took, so that half of the time is left to whoever else needs it. */
  givesWay?: boolean;
}

/**
 * One pass over a range of the ledger, page by page and reading ahead by one: fills `ledger.jsonl` and what else the bundle
 * has of it, all at once. Memory does not grow with the range, but for the ids of the requests in it.
 */
export class LedgerPass {
  readonly entries: Outgoing;
  readonly hashes: Outgoing;
  readonly leftOut: Outgoing;
  readonly csv: Outgoing;
  /** Missing where none are wanted. */
  readonly messages: Outgoing | undefined;
  readonly erasures: Outgoing;
  readonly requests = new Set<string>();
  readonly #options: PassOptions;
  /** Nothing narrows the selection: the tables of requests and deliveries are then given whole, and no id is kept. */
  readonly isWhole: boolean;
  readonly #wantsAll: boolean;
  readonly #loans = new Map<string, LoanFacts | undefined>();
  #gapFrom: number | undefined;

  constructor(options: PassOptions) {
    this.#options = options;
    const { firstSeq, lastSeq } = options.selection;
    this.#wantsAll = isBySeqAlone(options.selection);
    this.isWhole = this.#wantsAll && firstSeq === undefined && lastSeq === undefined;
    const open = (name: string, how?: { compress: boolean }): Outgoing => options.open(name, how);
    this.entries = open(bundleFiles.entries);
    this.hashes = open(bundleFiles.hashes, { compress: false });
    this.leftOut = open(bundleFiles.leftOut);
    this.messages = options.messageLines && open(bundleFiles.messages);
    this.csv = open(bundleFiles.ledgerCsv);
    this.erasures = open(bundleFiles.erasures);
  }

  async run(): Promise<void> {
    const { readers, range } = this.#options;
    this.csv.add(csvHeader(entryColumns));
    const read = (after: number): Promise<LedgerText[]> =>
      after >= range.last ? Promise.resolve([]) : readers.entries({ after, upTo: range.last, limit: PAGE });
    let ahead = read(range.first - 1);
    for (let page = await ahead; page.length > 0; page = await ahead) {
      const from = performance.now();
      ahead = read(page.at(-1)?.seq ?? range.last);
      // Whoever ends the pass early never looks at it.
      ahead.catch(() => undefined);
      await this.#take(page);
      this.#options.progress(page.at(-1)?.seq ?? 0);
      if (this.#options.givesWay === true) await setTimeout(Math.ceil(performance.now() - from));
    }
    this.#endGap(range.last);
  }

  async #take(page: readonly LedgerText[]): Promise<void> {
    // Whether it is an entry at all is the verifier's to say, who gets the text as it stands.
    const entries = page.map(({ text }) => JSON.parse(text) as SealedEntry);
    const loans = await this.#loansOf(entries);
    const messages: MessageOfEntry[] = [];
    const hashes = Buffer.allocUnsafe(32 * page.length);
    page.forEach((line, at) => {
      const entry = entries[at];
      if (entry === undefined) return;
      hashes.write(line.leafHash, 32 * at, 'hex');
      const isTaken = this.#takeLine(line, { entry, loan: loans.get(entry.loan ?? '') });
      const message = isTaken ? messageOf(entry) : undefined;
      if (message !== undefined) messages.push(message);
    });
    this.hashes.addBytes(hashes);
    await this.#addMessages(messages);
    for (const file of [this.entries, this.csv, this.hashes, this.messages, this.leftOut, this.erasures])
      await file?.flush();
  }

  #takeLine(
    { seq, text, leafHash }: LedgerText,
    { entry, loan }: { entry: SealedEntry; loan: LoanFacts | undefined },
  ): boolean {
    if (!this.#wantsAll && !isSelected(this.#options.selection, entry, loan)) {
      this.#gapFrom ??= seq;
      return false;
    }
    this.#endGap(seq - 1);
    const line = `${text}\n`;
    addLine(this.entries, line);
    if (entry.loan !== undefined && !this.isWhole) this.requests.add(entry.loan);
    this.csv.add(csvRow(entryColumns, { entry, leafHash, loan }));
    this.#options.onEntry?.(entry, { leafHash, loan });
    if (entry.kind.startsWith('erasure')) addLine(this.erasures, line);
    return true;
  }

  async #addMessages(messages: readonly MessageOfEntry[]): Promise<void> {
    const { messageLines } = this.#options;
    if (this.messages === undefined || messageLines === undefined || messages.length === 0) return;
    for (const line of await messageLines(messages)) addLine(this.messages, `${line}\n`);
  }

  /** What happens to a request happens within some thousand entries: most of a page's are known from the one before. */
  async #loansOf(entries: readonly SealedEntry[]): Promise<ReadonlyMap<string, LoanFacts | undefined>> {
    if (this.#loans.size > mostLoansKnown) this.#loans.clear();
    const ids = new Set<string>();
    for (const { loan } of entries) if (loan !== undefined && !this.#loans.has(loan)) ids.add(loan);
    if (ids.size === 0) return this.#loans;
    const found = await this.#options.readers.loanFacts([...ids]);
    for (const id of ids) this.#loans.set(id, found.get(id));
    return this.#loans;
  }

  #endGap(last: number): void {
    const from = this.#gapFrom;
    if (from === undefined) return;
    this.#gapFrom = undefined;
    this.leftOut.count += last - from + 1;
    this.leftOut.add(from === last ? `${from}\n` : `${from}-${last}\n`);
  }
}

function addLine(file: Outgoing, line: string): void {
  file.count += 1;
  file.add(line);
}

function messageOf({ seq, facts = {} }: SealedEntry): MessageOfEntry | undefined {
  const { bodyId, body: sha256 } = facts;
  return typeof bodyId === 'string' && typeof sha256 === 'string' ? { seq, bodyId, sha256 } : undefined;
}
