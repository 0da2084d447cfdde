/** A part of a mail: what it says it is, its headers with small names, and its body as it stands in the mail. */
export interface MimePart {
  type: string;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Bounds for mail of unknown origin: what lies beyond is not looked at. */
const DEEPEST = 4;
const MOST_PARTS = 40;
const MOST_HEADERS = 200;
const LONGEST_HEADER = 2_000;

/** Each part that holds no other, and each mail within the mail, in their order; bounded in depth and number. */
export function partsOf(mail: string): MimePart[] {
  const found: MimePart[] = [];
  walk(readPart(mail.replace(/\r\n?/g, '\n')), { depth: 0, found });
  return found;
}

interface Walk {
  depth: number;
  found: MimePart[];
}

function walk(part: MimePart, { depth, found }: Walk): void {
  if (found.length >= MOST_PARTS) return;
  const boundary = part.type.startsWith('multipart/') ? boundaryOf(part) : undefined;
  if (boundary === undefined) found.push(part);
  if (depth >= DEEPEST) return;
  const inside = boundary === undefined ? mailWithin(part) : split(part.body, boundary);
  for (const text of inside) walk(readPart(text), { depth: depth + 1, found });
}

/** A mail that is passed on whole holds parts of its own. */
function mailWithin({ type, body }: MimePart): string[] {
  return type === 'message/rfc822' || type === 'message/global' ? [body] : [];
}

/** Headers up to the first empty line, each on one line again, and what follows. */
export function readPart(text: string): MimePart {
  const at = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const head = at < 0 ? text : text.slice(0, at);
  const body = at < 0 ? '' : text.slice(at).replace(/^\n{1,2}/, '');
  const headers = fieldsIn(head);
  const type = (headers.get('content-type') ?? 'text/plain').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return { type, headers, body: decoded(body, headers.get('content-transfer-encoding')) };
}

/** Fields as `Name: value`, folded lines joined; of several with one name the first counts. */
export function fieldsIn(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of unfolded(text)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function unfolded(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.length - 1;
    if (/^[ \t]/.test(line) && last >= 0)
      lines[last] = `${lines[last] ?? ''} ${line.trim()}`.slice(0, LONGEST_HEADER);
    else if (lines.length >= MOST_HEADERS) return lines;
    else lines.push(line.slice(0, LONGEST_HEADER));
  }
  return lines;
}

function boundaryOf({ headers }: MimePart): string | undefined {
  const match = /\bboundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(headers.get('content-type') ?? '');
  return match?.[1] ?? match?.[2];
}

function split(body: string, boundary: string): string[] {
  const parts: string[][] = [];
  for (const line of body.split('\n')) {
    const end = line.trimEnd();
    if (end === `--${boundary}--`) break;
    if (end === `--${boundary}`) {
      if (parts.length >= MOST_PARTS) break;
      parts.push([]);
    } else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}

function decoded(body: string, encoding = ''): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('latin1').replace(/\r\n?/g, '\n');
    case 'quoted-printable':
      return body
        .replace(/=[ \t]*\n/g, '')
        .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    default:
      return body;
  }
}
