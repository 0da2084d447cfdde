export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

/**
 * A text with its line ends and references read; undefined where a reference is not one of the five, nor the number of
 * an ordinary character, which is for the parser to judge.
 */
export function plainTextOf(raw: string): string | undefined {
  const lined = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!lined.includes('&')) return lined;
  const [before = '', ...others] = lined.split('&');
  const parts = [before];
  for (const other of others) {
    const end = other.indexOf(';');
    const character = end === -1 ? undefined : characterOf(other.slice(0, end));
    if (character === undefined) return undefined;
    parts.push(character, other.slice(end + 1));
  }
  return parts.join('');
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /^#(?:([0-9]{1,5})|x([0-9A-Fa-f]{1,4}))$/;
const notOrdinary = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;

function characterOf(name: string): string | undefined {
  const known = entities.get(name);
  if (known !== undefined) return known;
  const [, decimal, hexadecimal] = reference.exec(name) ?? [];
  if (decimal === undefined && hexadecimal === undefined) return undefined;
  const number = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const character = String.fromCharCode(number);
  return number > 0xffff || notOrdinary.test(character) ? undefined : character;
}
