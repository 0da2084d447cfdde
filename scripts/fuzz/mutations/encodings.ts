import { pick } from '../random.js';
import type { BodyMutation, Family, Spoilt } from './mutation.js';

const declared = (xml: string, encoding: string): string =>
  xml.replace(/^<\?xml[^>]*\?>/, `<?xml version="1.0" encoding="${encoding}"?>`);
const bare = (xml: string): string => xml.replace(/^<\?xml[^>]*\?>\s*/, '');

const mark = {
  utf8: Buffer.from([0xef, 0xbb, 0xbf]),
  le: Buffer.from([0xff, 0xfe]),
  be: Buffer.from([0xfe, 0xff]),
};
const plain = (body: Buffer): Spoilt => ({ body, contentType: 'application/xml' });
const said = (body: Buffer, charset: string): Spoilt => ({
  body,
  contentType: `application/xml; charset=${charset}`,
});
const le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

function utf32(text: string): Buffer {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const body = Buffer.alloc(points.length * 4);
  points.forEach((point, at) => body.writeUInt32LE(point, at * 4));
  return body;
}

const names = [
  'UTF-7',
  'UTF-32',
  'EBCDIC-CP-US',
  'windows-1252',
  'Shift_JIS',
  'utf8',
  'US-ASCII',
  'x',
  '',
  'UTF-16',
];

/** Bytes, marks and names of encodings that agree, contradict each other, or that nobody reads. */
export const encodings: Family<BodyMutation> = {
  'utf-8 mark': ({ xml }) => plain(Buffer.concat([mark.utf8, Buffer.from(xml)])),
  'utf-8 mark twice': ({ xml }) => plain(Buffer.concat([mark.utf8, mark.utf8, Buffer.from(xml)])),
  'utf-16le mark': ({ xml }) => plain(Buffer.concat([mark.le, le(declared(xml, 'UTF-16'))])),
  'utf-16be mark': ({ xml }) => plain(Buffer.concat([mark.be, be(declared(xml, 'UTF-16'))])),
  'utf-16le no mark': ({ xml }) => plain(le(declared(xml, 'UTF-16'))),
  'utf-16be no mark': ({ xml }) => plain(be(declared(xml, 'UTF-16BE'))),
  'utf-16le said': ({ xml }) => said(le(declared(xml, 'UTF-16')), 'utf-16le'),
  'utf-16 said': ({ xml }) => said(be(bare(xml)), 'UTF-16'),
  'utf-16 odd': ({ xml }) => plain(Buffer.concat([mark.le, le(declared(xml, 'UTF-16')), Buffer.from('x')])),
  'utf-16 half pair': ({ xml }) =>
    plain(Buffer.concat([mark.le, le(declared(xml, 'UTF-16')).subarray(0, -2), Buffer.from([0x00, 0xd8])])),
  'utf-16 in utf-8': ({ xml }) => said(le(xml), 'utf-8'),
  'latin-1': ({ xml }) => plain(Buffer.from(declared(xml, 'ISO-8859-1'), 'latin1')),
  'latin-1 undeclared': ({ xml }) => plain(Buffer.from(xml.replace(/<\/ill:\w+>/, 'é$&'), 'latin1')),
  'latin-1 said': ({ xml }) => said(Buffer.from(bare(xml), 'latin1'), '"iso-8859-1"'),
  'declared otherwise': ({ xml }, random) => plain(Buffer.from(declared(xml, pick(random, names)))),
  'said otherwise': ({ xml }, random) => said(Buffer.from(xml), pick(random, names) || '""'),
  'said and declared': ({ xml }, random) =>
    said(Buffer.from(declared(xml, pick(random, names))), pick(random, ['utf-8', 'iso-8859-1'])),
  'mark and said': ({ xml }, random) =>
    said(Buffer.concat([mark.utf8, Buffer.from(xml)]), pick(random, ['iso-8859-1', 'utf-16', 'utf-7'])),
  'mark of another': ({ xml }, random) =>
    plain(Buffer.concat([pick(random, [mark.le, mark.be]), Buffer.from(xml)])),
  'utf-32': ({ xml }) => plain(utf32(xml)),
  'utf-32 mark': ({ xml }) => plain(utf32(`\uFEFF${xml}`)),
  'overlong slash': ({ xml }) => plain(Buffer.from(xml.replace('</ill:', '\u00C0\u00AF</ill:'), 'latin1')),
  'no declaration': ({ xml }) => plain(Buffer.from(bare(xml))),
  'declaration after a blank': ({ xml }) => plain(Buffer.from(` ${declared(xml, 'UTF-8')}`)),
};
