import { isAscii, isUtf8 } from 'node:buffer';

/** How a body's text became bytes; with `-bom` a byte order mark stood first. */
export type Encoding = Charset | `${Charset}-bom`;
type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1';
type Declared = Charset | 'us-ascii' | 'utf-16';

export interface BodyText {
  text: string;
  encoding: Encoding;
  /** Byte order mark, HTTP charset and XML declaration did not agree; the first of them won. */
  isContradictory: boolean;
}

export type TextFault = 'encoding-unsupported' | 'encoding-invalid-bytes';

/** Any other (UTF-7, UTF-32, EBCDIC, …) is refused. Source: iso18626.md 7.2 nr. 28. */
const charsets: ReadonlyMap<string, Declared> = new Map<string, Declared>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'us-ascii'],
  ['ascii', 'us-ascii'],
  ['iso-8859-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['utf-16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
]);

const declaration = /^<\?xml\s+version\s*=\s*["'][^"']*["']\s+encoding\s*=\s*["']([^"']*)["']/;

/**
 * The text of a body: byte order mark before HTTP charset before XML declaration, UTF-8 without any.
 * Source: RFC 7303 3; iso18626.md 7.2 nr. 28 and 29.
 */
export function bodyText(body: Buffer, httpCharset?: string): BodyText | TextFault {
  if (isUtf32(body)) return 'encoding-unsupported';
  const mark = byteOrderMark(body);
  const told = [namedCharset(httpCharset), namedCharset(declaredCharset(body, mark))];
  if (mark === undefined && told.includes(null)) return 'encoding-unsupported';
  const charset = settle(mark ?? told.find(isNamed), body);
  if (charset === undefined) return 'encoding-invalid-bytes';
  const text = decodeBytes(mark ? body.subarray(bomLength[mark]) : body, charset);
  if (text === undefined) return 'encoding-invalid-bytes';
  const isContradictory = told.some((one) => one !== undefined && !agrees(one, charset));
  return { text, encoding: mark ? `${charset}-bom` : charset, isContradictory };
}

function isNamed(told: Declared | null | undefined): told is Declared {
  return told !== undefined && told !== null;
}

/** The bytes of a text; the inverse of reading it. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'iso-8859-1':
    case 'iso-8859-1-bom':
      return Buffer.from(text, 'latin1');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-8-bom':
    case 'utf-16le-bom':
    case 'utf-16be-bom':
      return encodeText(`\uFEFF${text}`, encoding.slice(0, -4) as Charset);
  }
}

/** Undefined when the bytes do not fit. A byte order mark in them is a character like any other. */
export function decodeBytes(bytes: Buffer, charset: Charset): string | undefined {
  switch (charset) {
    case 'utf-8':
      return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
    case 'iso-8859-1':
      return bytes.toString('latin1');
    case 'utf-16le':
      return fromUtf16(bytes);
    case 'utf-16be':
      return bytes.length % 2 === 0 ? fromUtf16(Buffer.from(bytes).swap16()) : undefined;
  }
}

function fromUtf16(bytes: Buffer): string | undefined {
  if (bytes.length % 2 === 1) return undefined;
  const text = bytes.toString('utf16le');
  return /\p{Surrogate}/u.test(text) ? undefined : text;
}

const bomLength: Record<'utf-8' | 'utf-16le' | 'utf-16be', number> = {
  'utf-8': 3,
  'utf-16le': 2,
  'utf-16be': 2,
};

function byteOrderMark(body: Buffer): keyof typeof bomLength | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined;
}

function isUtf32(body: Buffer): boolean {
  if (body.length < 4) return false;
  const start = body.readUInt32BE(0);
  return start === 0xfffe0000 || start === 0x0000feff || start === 0x3c000000 || start === 0x0000003c;
}

/** Of a body without a mark, by where the zeros beside its first `<` are. */
function sniffed(body: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (body[0] === 0x3c && body[1] === 0) return 'utf-16le';
  return body[0] === 0 && body[1] === 0x3c ? 'utf-16be' : undefined;
}

/** Undefined: none named. Null: one that is not supported. */
function namedCharset(name: string | undefined): Declared | null | undefined {
  if (name === undefined) return undefined;
  return (
    charsets.get(
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ) ?? null
  );
}

function declaredCharset(body: Buffer, mark: keyof typeof bomLength | undefined): string | undefined {
  const isWide = mark?.startsWith('utf-16') ?? sniffed(body) !== undefined;
  const start = body.subarray(mark ? bomLength[mark] : 0, 512).toString('latin1');
  return declaration.exec(isWide ? start.replaceAll('\0', '') : start)?.[1];
}

function settle(charset: Declared | undefined, body: Buffer): Charset | undefined {
  if (charset === undefined) return sniffed(body) ?? 'utf-8';
  if (charset === 'utf-16') return sniffed(body) ?? 'utf-16be';
  if (charset === 'us-ascii') return isAscii(body) ? 'utf-8' : undefined;
  return charset;
}

function agrees(told: Declared | null, charset: Charset): boolean {
  return (
    told === charset ||
    (told === 'utf-16' && charset.startsWith('utf-16')) ||
    (told === 'us-ascii' && charset === 'utf-8')
  );
}
