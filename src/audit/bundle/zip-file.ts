import type { FileHandle } from 'node:fs/promises';

/** One file of an archive, when all about it is known. */
interface Member {
  name: Buffer;
  /** Where its header stands. */
  at: number;
  deflated: boolean;
  crc32: number;
  bytes: number;
  packedBytes: number;
}

const MOST_32 = 0xffffffff;
const MOST_16 = 0xffff;
/** Sizes of more than four gigabytes; since the size is not known when a header is written, every header has room for it. */
const VERSION = 45;
const MADE_BY_UNIX = 3 << 8;
const NAMES_ARE_UTF8 = 1 << 11;
const FILE_MODE = 0o100644 << 16;

/**
 * A zip archive in a file, members one after another with whatever packed bytes the caller has made: the header is
 * written again when the sizes are known, so nothing is held in memory. Source: PKWARE APPNOTE 6.3.10, 4.3 and 4.5.3.
 */
export class ZipFile {
  readonly #file: FileHandle;
  readonly #time: Buffer;
  readonly #members: Member[] = [];
  #at = 0;

  constructor(file: FileHandle, now: Date) {
    this.#file = file;
    this.#time = dosTime(now);
  }

  /** Begins a member; `put` appends packed bytes to it until `end`. */
  async begin(name: string, { deflated }: { deflated: boolean }): Promise<void> {
    const member = { name: Buffer.from(name), at: this.#at, deflated, crc32: 0, bytes: 0, packedBytes: 0 };
    this.#members.push(member);
    await this.put(this.#localHeader(member));
  }

  async put(bytes: Uint8Array): Promise<void> {
    await writeAll(this.#file, bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Ends the member that was begun last. */
  async end(of: { crc32: number; bytes: number; packedBytes: number }): Promise<void> {
    const member = this.#members.at(-1);
    if (member === undefined) return;
    Object.assign(member, of);
    await writeAll(this.#file, this.#localHeader(member), member.at);
  }

  /** Writes the directory. Answers how long the archive is. */
  async finish(): Promise<number> {
    const from = this.#at;
    for (const member of this.#members) await this.put(this.#directoryRecord(member));
    await this.put(endRecords({ count: this.#members.length, from, to: this.#at }));
    return this.#at;
  }

  #localHeader({ name, deflated, crc32, bytes, packedBytes }: Member): Buffer {
    return Buffer.concat([
      fields([4, 0x04034b50], [2, VERSION], [2, NAMES_ARE_UTF8], [2, deflated ? 8 : 0]),
      this.#time,
      fields([4, crc32], [4, MOST_32], [4, MOST_32], [2, name.length], [2, 20]),
      name,
      fields([2, 1], [2, 16], [8, bytes], [8, packedBytes]),
    ]);
  }

  #directoryRecord({ name, at, deflated, crc32, bytes, packedBytes }: Member): Buffer {
    const long = [bytes, packedBytes, at].filter((value) => value >= MOST_32);
    const extra =
      long.length === 0
        ? Buffer.alloc(0)
        : fields([2, 1], [2, 8 * long.length], ...long.map((value) => [8, value] as const));
    return Buffer.concat([
      fields([4, 0x02014b50], [2, MADE_BY_UNIX | VERSION], [2, VERSION], [2, NAMES_ARE_UTF8]),
      fields([2, deflated ? 8 : 0]),
      this.#time,
      fields([4, crc32], [4, Math.min(packedBytes, MOST_32)], [4, Math.min(bytes, MOST_32)]),
      fields([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, FILE_MODE]),
      fields([4, Math.min(at, MOST_32)]),
      name,
      extra,
    ]);
  }
}

function endRecords({ count, from, to }: { count: number; from: number; to: number }): Buffer {
  const length = to - from;
  const isLong = count >= MOST_16 || from >= MOST_32 || length >= MOST_32;
  const long = [
    fields([4, 0x06064b50], [8, 44], [2, MADE_BY_UNIX | VERSION], [2, VERSION], [4, 0], [4, 0]),
    fields([8, count], [8, count], [8, length], [8, from]),
    fields([4, 0x07064b50], [4, 0], [8, to], [4, 1]),
  ];
  const few = Math.min(count, MOST_16);
  return Buffer.concat([
    ...(isLong ? long : []),
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, few], [2, few]),
    fields([4, Math.min(length, MOST_32)], [4, Math.min(from, MOST_32)], [2, 0]),
  ]);
}

/** Little-endian numbers, each with how many bytes it takes. */
function fields(...values: readonly (readonly [2 | 4 | 8, number])[]): Buffer {
  const bytes = Buffer.alloc(values.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of values) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value >>> 0, at, width);
    at += width;
  }
  return bytes;
}

function dosTime(now: Date): Buffer {
  const time = (now.getUTCHours() << 11) | (now.getUTCMinutes() << 5) | (now.getUTCSeconds() >> 1);
  const day = ((now.getUTCFullYear() - 1980) << 9) | ((now.getUTCMonth() + 1) << 5) | now.getUTCDate();
  return fields([2, time], [2, day]);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
