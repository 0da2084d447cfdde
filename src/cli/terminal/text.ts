// Text from peers and files, as it may be shown: nothing in it steers the terminal, and its width is known.

// Controls, and the marks that turn the direction of what follows.
const steering = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]$/u;
const withoutWidth = /^[\p{M}\p{Cf}]$/u;

/** One line that is safe to show. */
export function plain(text: string): string {
  return text.replace(steering, ' ').trim();
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** The text in at most so many columns; an ellipsis says that more would follow. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 1;
  for (const character of text) {
    width += widthOfCharacter(character);
    if (width > columns) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text filled up to so many columns. */
export function padded(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** `1 message`, `2 messages`, `1,234 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function widthOfCharacter(character: string): number {
  if (withoutWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
