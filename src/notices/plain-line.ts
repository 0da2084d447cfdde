/** Control characters, line ends of every kind, and marks that turn the direction of writing: nothing of a name or title. */
const UNPRINTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

const LONGEST_SUBJECT = 150;

/** Text of unknown origin as one line: it cannot begin a header, a paragraph or a signature of its own. */
export function plainLine(text: string): string {
  return text.replace(UNPRINTED, ' ').replace(/ {2,}/g, ' ').trim();
}

/** A subject as one line of bounded length. */
export function subjectLine(text: string): string {
  const line = plainLine(text);
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1)}…`;
}

/** Text of several lines: each is plain, and no more than one empty line stands between two. */
export function plainText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(plainLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
