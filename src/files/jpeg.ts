import { damaged } from './file-fault.js';
import { exifSaying, orientationIn, type Orientation } from './orientation.js';
import type { Picture } from './picture.js';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
/** Frames, Huffman and arithmetic tables, quantisation, restart interval, number of lines: what the picture is made of. */
const essential = new Set([
  ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf],
  ...[0xdb, 0xdc, 0xdd],
]);
const notFrames = new Set([0xc4, 0xcc]);
const MOST_SEGMENTS = 4_000;

interface Segment {
  marker: number;
  payload: Buffer;
}

/**
 * A JPEG with what shows it: tables, frames, scans, its colours (ICC, Adobe) and which way up it is. Everything else that
 * an application or a person wrote into it goes, thumbnails too, and whatever follows its end. Source: ITU-T T.81 B.
 */
export function cleanJpeg(bytes: Buffer): Picture {
  const seen: Seen = { parts: [], orientation: 1, size: undefined, hasScan: false };
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count += 1) {
    const { marker, start } = markerAt(bytes, at);
    if (marker === EOI) return pictureOf(seen);
    const { segment, end } = segmentAt(bytes, { marker, start });
    see(seen, segment);
    at = end;
    if (marker === SOS) {
      at = endOfScan(bytes, end);
      seen.parts.push(bytes.subarray(end, at));
    }
  }
  throw damaged();
}

interface Seen {
  parts: Buffer[];
  orientation: Orientation;
  size: { width: number; height: number } | undefined;
  hasScan: boolean;
}

function see(seen: Seen, segment: Segment): void {
  const { marker, payload } = segment;
  if (marker === APP1 && beginsWith(payload, 'Exif\0\0'))
    seen.orientation = orientationIn(payload.subarray(6));
  if (isFrame(marker)) seen.size ??= sizeIn(segment);
  if (marker === SOS) {
    if (seen.size === undefined) throw damaged();
    seen.hasScan = true;
  }
  const kept = keptOf(segment);
  if (kept !== undefined) seen.parts.push(kept);
}

function pictureOf({ size, hasScan, parts, orientation }: Seen): Picture {
  if (size === undefined || !hasScan) throw damaged();
  return { ...size, bytes: joined(parts, orientation) };
}

/** A marker may be filled up with any number of 0xFF before it. */
function markerAt(bytes: Buffer, from: number): { marker: number; start: number } {
  let at = from;
  if (bytes[at] !== 0xff) throw damaged();
  while (bytes[at] === 0xff) at += 1;
  const marker = bytes[at];
  if (marker === undefined || marker === 0 || marker === SOI) throw damaged();
  return { marker, start: at + 1 };
}

function segmentAt(bytes: Buffer, at: { marker: number; start: number }): { segment: Segment; end: number } {
  const { marker, start } = at;
  if (start + 2 > bytes.length) throw damaged();
  const end = start + bytes.readUInt16BE(start);
  if (end < start + 2 || end > bytes.length) throw damaged();
  return { segment: { marker, payload: bytes.subarray(start + 2, end) }, end };
}

/** What is coded goes on until a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    const isCoded = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!isCoded) return at;
  }
  throw damaged();
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && essential.has(marker) && !notFrames.has(marker);
}

function sizeIn({ payload }: Segment): { width: number; height: number } {
  if (payload.length < 6) throw damaged();
  return { height: payload.readUInt16BE(1), width: payload.readUInt16BE(3) };
}

/** What stays of segments that applications write. */
const keptOfApplications: Readonly<Record<number, (payload: Buffer) => Buffer | undefined>> = {
  [APP0]: (payload) =>
    beginsWith(payload, 'JFIF\0') && payload.length >= 14 ? plainJfif(payload) : undefined,
  [APP2]: (payload) => (beginsWith(payload, 'ICC_PROFILE\0') ? written(APP2, payload) : undefined),
  [APP14]: (payload) =>
    beginsWith(payload, 'Adobe') && payload.length >= 12
      ? written(APP14, payload.subarray(0, 12))
      : undefined,
};

function keptOf({ marker, payload }: Segment): Buffer | undefined {
  if (essential.has(marker) || marker === SOS) return written(marker, payload);
  // Applications' own, comments, and extensions that no decoder of still pictures needs.
  if (marker < APP0) throw damaged();
  return keptOfApplications[marker]?.(payload);
}

/** Version, density and no thumbnail. */
function plainJfif(payload: Buffer): Buffer {
  const plain = Buffer.from(payload.subarray(0, 14));
  plain.writeUInt16BE(0, 12);
  return written(APP0, plain);
}

function written(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** JFIF stands first where there is one; then which way up it is, where it does not lie so. */
function joined(parts: readonly Buffer[], orientation: Orientation): Buffer {
  const said =
    orientation === 1
      ? []
      : [written(APP1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifSaying(orientation)]))];
  const jfif = parts.filter((part) => part[1] === APP0).slice(0, 1);
  const others = parts.filter((part) => part[0] !== 0xff || part[1] !== APP0);
  return Buffer.concat([Buffer.from([0xff, SOI]), ...jfif, ...said, ...others, Buffer.from([0xff, EOI])]);
}

function beginsWith(payload: Buffer, text: string): boolean {
  return payload.toString('latin1', 0, text.length) === text;
}
