import type { Encoding } from './record-map.js';

/** A file's text cannot be had: its encoding or its size is not what can be read. It names the line where that showed. */
export class UnreadableText extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

export interface Line {
  line: number;
  text: string;
}

const maxLineCharacters = 4_000_000;

/** Bytes to text, without its byte order mark. Throws `UnreadableText` at the first line that is not in the encoding. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for await (const chunk of bytes) {
    const text = attempt(() => decoder.decode(chunk, { stream: true }));
    if (text === undefined) throw notIn(encoding, line + linesBeforeTheBad(chunk, encoding));
    line += lineBreaksIn(text);
    yield text;
  }
  const rest = attempt(() => decoder.decode());
  if (rest === undefined) throw notIn(encoding, line);
  yield rest;
}

function attempt(decode: () => string): string | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

function notIn(encoding: Encoding, line: number): UnreadableText {
  const name = encoding.toUpperCase();
  return new UnreadableText(
    line,
    `is not in ${name}: save the file as UTF-8, or name its encoding in the map`,
  );
}

function lineBreaksIn(text: string): number {
  return text.split('\n').length - 1;
}

// Whole lines decode by themselves, so the first that does not is the bad one.
function linesBeforeTheBad(chunk: Uint8Array, encoding: Encoding): number {
  let start = 0;
  for (let lines = 0; ; lines++) {
    const end = chunk.indexOf(0x0a, start);
    const line = chunk.subarray(start, end < 0 ? undefined : end);
    if (end < 0 || attempt(() => new TextDecoder(encoding, { fatal: true }).decode(line)) === undefined)
      return lines;
    start = end + 1;
  }
}

/** The lines of a text, counted from 1, without their line breaks. Refuses a line of more than 4 million characters. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let line = 1;
  let open = '';
  for await (const chunk of text) {
    const pieces = (open + chunk).split('\n');
    open = pieces.pop() ?? '';
    for (const piece of pieces) yield { line: line++, text: piece.replace(/\r$/, '') };
    if (open.length > maxLineCharacters)
      throw new UnreadableText(line, 'is longer than 4 million characters');
  }
  if (open !== '') yield { line, text: open };
}

/** All of a text. Refuses more than `maxCharacters`. */
export async function wholeText(text: AsyncIterable<string>, maxCharacters: number): Promise<string> {
  const chunks: string[] = [];
  let length = 0;
  for await (const chunk of text) {
    length += chunk.length;
    if (length > maxCharacters)
      throw new UnreadableText(
        1,
        `begins a file of more than ${maxCharacters / 1_000_000} million characters; split it`,
      );
    chunks.push(chunk);
  }
  return chunks.join('');
}
