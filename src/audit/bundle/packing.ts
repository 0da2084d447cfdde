import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

const OUT_CHUNK = 1 << 17;

/** Packs one file on threads of the pool, so that several files are packed at the same time; `put` gets the packed bytes in order. */
export class Packing {
  crc32 = 0;
  bytes = 0;
  packedBytes = 0;
  readonly #put: (packed: Uint8Array) => Promise<void>;
  readonly #deflate: DeflateRaw | undefined;
  readonly #drained: Promise<void>;

  constructor({ deflated }: { deflated: boolean }, put: (packed: Uint8Array) => Promise<void>) {
    this.#put = async (packed) => {
      this.packedBytes += packed.length;
      await put(packed);
    };
    this.#deflate = deflated ? createDeflateRaw({ level: 6, chunkSize: OUT_CHUNK }) : undefined;
    this.#drained = this.#drain();
    // Whoever writes or ends hears of it.
    this.#drained.catch(() => undefined);
  }

  /** Resolves when the bytes may be overwritten. */
  async write(bytes: Uint8Array): Promise<void> {
    this.crc32 = crc32(bytes, this.crc32);
    this.bytes += bytes.length;
    const deflate = this.#deflate;
    if (deflate === undefined) return this.#put(bytes);
    const taken = new Promise<void>((resolve, reject) =>
      deflate.write(bytes, (error) => (error ? reject(error) : resolve())),
    );
    // A full disk shows where the packed bytes go, and that is what went wrong.
    await taken.catch(async (error: unknown) => {
      await this.#drained;
      throw error;
    });
  }

  async end(): Promise<void> {
    this.#deflate?.end();
    await this.#drained;
  }

  async #drain(): Promise<void> {
    if (this.#deflate === undefined) return;
    for await (const packed of this.#deflate) await this.#put(packed as Buffer);
  }
}
