/**
 * XML with a line for each element that stands between elements. What stands inside of one is not touched, blanks and
 * line breaks included: without the breaks before marks it is what it was. Text that is no XML comes back as it is.
 */
export function indented(xml: string): string {
  let depth = 0;
  let before: Piece | undefined;
  let blanks = '';
  let shown = '';
  for (const piece of piecesOf(xml)) {
    const isBlank = piece.kind === 'text' && piece.text.trim() === '';
    if (isBlank && before !== undefined && before.kind !== 'text') {
      blanks = piece.text;
      continue;
    }
    if (piece.kind === 'close') depth = Math.max(0, depth - 1);
    shown += isBetween(before, piece) ? `\n${'  '.repeat(Math.min(depth, DEEPEST))}` : blanks;
    shown += piece.text;
    if (piece.kind === 'open') depth += 1;
    [before, blanks] = [piece, ''];
  }
  return shown + blanks;
}

/** Levels further than which nothing is moved in: a peer's nonsense may be as deep as it is long. */
const DEEPEST = 30;

interface Piece {
  kind: 'open' | 'close' | 'alone' | 'text';
  text: string;
}

/** Between two marks, unless the second ends an element in which nothing but blanks stands. */
function isBetween(before: Piece | undefined, { kind }: Piece): boolean {
  if (before === undefined || before.kind === 'text' || kind === 'text') return false;
  return !(before.kind === 'open' && kind === 'close');
}

/** How what begins so ends. The text of a CDATA section is text. */
const marks = [
  { begins: '<!--', ends: '-->', kind: 'alone' },
  { begins: '<![CDATA[', ends: ']]>', kind: 'text' },
  { begins: '<?', ends: '?>', kind: 'alone' },
  { begins: '</', ends: '>', kind: 'close' },
  { begins: '<', ends: '>', kind: 'open' },
] as const;

/** In one pass, also over what a peer has broken off in the middle. */
function* piecesOf(xml: string): Generator<Piece> {
  for (let at = 0; at < xml.length;) {
    const mark = marks.find(({ begins }) => xml.startsWith(begins, at));
    const end = mark === undefined ? xml.indexOf('<', at) : endOf(xml, at, mark);
    const to = end === -1 ? xml.length : end;
    const text = xml.slice(at, to);
    const kind = mark === undefined || end === -1 ? 'text' : mark.kind;
    yield { kind: kind === 'open' && text.endsWith('/>') ? 'alone' : kind, text };
    at = to;
  }
}

const TAG = /<(?:[^<>"']|"[^"]*"|'[^']*')*>/y;

function endOf(xml: string, at: number, { ends, kind }: (typeof marks)[number]): number {
  if (kind === 'open') {
    // A quoted value may hold the sign that ends a tag.
    TAG.lastIndex = at;
    if (TAG.test(xml)) return TAG.lastIndex;
  }
  const end = xml.indexOf(ends, at);
  return end === -1 ? -1 : end + ends.length;
}
