/** What the bytes of a body say as text, by RFC 7303: mark before HTTP charset before declaration; undefined where they say none. */
export function textOf(body: Buffer, charset: string | undefined): string | undefined {
  if (isUtf32(body)) return undefined;
  for (const [mark, name] of marks)
    if (body.subarray(0, mark.length).equals(mark)) return decoded(body.subarray(mark.length), name);
  const declared = declaredIn(body);
  // A name that nobody knows is refused wherever it stands.
  for (const name of [charset, declared])
    if (name !== undefined && !known.has(name.trim().toLowerCase())) return undefined;
  const told = charset ?? declared;
  return decoded(
    body,
    told === undefined ? (wide(body) ?? 'utf-8') : (known.get(told.trim().toLowerCase()) ?? ''),
  );
}

const marks: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
];

const known = new Map([
  ...['utf-8', 'utf8'].map((name) => [name, 'utf-8'] as const),
  ...['us-ascii', 'ascii'].map((name) => [name, 'us-ascii'] as const),
  ...['iso-8859-1', 'latin1'].map((name) => [name, 'latin1'] as const),
  ...['utf-16', 'utf-16le', 'utf-16be'].map((name) => [name, name] as const),
]);

function decoded(body: Buffer, name: string): string | undefined {
  if (name === 'latin1') return body.toString('latin1');
  if (name === 'us-ascii' && body.some((byte) => byte > 127)) return undefined;
  const label = name === 'utf-16' ? (wide(body) ?? 'utf-16be') : name === 'us-ascii' ? 'utf-8' : name;
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function wide(body: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (body[0] === 0x3c && body[1] === 0x00) return 'utf-16le';
  return body[0] === 0x00 && body[1] === 0x3c ? 'utf-16be' : undefined;
}

function isUtf32(body: Buffer): boolean {
  const start = body.subarray(0, 4).toString('hex');
  return ['fffe0000', '0000feff', '3c000000', '0000003c'].includes(start);
}

function declaredIn(body: Buffer): string | undefined {
  const start = body.subarray(0, 400).toString('latin1').replaceAll('\0', '');
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1];
}
