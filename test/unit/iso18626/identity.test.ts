import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalBody, type Message } from '../../../src/iso18626/index.js';

/** With hashes of it in every database, this is what a text loses for ever; on a long one it takes the square of its length. */
const runningNumber = /\s*#seq:\d+#(?=")/g;

/** Small texts of whatever the expression looks at. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '\n',
        '\t',
        '\r',
        '\u00a0',
        '\u2028',
        '\u3000',
        '\ufeff',
        '\u0085',
        '\u200b',
        '\u180e',
      ),
      fc.constantFrom(
        '#seq:',
        '#SEQ:1#',
        '#seq:1#',
        '#seq:23# ',
        ' #seq:4#"',
        '#',
        ':',
        '1',
        '"',
        '\\',
        'a',
        '\ud83d',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

describe('the text of a message that tells a repeat', () => {
  it('is byte for byte what it has always been', () => {
    fc.assert(
      fc.property(text, text, text, (name, note, title) => {
        // In the order of their names, so that JSON has them in the same one.
        const message = { a: [title, { [`n${name}`]: title }], note } as unknown as Message;
        expect(canonicalBody(message)).to.equal(JSON.stringify(message).replace(runningNumber, ''));
      }),
      { numRuns: 20_000 },
    );
  });

  it('leaves a running number out, with the blanks before it, at the end of a text only', () => {
    const bodyWith = (note: string): string => canonicalBody({ note } as unknown as Message);
    expect(bodyWith('Thanks. \u2028 #seq:3#')).to.equal('{"note":"Thanks."}');
    expect(bodyWith('#seq:2# #seq:3#')).to.equal('{"note":"#seq:2#"}');
    expect(bodyWith('#seq:3# thanks')).to.equal('{"note":"#seq:3# thanks"}');
  });
});
