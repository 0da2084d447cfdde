// Small real pictures, and what people's machines write into larger ones.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const folder = join(import.meta.dirname, '../fixtures/pictures');
const read = (name: string): Buffer => readFileSync(join(folder, name));

export const jpeg = read('gradient.jpg');
export const png = read('gradient.png');
export const lossyWebp = read('lossy.webp');
export const losslessWebp = read('lossless.webp');
export const transparentWebp = read('transparent.webp');

/** What must never be found in a picture again. */
export const SECRET = 'N59.33 E18.06 Astrid Lindqvist';

export function segment(marker: number, payload: Buffer | string): Buffer {
  const data = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

export function chunk(type: string, data: Buffer | string): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data as string, 'latin1')]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(named.length - 4, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), whole.length - 4);
  return whole;
}

/** Exif as a camera writes it: which way up, and more than anybody wants to tell. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(64);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  tiff.write(SECRET, 26, 'latin1');
  return tiff;
}

/** A JPEG as a telephone makes it. */
export function photographed(orientation = 1): Buffer {
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(orientation)])),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`),
    segment(0xe2, `MPF\0${SECRET}`),
    segment(0xed, `Photoshop 3.0\0${SECRET}`),
    segment(0xfe, SECRET),
    jpeg.subarray(2),
    Buffer.from(SECRET),
  ]);
}

/** A PNG with texts, a time, Exif and a chunk of somebody's own. */
export function annotatedPng(orientation = 1): Buffer {
  const head = 8 + 25;
  return Buffer.concat([
    png.subarray(0, head),
    chunk('tEXt', `Author\0${SECRET}`),
    chunk('iTXt', `Comment\0\0\0\0\0${SECRET}`),
    chunk('zTXt', `Comment\0\0${SECRET}`),
    chunk('tIME', Buffer.from([7, 234, 3, 9, 12, 0, 0])),
    chunk('eXIf', exif(orientation)),
    chunk('prVt', SECRET),
    png.subarray(head),
    Buffer.from(SECRET),
  ]);
}

/** A WebP with Exif and XMP behind the picture. */
export function annotatedWebp(orientation = 1, of: Buffer = lossyWebp): Buffer {
  const more = Buffer.concat([riffChunk('EXIF', exif(orientation)), riffChunk('XMP ', Buffer.from(SECRET))]);
  const whole = Buffer.concat([of, more]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole[20] = (whole[20] ?? 0) | 0x0c;
  return Buffer.concat([whole, Buffer.from(SECRET)]);
}

export function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** The smallest file that readers of PDF open. */
export const pdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj',
    'xref',
    '0 4',
    '0000000000 65535 f ',
    '0000000009 00000 n ',
    '0000000052 00000 n ',
    '0000000101 00000 n ',
    'trailer<</Size 4/Root 1 0 R>>',
    'startxref',
    '164',
    '%%EOF',
    '',
  ].join('\n'),
  'latin1',
);
