import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const flushAt = 512 * 1024;

/** A file that waits for its turn in the bundle: what one pass over the ledger yields beside `ledger.jsonl`. */
export class Spool {
  /** Lines, records or rows: whatever whoever writes counts. */
  count = 0;
  readonly #path: string;
  #handle: FileHandle | undefined;
  #waiting: Buffer[] = [];
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(content: string | Buffer): void {
    if (content.length === 0) return;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Writes what has gathered, where it is much. */
  async flush(atLeast: number = flushAt): Promise<void> {
    if (this.#bytes < atLeast) return;
    this.#handle ??= await open(this.#path, 'w', 0o600);
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    await this.#handle.appendFile(bytes);
  }

  async *content(): AsyncGenerator<Buffer> {
    await this.flush(1);
    if (this.#handle === undefined) return;
    await this.#handle.close();
    for await (const chunk of createReadStream(this.#path, { highWaterMark: 1 << 18 })) yield chunk as Buffer;
  }
}
