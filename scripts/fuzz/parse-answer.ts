export interface ParsedAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** Of the bytes that it took. */
  length: number;
}

/** The first answer in what was received; undefined where it is not whole yet. */
export function parseAnswer(
  received: Buffer,
  { isHead, isOver }: { isHead: boolean; isOver: boolean },
): ParsedAnswer | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [first = '', ...lines] = received.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? NaN);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const from = headEnd + 4;
  if (isHead || status < 200 || status === 204 || status === 304)
    return { status, headers, body: Buffer.alloc(0), length: from };
  const body = bodyIn(received.subarray(from), headers, isOver);
  return body === undefined ? undefined : { status, headers, body: body.bytes, length: from + body.length };
}

function bodyIn(
  rest: Buffer,
  headers: Record<string, string>,
  isOver: boolean,
): { bytes: Buffer; length: number } | undefined {
  if (headers['transfer-encoding'] === 'chunked') return dechunked(rest);
  const length = headers['content-length'];
  if (length === undefined) return isOver ? { bytes: rest, length: rest.length } : undefined;
  const wanted = Number(length);
  return rest.length < wanted ? undefined : { bytes: rest.subarray(0, wanted), length: wanted };
}

function dechunked(rest: Buffer): { bytes: Buffer; length: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line === -1) return undefined;
    const size = parseInt(rest.subarray(at, line).toString('latin1'), 16);
    const from = line + 2;
    if (rest.length < from + size + 2) return undefined;
    if (size === 0) return { bytes: Buffer.concat(parts), length: from + 2 };
    parts.push(rest.subarray(from, from + size));
    at = from + size + 2;
  }
}
