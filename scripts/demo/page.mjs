// What the demonstration writes on: 100 columns, colours only where a terminal shows them.

const isTerminal = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 };
export const WIDTH = 100;

/** The text in a colour, or as it is where the output is no terminal. */
export function paint(colour, text) {
  return isTerminal && codes[colour] !== undefined ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
}

export function line(text = '') {
  process.stdout.write(`${text}\n`);
}

export function heading(text) {
  line();
  line(paint('bold', text));
  line(paint('dim', '─'.repeat(WIDTH)));
}

/** Exactly so wide: cut with an ellipsis, or filled up. */
export function fit(text, width) {
  return text.length > width ? `${text.slice(0, width - 1).trimEnd()}…` : text.padEnd(width);
}

/** Words in lines of at most so many characters. */
export function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** Rows under heads, where there are any; a column of numbers stands to the right. */
export function table(heads, rows) {
  const hasHeads = heads.some((head) => head !== '');
  const cells = [...(hasHeads ? [heads] : []), ...rows].map((row) => row.map(String));
  const widths = heads.map((_, at) => Math.max(...cells.map((row) => row[at].length)));
  const isNumber = heads.map((_, at) => rows.every((row) => typeof row[at] === 'number'));
  for (const [index, row] of cells.entries()) {
    const text = row.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at]) : cell.padEnd(widths[at])));
    line(paint(hasHeads && index === 0 ? 'dim' : '', `  ${text.join('   ').trimEnd()}`));
  }
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** ` 2 Mar`, in UTC. */
export function dayOf(instant) {
  const at = new Date(instant);
  return `${String(at.getUTCDate()).padStart(2)} ${months[at.getUTCMonth()]}`;
}

/** ` 2 Mar 14:05`, in UTC. */
export function minuteOf(instant) {
  return `${dayOf(instant)} ${new Date(instant).toISOString().slice(11, 16)}`;
}

export function counted(count, thing, many = `${thing}s`) {
  return `${count} ${count === 1 ? thing : many}`;
}
