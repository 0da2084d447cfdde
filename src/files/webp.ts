import { damaged, FileFault, Unclean } from './file-fault.js';
import { exifSaying, orientationIn, type Orientation } from './orientation.js';
import type { Picture } from './picture.js';

const HEAD = 12;
const MOST_CHUNKS = 1_000;
/** Flags of VP8X that a still picture keeps: its colours (ICC) and transparency. */
const ICC_AND_ALPHA = 0x30;
const EXIF_FLAG = 0x08;
const ANIMATION_FLAG = 0x02;

interface Chunk {
  type: string;
  data: Buffer;
}

/**
 * A WebP with what shows it: picture, transparency, colours, and which way up it is. Exif, XMP and unknown chunks go, and
 * whatever follows its end. Refuses one that moves. Source: RFC 9649, 2.
 */
export function cleanWebp(bytes: Buffer): Picture {
  const chunks = chunksIn(bytes);
  const known = (type: string): Chunk | undefined => chunks.find((chunk) => chunk.type === type);
  const extended = known('VP8X');
  const picture = known('VP8 ') ?? known('VP8L');
  if (known('ANIM') !== undefined) throw new Unclean(FileFault.Animated);
  if (picture === undefined) throw damaged();
  const size = sizeIn(picture);
  if (extended === undefined) return { ...size, bytes: riff([picture]) };
  const orientation = orientationOf(known('EXIF'));
  const said = orientation === 1 ? undefined : { type: 'EXIF', data: exifSaying(orientation) };
  const head = headOf(extended, said === undefined ? 0 : EXIF_FLAG);
  const shown = [head, known('ICCP'), known('ALPH'), picture, said];
  return { ...largest(size, canvasIn(head.data)), bytes: riff(shown.filter((chunk) => chunk !== undefined)) };
}

/** What the extended head says of a still picture without what is left out. */
function headOf({ type, data }: Chunk, exif: number): Chunk {
  const flags = data[0] ?? 0;
  if (data.length !== 10) throw damaged();
  if ((flags & ANIMATION_FLAG) !== 0) throw new Unclean(FileFault.Animated);
  const head = Buffer.from(data);
  head[0] = (flags & ICC_AND_ALPHA) | exif;
  return { type, data: head };
}

function chunksIn(bytes: Buffer): Chunk[] {
  if (bytes.length < HEAD) throw damaged();
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length || end < HEAD) throw damaged();
  const chunks: Chunk[] = [];
  for (let at = HEAD; at < end;) {
    if (at + 8 > end || chunks.length >= MOST_CHUNKS) throw damaged();
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > end) throw damaged();
    const type = bytes.toString('latin1', at, at + 4);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    // Chunks begin at even places.
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function sizeIn({ type, data }: Chunk): { width: number; height: number } {
  if (type === 'VP8L') {
    if (data.length < 5 || data[0] !== 0x2f) throw damaged();
    const bits = data.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const isKeyFrame = data.length >= 10 && data.toString('hex', 3, 6) === '9d012a';
  if (!isKeyFrame) throw damaged();
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
}

function canvasIn(head: Buffer): { width: number; height: number } {
  return { width: head.readUIntLE(4, 3) + 1, height: head.readUIntLE(7, 3) + 1 };
}

function largest(one: { width: number; height: number }, other: typeof one): typeof one {
  return { width: Math.max(one.width, other.width), height: Math.max(one.height, other.height) };
}

/** Some writers put the name of JPEG's segment before it. */
function orientationOf(exif: Chunk | undefined): Orientation {
  if (exif === undefined) return 1;
  const isNamed = exif.data.toString('latin1', 0, 6) === 'Exif\0\0';
  return orientationIn(isNamed ? exif.data.subarray(6) : exif.data);
}

function riff(chunks: readonly Chunk[]): Buffer {
  const body = Buffer.concat(chunks.map(written));
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

function written({ type, data }: Chunk): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
