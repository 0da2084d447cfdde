import { between, pick } from '../random.js';
import { anyLeaf, inMessage, onOne, withValue } from './elements.js';
import type { Family, TextMutation } from './mutation.js';

export const LIMIT = 1_048_576;

const near = (limit: number) => [limit - 1, limit, limit + 1];
const deep = (levels: number, name = 'ill:a'): string =>
  `<${name}>`.repeat(levels) + `</${name}>`.repeat(levels);
const before =
  (text: string): ((whole: string) => string) =>
  (whole) =>
    text + whole;

/** Values, repeats and depths beside each limit, and far beyond it. */
export const sizes: Family<TextMutation> = {
  'long value': ({ xml }, random) =>
    onOne(xml, random, {
      when: anyLeaf,
      change: (whole) =>
        withValue(whole, 'x'.repeat(pick(random, [64, 65, 255, 256, ...near(4000), ...near(20_000)]))),
    }),
  'long id': ({ xml }, random) =>
    onOne(xml, random, {
      when: ({ name }) => /RequestId$|agencyIdValue/.test(name),
      change: (whole) => withValue(whole, 'i'.repeat(pick(random, [...near(64), ...near(255), 5000]))),
    }),
  'long number': ({ xml }, random) =>
    onOne(xml, random, {
      when: ({ name }) => /monetaryValue|sortOrder|timestamp|Date/.test(name),
      change: (whole) =>
        withValue(whole, `${'9'.repeat(between(random, 1, 400))}.${'0'.repeat(between(random, 0, 400))}`),
    }),
  'many of one': ({ xml }, random) =>
    onOne(xml, random, {
      when: (one) => anyLeaf(one) && one.to - one.from < 120,
      change: (whole) => whole.repeat(pick(random, [20, ...near(500)])),
    }),
  'many elements': ({ xml }, random) =>
    onOne(xml, random, {
      when: inMessage,
      change: before('<ill:a/>'.repeat(pick(random, [9_000, 10_000, 10_001, 30_000]))),
    }),
  'many comments': ({ xml }, random) =>
    onOne(xml, random, {
      when: inMessage,
      change: before('<!--x-->'.repeat(pick(random, [100, 9_000, 10_001]))),
    }),
  deep: ({ xml }, random) =>
    onOne(xml, random, {
      when: inMessage,
      change: before(deep(pick(random, [12, 13, 14, 15, 16, 17, 200]))),
    }),
  'very deep': ({ xml }, random) =>
    xml.replace(/<ill:\w+>/, (tag) => tag + '<ill:a>'.repeat(between(random, 1000, 50_000))),
  'many attributes': ({ xml }, random) => {
    const count = pick(random, [30, 31, 32, 33, 200, 5_000]);
    const all = Array.from({ length: count }, (_, at) => ` a${at}="x"`).join('');
    return onOne(xml, random, {
      when: inMessage,
      change: (whole) => whole.replace(/^<[\w:.-]+/, (tag) => tag + all),
    });
  },
  'many prefixes': ({ xml }, random) => {
    const all = Array.from({ length: between(random, 5, 31) }, (_, at) => ` xmlns:p${at}="urn:${at}"`).join(
      '',
    );
    return onOne(xml, random, {
      when: inMessage,
      change: (whole) => whole.replace(/^<[\w:.-]+/, (tag) => tag + all),
    });
  },
  'long name': ({ xml }, random) => {
    const name = `ill:${'n'.repeat(pick(random, [300, 40_000]))}`;
    return onOne(xml, random, { when: inMessage, change: before(`<${name}/>`) });
  },
  'long attribute': ({ xml }, random) =>
    onOne(xml, random, {
      when: inMessage,
      change: (whole) =>
        whole.replace(
          /^<[\w:.-]+/,
          (tag) => `${tag} ill:scheme="${'s'.repeat(between(random, 100, 50_000))}"`,
        ),
    }),
  'blanks between': ({ xml }, random) =>
    onOne(xml, random, { when: inMessage, change: before(' \n'.repeat(between(random, 10, 60_000))) }),
};

/** The whole body beside its limit; costly, so rarely. */
export const wholes: Family<TextMutation> = {
  'body at its limit': ({ xml }, random) => padded(xml, LIMIT - between(random, 0, 1)),
  'body over its limit': ({ xml }, random) => padded(xml, LIMIT + between(random, 1, 3)),
  'a megabyte of blanks': ({ xml }) => xml.replace(/<ill:\w+>/, (tag) => tag + ' '.repeat(LIMIT - 200_000)),
  'a megabyte of ampersands': ({ xml }, random) =>
    onOne(xml, random, { when: anyLeaf, change: (whole) => withValue(whole, '&amp;'.repeat(160_000)) }),
  'a megabyte of signs': ({ xml }, random) =>
    onOne(xml, random, {
      when: anyLeaf,
      change: (whole) => withValue(whole, pick(random, ['"', "'", '=', ']', '-', '?']).repeat(900_000)),
    }),
};

function padded(xml: string, length: number): string {
  const missing = length - Buffer.byteLength(xml) - '<!---->'.length;
  return xml.replace(/(<\/ill:\w+>)$/, (end) => `<!--${'x'.repeat(Math.max(0, missing))}-->${end}`);
}
