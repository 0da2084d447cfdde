import { crc32 } from 'node:zlib';
import { damaged } from './file-fault.js';
import { exifSaying, orientationIn, type Orientation } from './orientation.js';
import type { Picture } from './picture.js';

const SIGNATURE = 8;
/** Colours, transparency and proportions; and an animation's chunks are left out, which leaves its still picture. */
const kept = new Set([
  ...['PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'pHYs', 'cICP'],
]);
const MOST_CHUNKS = 50_000;

interface Chunk {
  type: string;
  data: Buffer;
  /** With length and checksum. */
  whole: Buffer;
}

/**
 * A PNG with what shows it; texts, times, Exif and private chunks go, and whatever follows its end. Only which way up it
 * is stays of its Exif. Refuses a wrong checksum and critical chunks that nobody knows. Source: PNG 3rd edition, 5.
 */
export function cleanPng(bytes: Buffer): Picture {
  const first = chunkAt(bytes, SIGNATURE);
  const size = sizeIn(first);
  const seen: Seen = { parts: [bytes.subarray(0, SIGNATURE), first.whole], orientation: 1, hasData: false };
  let at = SIGNATURE + first.whole.length;
  for (let count = 0; count < MOST_CHUNKS; count += 1) {
    const chunk = chunkAt(bytes, at);
    see(seen, chunk);
    if (chunk.type === 'IEND') return { ...size, bytes: Buffer.concat(seen.parts) };
    at += chunk.whole.length;
  }
  throw damaged();
}

interface Seen {
  parts: Buffer[];
  orientation: Orientation;
  hasData: boolean;
}

function see(seen: Seen, { type, data, whole }: Chunk): void {
  if (type === 'eXIf') seen.orientation = orientationIn(data);
  if (type === 'IDAT' && !seen.hasData) {
    seen.hasData = true;
    // Before the first of the picture's data: decoders look for it there.
    if (seen.orientation !== 1) seen.parts.push(written('eXIf', exifSaying(seen.orientation)));
  }
  if (type === 'IEND' && !seen.hasData) throw damaged();
  if (kept.has(type)) seen.parts.push(whole);
  else if (isCritical(type)) throw damaged();
}

function chunkAt(bytes: Buffer, at: number): Chunk {
  if (at + 12 > bytes.length) throw damaged();
  const end = at + 12 + bytes.readUInt32BE(at);
  if (end > bytes.length) throw damaged();
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (!/^[A-Za-z]{4}$/.test(type) || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
    throw damaged();
  return { type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
}

function sizeIn({ type, data }: Chunk): { width: number; height: number } {
  if (type !== 'IHDR' || data.length !== 13) throw damaged();
  return { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
}

/** By the letter case of its name's first letter. */
function isCritical(type: string): boolean {
  return type.charAt(0) === type.charAt(0).toUpperCase();
}

function written(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), whole.length - 4);
  return whole;
}
