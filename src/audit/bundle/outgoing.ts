import { createHash } from 'node:crypto';
import type { SinkFile } from './sink.js';

/** Packed in one go on a thread of the pool, which the gateway needs too. */
const CHUNK = 1 << 16;

/**
 * A file on its way into a bundle. Texts gather in buffers that are used again and again, since an export of a million
 * entries would otherwise leave a gigabyte to the garbage collector; what is full goes out while the next page is read.
 */
export class Outgoing {
  /** Lines, records or rows: whatever whoever writes counts. */
  count = 0;
  readonly #file: SinkFile;
  readonly #hash = createHash('sha256');
  readonly #free: Buffer[] = [];
  #bytes = 0;
  #filling: Buffer | undefined;
  #at = 0;
  #full: Buffer[] = [];
  #going: Promise<void> = Promise.resolve();

  constructor(file: SinkFile) {
    this.#file = file;
  }

  add(text: string): void {
    // No unit of UTF-16 takes more than three bytes of UTF-8.
    const most = 3 * text.length;
    if (most > CHUNK) return this.addBytes(Buffer.from(text));
    const buffer = this.#withRoomFor(most);
    this.#at += buffer.write(text, this.#at);
  }

  addBytes(bytes: Uint8Array): void {
    if (bytes.length > CHUNK) {
      this.#turn();
      this.#full.push(Buffer.from(bytes));
      return;
    }
    this.#withRoomFor(bytes.length).set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Lets go of what is full; resolves when what was let go before is gone, so that no more than two pages wait. */
  async flush(): Promise<void> {
    await this.#going;
    if (this.#full.length === 0) return;
    const full = this.#full;
    this.#full = [];
    this.#going = this.#send(full);
    // Whoever flushes next, or ends, hears of it.
    this.#going.catch(() => undefined);
  }

  /** What the manifest says of it. */
  async end(): Promise<{ bytes: number; sha256: string }> {
    this.#turn();
    await this.flush();
    await this.#going;
    await this.#file.end();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async #send(full: readonly Buffer[]): Promise<void> {
    for (const bytes of full) {
      this.#hash.update(bytes);
      this.#bytes += bytes.length;
      await this.#file.write(bytes);
      if (bytes.buffer.byteLength === CHUNK) this.#free.push(Buffer.from(bytes.buffer));
    }
  }

  #withRoomFor(most: number): Buffer {
    if (this.#at + most > CHUNK) this.#turn();
    this.#filling ??= this.#free.pop() ?? Buffer.from(new ArrayBuffer(CHUNK));
    return this.#filling;
  }

  #turn(): void {
    if (this.#filling !== undefined && this.#at > 0) {
      this.#full.push(this.#filling.subarray(0, this.#at));
      this.#filling = undefined;
    }
    this.#at = 0;
  }
}
