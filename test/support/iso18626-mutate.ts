import { pick } from './iso18626-generate.js';
import type { Random } from './iso18626-generate.js';

export type Mutation = (xml: string, random: Random) => string;

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
    'ReleaseHoldReturn',
    'BookingRequest',
    '2024-01-01T00:00:00',
    'RequestReceived',
    '-0',
    '99999999999999999999',
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
    'supplyingAgencyRequestId',
    'preferredEdition',
    'publisherId',
    'requestSubType',
    'startDate',
    'retryAfter',
    'offeredCosts',
    'deliveredFormat',
    'sentVia',
    'preferredFormat',
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

const structure = /<ill:(\w+)>(?:(?!<\/?ill:\1>)[^])*<\/ill:\1>/g;
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const onStructure =
  (change: (whole: string, random: Random) => string): Mutation =>
  (xml, random) =>
    replaceOne(xml, structure, random, (found) => change(found, random));

/** One change each that a schema may or may not mind, by what it is. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'value missing': onLeaf(() => ''),
  'value doubled': onLeaf((whole) => whole + whole),
  'values swapped': (xml, random) => swapOne(xml, random),
  'structure missing': onStructure(() => ''),
  'structure doubled': onStructure((whole) => whole + whole),
  'structure emptied': onStructure((whole) => whole.replace(/^(<ill:\w+>)[^]*(<\/ill:\w+>)$/, '$1$2')),
  'structure repeated inside itself': onStructure((whole) => whole.replace(/^(<ill:\w+>)/, `$1${whole}`)),
  'unknown element': onLeaf((whole) => `<ill:unknownElement>x</ill:unknownElement>${whole}`),
  'foreign element': onLeaf((whole) => `${whole}<e:status xmlns:e="urn:e">Loaned</e:status>`),
  'foreign wrapping': onStructure((whole) => `<e:x xmlns:e="urn:e">${whole}</e:x>`),
  'no namespace': onLeaf((whole) => whole.replaceAll('ill:', '').replace(/ scheme=/, ' x=')),
  'other namespace': (xml) => xml.replace('/2013/', '/2014/'),
  'stray text': onLeaf((whole) => `stray ${whole}`),
  'other name': onLeaf((whole, random) => whole.replace(/ill:\w+/g, `ill:${pick(random, otherNames)}`)),
  'other case': onLeaf((whole) =>
    whole.replace(/ill:(\w)/g, (_, first: string) => `ill:${first.toUpperCase()}`),
  ),
  'attribute unqualified': onLeaf((whole) => whole.replace(/^<ill:(\w+)/, '<ill:$1 scheme="x"')),
  'scheme added': onLeaf((whole) =>
    whole.includes('ill:scheme=') ? whole : whole.replace(/^<ill:(\w+)/, '<ill:$1 ill:scheme="urn:x:y"'),
  ),
  'scheme no URI': onLeaf((whole) => whole.replace(/ill:scheme="[^"]*"/, 'ill:scheme="http://[x"')),
  'attribute unknown': onLeaf((whole) => whole.replace(/^<ill:(\w+)/, '<ill:$1 ill:lang="en"')),
  'xsi:nil': onLeaf((whole) => whole.replace(/^<ill:(\w+)/, `<ill:$1 ${XSI} xsi:nil="true"`)),
  'xsi:type': onLeaf((whole) =>
    whole.replace(
      /^<ill:(\w+)/,
      `<ill:$1 ${XSI} xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string"`,
    ),
  ),
  'odd value': (xml, random) =>
    replaceOne(xml, leafText, random, (found) => found.replace(/>[^<]*$/, `>${pick(random, oddValues)}`)),
  'value emptied': onLeaf((whole) => whole.replace(/>[^<]*</, '><')),
  'value padded': onLeaf((whole) => whole.replace(/>([^<]*)</, '> $1 <')),
  'value nested': onLeaf((whole) => whole.replace(/>([^<]*)</, '><ill:note>$1</ill:note><')),
  'comment and CDATA': onLeaf((whole) => whole.replace(/>([^<]+)</, '><!--x--><![CDATA[$1]]><')),
  'version unqualified': (xml) => xml.replace('ill:version', 'version'),
  'version empty': (xml) => xml.replace(/ ill:version="[^"]*"/, ' ill:version=""'),
  'version missing': (xml) => xml.replace(/ ill:version="[^"]*"/, ''),
  'second message': (xml) => xml.replace(/(<ill:\w+>[^]*<\/ill:\w+>)(?=<\/ill:ISO18626Message>)/, '$1$1'),
  'empty envelope': (xml) => xml.replace(/(<ill:ISO18626Message[^>]*>)[^]*(<\/ill:ISO18626Message>)/, '$1$2'),
  'broken tag': (xml, random) => replaceOne(xml, anyTag, random, (found) => `${found}X`),
};

/** The document with one to three changes, and what they are; mostly well-formed still. */
export function mutateNamed(xml: string, random: Random): { xml: string; kinds: string[] } {
  let mutated = xml;
  const kinds: string[] = [];
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const kind = pick(random, Object.keys(mutations));
    kinds.push(kind);
    mutated = mutations[kind]?.(mutated, random) ?? mutated;
  }
  return { xml: mutated, kinds };
}

export function mutate(xml: string, random: Random): string {
  return mutateNamed(xml, random).xml;
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
