// Crockford's alphabet: ascending, so that ids keep the time order of their UUIDs, and without I, L, O and U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The 128 bits of a UUID as 26 characters for the wire: short enough for peers that cut ids at 30, without a hyphen. */
export function wireId(uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = `${alphabet.charAt(Number(bits & 31n))}${text}`;
    bits >>= 5n;
  }
  return text;
}
