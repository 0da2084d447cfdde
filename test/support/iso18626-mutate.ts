import { pick } from './iso18626-generate.js';
import type { Random } from './iso18626-generate.js';

type Mutation = (xml: string, random: Random) => string;

const leaf = /<ill:(\w+)[^>]*(?:\/>|>[^<]*<\/ill:\1>)/g;
const leafText = /(<ill:\w+[^>/]*>)([^<]*)(?=<\/)/g;
const anyTag = /<(\/?)ill:(\w+)/g;

const oddValues = [
  ...['', ' ', 'loan', ' Loan ', 'Loaned', 'Y', 'y', 'true', '1', '2024-01-01', '2024-01-01T00:00:00+0000'],
  ...[
    '2024-01-01T24:00:00',
    '2024-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '1e3',
    '10,00',
    '-5',
    '.5',
    '5.',
    '+',
    'Lost',
  ],
  ...[
    'HoldReturn',
    'MostRecentEdition',
    'UnrecognizedDataValue',
    '2024-01-01T00:00:00.123456789+14:00',
    'x y',
  ],
];
const otherNames = [
  ...[
    'retryInfo',
    'shippingInfo',
    'URL',
    'deliveryMethod',
    'itemFormat',
    'consortialId',
    'authorId',
    'note',
    'volume',
  ],
  ...[
    'address',
    'header',
    'status',
    'timestamp',
    '__proto__',
    'constructor',
    'Request',
    'errorData',
    'multipleItemRequestId',
  ],
];

const onLeaf =
  (change: (whole: string, random: Random) => string): Mutation =>
  (xml, random) =>
    replaceOne(xml, leaf, random, (found) => change(found, random));

/** One change each that a schema may or may not mind. */
const mutations: Mutation[] = [
  onLeaf(() => ''),
  onLeaf((whole) => whole + whole),
  onLeaf((whole) => `<ill:unknownElement>x</ill:unknownElement>${whole}`),
  onLeaf((whole) => `stray ${whole}`),
  onLeaf((whole, random) => whole.replace(/ill:\w+/g, `ill:${pick(random, otherNames)}`)),
  onLeaf((whole) => whole.replace(/^<ill:(\w+)/, '<ill:$1 scheme="x"')),
  onLeaf((whole) =>
    whole.replace(
      /^<ill:(\w+)/,
      '<ill:$1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"',
    ),
  ),
  (xml, random) =>
    replaceOne(xml, leafText, random, (found) => found.replace(/>[^<]*$/, `>${pick(random, oddValues)}`)),
  (xml, random) => swapOne(xml, random),
  (xml) => xml.replace('ill:version', 'version'),
  (xml) => xml.replace(/ ill:version="[^"]*"/, ' ill:version=""'),
  (xml) => xml.replace(/ ill:version="[^"]*"/, ''),
  (xml) => xml.replace('/2013/', '/2014/'),
  (xml, random) => replaceOne(xml, anyTag, random, (found) => `${found}X`),
];

/** The document with one to three changes; mostly well-formed still. */
export function mutate(xml: string, random: Random): string {
  let mutated = xml;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--)
    mutated = pick(random, mutations)(mutated, random);
  return mutated;
}

function replaceOne(xml: string, pattern: RegExp, random: Random, change: (found: string) => string): string {
  const all = [...xml.matchAll(pattern)];
  if (all.length === 0) return xml;
  const found = pick(random, all);
  return xml.slice(0, found.index) + change(found[0]) + xml.slice(found.index + found[0].length);
}

function swapOne(xml: string, random: Random): string {
  const pairs = [...xml.matchAll(/(<ill:(\w+)[^>]*>[^<]*<\/ill:\2>)(<ill:(\w+)[^>]*>[^<]*<\/ill:\4>)/g)];
  if (pairs.length === 0) return xml;
  const { index, 0: both, 1: one = '', 3: other = '' } = pick(random, pairs);
  return xml.slice(0, index) + other + one + xml.slice(index + both.length);
}
