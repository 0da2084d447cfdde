import type { Availability, Lends } from '../../loan/index.js';
import type { Catalogue, Layout } from '../catalogue.js';
import type { FoundRecord } from '../sru/sru-answer.js';
import { attribute, child, children, has, textOf, type XmlTree } from '../read-xml.js';
import { fieldsOf, subfield, type MarcField } from './marc-record.js';

/** A holder as a record names it: by a code that is the catalogue's own. The first code that is known counts. */
export interface Holder {
  codes: string[];
  availability: Availability;
  lends: Lends;
  location?: string;
  callNumber?: string;
  localId?: string;
}

type Rules = Pick<Catalogue, 'restrictions'>;

/** Who holds the item, by the record's layout. Source: peers.md 1.5. */
export function holdersIn(record: FoundRecord, { layout, ...rules }: Rules & { layout: Layout }): Holder[] {
  return readers[layout](record, rules).filter(({ codes }) => codes.length > 0);
}

const readers: Record<Layout, (record: FoundRecord, rules: Rules) => Holder[]> = {
  'marc-852': ({ marc }, rules) => fieldsOf(marc, '852').map((field) => from852(field, rules)),
  'marc-924': ({ marc }) => fieldsOf(marc, '924').map(from924),
  'reservoir-999': ({ marc }) => from999(fieldsOf(marc, '999')),
  opac: ({ opac }) => (opac === undefined ? [] : children(opac, 'holding').map(fromOpac)),
};

function from852(field: MarcField, { restrictions }: Rules): Holder {
  const [institution, branch] = [subfield(field, 'a'), subfield(field, 'b')];
  const said = restrictions === undefined ? undefined : subfield(field, restrictions.subfield);
  const both = institution === undefined || branch === undefined ? undefined : `${institution}/${branch}`;
  return holder({
    codes: [both, branch, institution],
    lends: restrictions === undefined ? undefined : looked(restrictions.codes, said),
    location: subfield(field, 'c'),
    callNumber: subfield(field, 'h'),
    localId: subfield(field, 'p'),
  });
}

/** What a stranger wrote is no name of anything that every object has. */
function looked(table: Readonly<Record<string, Lends>>, code: string | undefined): Lends | undefined {
  return code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
}

/** Codes of 924 $d. */
const lending924: Readonly<Record<string, Lends>> = {
  a: 'loan',
  b: 'copy',
  c: 'both',
  d: 'neither',
  e: 'copy',
};

function from924(field: MarcField): Holder {
  return holder({
    codes: [subfield(field, 'b')],
    lends: looked(lending924, subfield(field, 'd')),
    callNumber: subfield(field, 'g'),
    localId: subfield(field, 'a'),
  });
}

/** Indicators 1 and 1; records of older indexes have 1 and 0. */
function from999(fields: readonly MarcField[]): Holder[] {
  const among = (second: string): MarcField[] =>
    fields.filter(({ ind1, ind2 }) => ind1 === '1' && ind2 === second);
  const newer = among('1');
  return (newer.length > 0 ? newer : among('0')).map((field) =>
    holder({ codes: [subfield(field, 's')], localId: subfield(field, 'l') }),
  );
}

function fromOpac(holding: XmlTree): Holder {
  const circulations = children(child(holding, 'circulations'), 'circulation');
  const isAvailable = circulations.some(
    (circulation) => attribute(child(circulation, 'availableNow'), 'value') === '1',
  );
  const said = circulations.some((circulation) => has(circulation, 'availableNow'));
  return holder({
    codes: [plainText(holding, 'nucCode'), plainText(holding, 'localLocation')],
    availability: said ? (isAvailable ? 'available' : 'not-available') : undefined,
    location: plainText(holding, 'shelvingLocation'),
    callNumber: plainText(holding, 'callNumber'),
  });
}

function plainText(element: XmlTree, name: string): string | undefined {
  const text = textOf(child(element, name)).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** What a catalogue writes goes onto the page and into the ledger: one line, and not without end. */
const LONGEST = 120;

function holder(read: {
  codes: readonly (string | undefined)[];
  availability?: Availability | undefined;
  lends?: Lends | undefined;
  location?: string | undefined;
  callNumber?: string | undefined;
  localId?: string | undefined;
}): Holder {
  const { codes, availability = 'not-said', lends = 'not-said', ...texts } = read;
  const shown = Object.entries(texts).flatMap(([name, text]) => {
    const line = text === undefined ? '' : oneLine(text);
    return line === '' ? [] : [[name, line]];
  });
  return {
    codes: codes.filter((code) => code !== undefined).map(oneLine),
    availability,
    lends,
    ...(Object.fromEntries(shown) as Pick<Holder, 'location' | 'callNumber' | 'localId'>),
  };
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();
  return Array.from(line).slice(0, LONGEST).join('');
}
