import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  consistencyProof,
  inclusionProof,
  nodesFrom,
  parseCheckpoint,
  parseEntry,
  readKeyChanged,
  readKeyMade,
  rootOf,
  rootsOfSubtrees,
  subtreesAfter,
  subtreesBefore,
  type Actor,
  type TreeHead,
} from '../../ledger/index.js';
import type { AuditReaders } from '../../storage/index.js';
import { selectionWords, type Selection } from '../selection.js';
import { deliveryColumns, entryColumns, requestColumns } from './columns.js';
import { definitions, sheetDefinitions } from './definitions.js';
import { LedgerPass, type MessageOfEntry } from './ledger-pass.js';
import { bundleFiles, bundleFormat, type BundleManifest, type MessageForm } from './manifest.js';
import { checkpointsOf } from './notes.js';
import type { BundleSink } from './sink.js';
import { Outgoing } from './outgoing.js';
import { tableRows } from './tables.js';
import { Workbook } from './workbook.js';

/** What is to be exported: the range and the head are settled before anything is read. */
export interface BundleOrder {
  export: string;
  origin: string;
  exportedAt: string;
  exportedBy: Actor;
  because: string;
  selection: Selection;
  range: { first: number; last: number };
  /** The newest signed note; entries after its size are not part of the bundle. */
  note: string;
  messages: MessageForm;
  workbook: boolean;
  /** Checkpoints (size and root) from which it is proven that the ledger only grew. */
  earlier: readonly { size: number; root: string }[];
}

export interface BundleTools {
  readers: AuditReaders;
  messageLines?: (messages: readonly MessageOfEntry[]) => Promise<string[]>;
  sink: BundleSink;
  /** A folder of its own for what waits for its turn. */
  folder: string;
  /** Where `verify.mjs` lies. */
  verifier: string;
  sign(manifestSha256: string): Promise<string>;
  progress(done: number, all: number): void;
  /** Beside a gateway that takes messages meanwhile. */
  givesWay?: boolean;
  signal?: AbortSignal;
}

/** Writes a bundle, the manifest last. Refuses where no checkpoint is signed yet. */
export async function writeBundle(order: BundleOrder, tools: BundleTools): Promise<BundleManifest> {
  try {
    const workbook = order.workbook ? await Workbook.at(`${tools.folder}/workbook.xlsx`) : undefined;
    return await new Bundle(order, tools, workbook).write();
  } catch (thrown) {
    await tools.sink.abort();
    throw thrown;
  }
}

class Bundle {
  readonly #order: BundleOrder;
  readonly #tools: BundleTools;
  readonly #files: BundleManifest['files'] = {};
  readonly #pass: LedgerPass;
  readonly #workbook: Workbook | undefined;

  constructor(order: BundleOrder, tools: BundleTools, workbook: Workbook | undefined) {
    this.#order = order;
    this.#tools = tools;
    const { readers, messageLines, signal } = tools;
    const { selection, range } = order;
    this.#workbook = workbook;
    const sheet = this.#workbook?.sheet('ledger', entryColumns);
    this.#pass = new LedgerPass({
      ...{ readers, selection, range, givesWay: tools.givesWay === true },
      open: (name, options) => new Outgoing(tools.sink.open(name, options)),
      ...(messageLines && { messageLines }),
      ...(sheet && { onEntry: (entry, row) => sheet.add({ entry, ...row }) }),
      progress: (seq) => {
        signal?.throwIfAborted();
        tools.progress(seq - range.first + 1, range.last - range.first + 1);
      },
    });
  }

  async write(): Promise<BundleManifest> {
    await this.#pass.run();
    const { entries, hashes, leftOut, messages, csv, erasures } = this.#pass;
    await this.#end(bundleFiles.entries, entries);
    await this.#end(bundleFiles.hashes, hashes);
    await this.#end(bundleFiles.leftOut, leftOut);
    if (messages !== undefined) await this.#end(bundleFiles.messages, messages);
    await this.#end(bundleFiles.ledgerCsv, csv);
    await this.#end(bundleFiles.erasures, erasures);
    const tables = await this.#tables();
    const notes = await checkpointsOf(this.#tools.readers, this.#order);
    for (const { name, note } of notes) await this.#text(name, note);
    const manifest = await this.#manifest({ ...tables, checkpoints: notes.length });
    await this.#text(bundleFiles.definitions, definitions(manifest));
    await this.#file(bundleFiles.verifier, createReadStream(this.#tools.verifier));
    const text = `${JSON.stringify({ ...manifest, files: this.#files }, null, 1)}\n`;
    const files = { ...this.#files };
    await this.#text(bundleFiles.manifest, text);
    await this.#text(bundleFiles.signature, await this.#tools.sign(sha256(text)));
    return { ...manifest, files };
  }

  async #tables(): Promise<{ requests: number; deliveries: number }> {
    const { readers, signal } = this.#tools;
    const only = this.#pass.isWhole ? undefined : this.#pass.requests;
    const requests = tableRows({
      columns: requestColumns,
      pages: (after) => readers.loans({ after, limit: 1000 }),
      isWanted: ({ id }) => only?.has(id) ?? true,
      sheet: this.#workbook?.sheet('requests', requestColumns),
      ...(signal && { signal }),
    });
    await this.#file(bundleFiles.requestsCsv, requests.content());
    const deliveries = tableRows({
      columns: deliveryColumns,
      pages: (after) => readers.deliveries({ after, limit: 1000 }),
      isWanted: ({ loan }) => only?.has(loan) ?? true,
      sheet: this.#workbook?.sheet('deliveries', deliveryColumns),
      ...(signal && { signal }),
    });
    await this.#file(bundleFiles.deliveriesCsv, deliveries.content());
    this.#workbook?.definitions(sheetDefinitions);
    if (this.#workbook !== undefined)
      await this.#file(bundleFiles.workbook, this.#workbook.content(), { compress: false });
    return { requests: requests.count(), deliveries: deliveries.count() };
  }

  async #manifest(
    counts: Pick<BundleManifest['counts'], 'requests' | 'deliveries' | 'checkpoints'>,
  ): Promise<BundleManifest> {
    const { earlier: _earlier, note, workbook: _workbook, ...order } = this.#order;
    const { range } = order;
    const head = await this.#head(note);
    const { readers } = this.#tools;
    const readNode = nodesFrom(readers);
    await this.#proofs(head);
    const keys = await readers.keyEntries(head.size);
    await this.#keyEntries(keys, head.size);
    return {
      format: bundleFormat,
      ...order,
      selectionWords: selectionWords(order.selection),
      head,
      before: await rootsOfSubtrees(subtreesBefore(range.first - 1), readNode),
      after: await rootsOfSubtrees(subtreesAfter(range.last, head.size), readNode),
      counts: {
        entries: this.#pass.entries.count,
        leftOut: this.#pass.leftOut.count,
        before: range.first - 1,
        after: head.size - range.last,
        messages: this.#pass.messages?.count ?? 0,
        erasures: this.#pass.erasures.count,
        ...counts,
      },
      verifierKeys: keys.flatMap(keysIn),
      files: {},
    };
  }

  async #head(note: string): Promise<BundleManifest['head']> {
    const size = parseCheckpoint(note)?.size ?? 0;
    const peaks = await rootsOfSubtrees(subtreesBefore(size), nodesFrom(this.#tools.readers));
    const head: TreeHead = { size, peaks };
    return { ...head, root: rootOf(head).toString('hex') };
  }

  async #proofs(head: BundleManifest['head']): Promise<void> {
    const proofs = [];
    for (const { size, root } of this.#order.earlier.filter(
      (each) => each.size >= 1 && each.size <= head.size,
    )) {
      const proof = await consistencyProof(size, head.size, nodesFrom(this.#tools.readers));
      proofs.push({
        from: { size, root },
        to: { size: head.size, root: head.root },
        proof: proof.map((hash) => hash.toString('hex')),
      });
    }
    await this.#text(bundleFiles.consistency, `${JSON.stringify(proofs, null, 1)}\n`);
  }

  /** The entries that name signing keys, each with the proof that it is in the ledger. */
  async #keyEntries(texts: readonly string[], size: number): Promise<void> {
    let lines = '';
    for (const text of texts) {
      const path = await inclusionProof(parseEntry(text).seq - 1, size, nodesFrom(this.#tools.readers));
      lines += `${JSON.stringify({ text, proof: path.map((hash) => hash.toString('hex')) })}\n`;
    }
    await this.#text(bundleFiles.keys, lines);
  }

  #text(name: string, text: string): Promise<void> {
    const file = new Outgoing(this.#tools.sink.open(name));
    file.add(text);
    return this.#end(name, file);
  }

  async #file(
    name: string,
    content: AsyncIterable<Uint8Array>,
    options?: { compress: boolean },
  ): Promise<void> {
    const file = new Outgoing(this.#tools.sink.open(name, options));
    for await (const chunk of content) {
      file.addBytes(chunk);
      await file.flush();
    }
    await this.#end(name, file);
  }

  async #end(name: string, file: Outgoing): Promise<void> {
    this.#files[name] = await file.end();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keysIn(text: string): string[] {
  const { facts } = parseEntry(text);
  const changed = readKeyChanged(facts);
  return [readKeyMade(facts)?.text, changed?.newKey.text].filter((key) => key !== undefined);
}
