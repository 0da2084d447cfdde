import { EDITION_IDS, editions, encode } from '../../src/iso18626/index.js';
import type { EditionId } from '../../src/iso18626/index.js';
import { generateMessage, pick, seeded } from '../../test/support/iso18626-generate.js';
import type { Random } from '../../test/support/iso18626-generate.js';
import { mutateNamed } from '../../test/support/iso18626-mutate.js';
import type { Judges, Verdict } from './judges.js';

/** One document, judged twice. */
export interface Trial {
  edition: EditionId;
  kinds: string[];
  xml: string;
  ours: Verdict;
  theirs: Verdict;
}

const isLeftAsItIs = 0.2;

/** The document that a seed makes: of one edition, valid or with up to three changes. */
export function trial(seed: number, judges: Judges): Trial {
  const random = seeded(seed);
  const edition = pick(random, EDITION_IDS);
  // A seed of its own: the same one would make the kind follow from the edition.
  const ownSeed = Math.floor(random() * 2 ** 31);
  const message = generateMessage(ownSeed, editions[edition], { density: random() });
  const valid = encode(message, editions[edition]).bytes.toString();
  if (edition === '2014' && random() < 0.1) return addedTo2014(valid, random, judges);
  const { xml, kinds } =
    random() < isLeftAsItIs ? { xml: valid, kinds: ['none'] } : mutateNamed(valid, random);
  if (edition === '2014') return of2014({ xml, kinds }, judges);
  const { ours, official: theirs } = judges.ask(xml, edition, edition);
  return { edition, kinds, xml, ours, theirs };
}

const addedIn2017 = /<ill:(?:multipleItemRequestId|requestSubType|startDate|endDate)\b/;

/**
 * No official schema of 2014 is at hand. With the one element that 2017 demands, a document of 2014 is one of 2017; with
 * any of the four that 2017 added it is none of 2014, whatever else is in it. Source: iso18626.md 1.4.
 */
function of2014({ xml, kinds }: { xml: string; kinds: string[] }, judges: Judges): Trial {
  const { ours } = judges.ask(xml, '2014');
  const theirs = addedIn2017.test(xml)
    ? 'has an element that 2017 added'
    : judges.ask(as2017(xml), '2014', '2017').official;
  return { edition: '2014', kinds, xml, ours, theirs };
}

function as2017(xml: string): string {
  return xml.replace(
    /<ill:header>(?:(?!<\/ill:header>)[^])*?<\/ill:requestingAgencyId>/g,
    '$&<ill:multipleItemRequestId/>',
  );
}

const additions: readonly [where: RegExp, what: string, name: string][] = [
  [
    /(<ill:header>(?:(?!<\/ill:header>)[^])*?<\/ill:requestingAgencyId>)/,
    '<ill:multipleItemRequestId/>',
    'multipleItemRequestId',
  ],
  [
    /(?=(?:<ill:requestingAgencyPreviousRequestId>[^<]*<\/ill:requestingAgencyPreviousRequestId>)?<ill:serviceType>[^<]*<\/ill:serviceType>(?:(?!<\/ill:serviceInfo>)[^])*<\/ill:serviceInfo>)/,
    '<ill:requestSubType>BookingRequest</ill:requestSubType>',
    'requestSubType',
  ],
  [
    /(?=(?:<ill:note>[^<]*<\/ill:note>)?<\/ill:serviceInfo>)/,
    '<ill:startDate>2024-01-01T00:00:00Z</ill:startDate>',
    'startDate',
  ],
  [
    /(?=(?:<ill:note>[^<]*<\/ill:note>)?<\/ill:serviceInfo>)/,
    '<ill:endDate>2024-01-01T00:00:00Z</ill:endDate>',
    'endDate',
  ],
];

/** Each of the four makes a valid document of 2014 invalid there, and leaves it valid as one of 2017. */
function addedTo2014(valid: string, random: Random, judges: Judges): Trial {
  const [where, what, name] = pick(random, additions);
  const xml = valid.replace(where, `$1${what}`.replace('$1', where.source.startsWith('(<') ? '$1' : ''));
  const kinds = [`2014 with ${name}`];
  if (xml === valid) return of2014({ xml, kinds: ['none'] }, judges);
  const of2017 = name === 'multipleItemRequestId' ? xml : as2017(xml);
  const { ours } = judges.ask(xml, '2014');
  const { official } = judges.ask(of2017, '2014', '2017');
  const theirs = official === undefined ? `${name} is of 2017` : undefined;
  return { edition: '2014', kinds, xml, ours, theirs };
}
