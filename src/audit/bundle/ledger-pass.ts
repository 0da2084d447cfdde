import type { SealedEntry } from '../../ledger/index.js';
import type { AuditReaders, LedgerText, LoanFacts } from '../../storage/index.js';
import { isBySeqAlone, isSelected, type Selection } from '../selection.js';
import { entryColumns } from './columns.js';
import { csvHeader, csvRow } from './csv.js';
import { Spool } from './spool.js';

const PAGE = 500;
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
  /** Where spools lie. */
  folder: string;
  /** Gives the lines of a page's messages; missing where none are wanted. */
  messageLines?: (messages: readonly MessageOfEntry[]) => Promise<string[]>;
  /** Hears of each selected entry. */
  onEntry?: (entry: SealedEntry, row: { leafHash: string; loan: LoanFacts | undefined }) => void;
  progress(done: number): void;
}

/**
 * One pass over a range of the ledger, page by page and reading ahead by one: yields `ledger.jsonl` and fills what else
 * the bundle has of it. Memory does not grow with the range, but for the ids of the requests in it.
 */
export class LedgerPass {
  readonly hashes: Spool;
  readonly leftOut: Spool;
  readonly csv: Spool;
  readonly messages: Spool;
  readonly erasures: Spool;
  readonly requests = new Set<string>();
  entries = 0;
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
    const spool = (name: string): Spool => new Spool(`${options.folder}/${name}`);
    this.hashes = spool('hashes');
    this.leftOut = spool('left-out');
    this.csv = spool('csv');
    this.messages = spool('messages');
    this.erasures = spool('erasures');
  }

  async *lines(): AsyncGenerator<Buffer> {
    const { readers, range } = this.#options;
    this.csv.add(csvHeader(entryColumns));
    const read = (after: number): Promise<LedgerText[]> =>
      after >= range.last ? Promise.resolve([]) : readers.entries({ after, upTo: range.last, limit: PAGE });
    let ahead = read(range.first - 1);
    for (let page = await ahead; page.length > 0; page = await ahead) {
      ahead = read(page.at(-1)?.seq ?? range.last);
      // Whoever ends the pass early never looks at it.
      ahead.catch(() => undefined);
      const text = await this.#take(page);
      if (text !== '') yield Buffer.from(text);
      this.#options.progress(page.at(-1)?.seq ?? 0);
    }
    this.#endGap(range.last);
  }

  async #take(page: readonly LedgerText[]): Promise<string> {
    const { selection } = this.#options;
    // Whether it is an entry at all is the verifier's to say, who gets the text as it stands.
    const parsed = page.map((line) => ({ ...line, entry: JSON.parse(line.text) as SealedEntry }));
    const loans = await this.#loansOf(parsed.map(({ entry }) => entry));
    let text = '';
    const messages: MessageOfEntry[] = [];
    const hashes = Buffer.allocUnsafe(32 * page.length);
    parsed.forEach((line, at) => {
      const { entry, leafHash, seq } = line;
      hashes.write(leafHash, 32 * at, 'hex');
      const loan = loans.get(entry.loan ?? '');
      if (!this.#wantsAll && !isSelected(selection, entry, loan)) return this.#leaveOut(seq);
      this.#endGap(seq - 1);
      text += `${line.text}\n`;
      this.#count(entry, { leafHash, loan, line: line.text });
      const message = messageOf(entry);
      if (message !== undefined) messages.push(message);
    });
    this.hashes.add(hashes);
    await this.#addMessages(messages);
    await Promise.all([this.hashes.flush(), this.csv.flush(), this.leftOut.flush(), this.erasures.flush()]);
    return text;
  }

  #count(
    entry: SealedEntry,
    { leafHash, loan, line }: { leafHash: string; loan: LoanFacts | undefined; line: string },
  ): void {
    this.entries += 1;
    if (entry.loan !== undefined && !this.isWhole) this.requests.add(entry.loan);
    this.csv.add(csvRow(entryColumns, { entry, leafHash, loan }));
    this.#options.onEntry?.(entry, { leafHash, loan });
    if (!entry.kind.startsWith('erasure')) return;
    this.erasures.count += 1;
    this.erasures.add(`${line}\n`);
  }

  async #addMessages(messages: readonly MessageOfEntry[]): Promise<void> {
    const { messageLines } = this.#options;
    if (messageLines === undefined || messages.length === 0) return;
    for (const line of await messageLines(messages)) {
      this.messages.count += 1;
      this.messages.add(`${line}\n`);
    }
    await this.messages.flush();
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

  #leaveOut(seq: number): void {
    this.#gapFrom ??= seq;
  }

  #endGap(last: number): void {
    const from = this.#gapFrom;
    if (from === undefined) return;
    this.#gapFrom = undefined;
    this.leftOut.count += last - from + 1;
    this.leftOut.add(from === last ? `${from}\n` : `${from}-${last}\n`);
  }
}

function messageOf({ seq, facts = {} }: SealedEntry): MessageOfEntry | undefined {
  const { bodyId, body: sha256 } = facts;
  return typeof bodyId === 'string' && typeof sha256 === 'string' ? { seq, bodyId, sha256 } : undefined;
}
