import type { IdentifiersInput } from './loan-record-input.js';
import type { Violation } from './loan-record-schema.js';

interface Tidied {
  values: string[];
  doubt?: string;
}

const separators = /[\s\u00ad\u2010-\u2015\u2212-]/g;

/**
 * Brings identifiers to the form that catalogues search by, and says which are doubtful.
 * Nothing is refused: old books carry wrong check digits. Source: iso18626.md 6.
 */
export function tidyIdentifiers(given: IdentifiersInput): {
  identifiers: IdentifiersInput;
  doubts: Violation[];
} {
  const doubts: Violation[] = [];
  const list = (name: 'isbn' | 'issn' | 'ismn', tidy: (text: string) => Tidied): string[] => {
    const tidied = (given[name] ?? []).map(tidy);
    tidied.forEach(({ doubt }, place) => {
      if (doubt !== undefined) doubts.push({ field: `/item/identifiers/${name}/${place}`, reason: doubt });
    });
    return [...new Set(tidied.flatMap(({ values }) => values))];
  };
  const lists = { isbn: list('isbn', tidyIsbn), issn: list('issn', tidyIssn), ismn: list('ismn', tidyIsmn) };

  const single = tidySingles(given);
  doubts.push(...doubtsAbout(single));
  const named = Object.entries(lists).filter(([, values]) => values.length > 0);
  return { identifiers: { ...single, ...Object.fromEntries(named) }, doubts };
}

/** An ISBN without hyphens or qualifier; one of ten digits has its form of thirteen beside it. */
export function tidyIsbn(text: string): Tidied {
  const digits = bare(text);
  if (/^97[89]\d{10}$/.test(digits)) return checked(digits, ean13(digits), 'ISBN');
  if (!/^\d{9}[\dX]$/.test(digits))
    return { values: [digits], doubt: `"${shorten(text)}" does not look like an ISBN` };
  if (digits.at(-1) !== mod11(digits)) return checked(digits, mod11(digits), 'ISBN');
  const longer = `978${digits.slice(0, 9)}`;
  return { values: [digits, longer + ean13(longer)] };
}

/** An ISSN as `NNNN-NNNC`. */
export function tidyIssn(text: string): Tidied {
  const digits = bare(text);
  if (!/^\d{7}[\dX]$/.test(digits))
    return { values: [digits], doubt: `"${shorten(text)}" does not look like an ISSN` };
  const { doubt } = checked(digits, mod11(digits), 'ISSN');
  const values = [`${digits.slice(0, 4)}-${digits.slice(4)}`];
  return doubt === undefined ? { values } : { values, doubt };
}

/** An ISMN as thirteen digits, also from its older form that begins with M. */
export function tidyIsmn(text: string): Tidied {
  const digits = bare(text).replace(/^M/, '9790');
  if (!/^9790\d{9}$/.test(digits))
    return { values: [digits], doubt: `"${shorten(text)}" does not look like an ISMN` };
  return checked(digits, ean13(digits), 'ISMN');
}

function checked(digits: string, right: string, kind: string): Tidied {
  if (digits.at(-1) === right) return { values: [digits] };
  return {
    values: [digits],
    doubt: `the ${kind} ${digits} has a wrong check digit: by its other digits it would be ${right}`,
  };
}

// "0-14-103614-X (pbk.)": what follows a parenthesis or colon is a qualifier.
function bare(text: string): string {
  const [number = ''] = text.split(/[(:]/, 1);
  return number
    .replace(/^(isbn|issn|ismn)/i, '')
    .replace(separators, '')
    .toUpperCase();
}

/** Check digit of an ISBN-10 or ISSN: weights fall to 2 before the last place. */
function mod11(digits: string): string {
  const body = digits.slice(0, -1);
  const sum = Array.from(body).reduce(
    (total, digit, place) => total + Number(digit) * (body.length + 1 - place),
    0,
  );
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** Check digit over the first twelve digits: weights 1 and 3 in turn. */
function ean13(digits: string): string {
  const sum = Array.from(digits.slice(0, 12)).reduce(
    (total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

type Single = Exclude<keyof IdentifiersInput, 'isbn' | 'issn' | 'ismn'>;

const tidySingle: Record<Single, (text: string) => string> = {
  doi: (text) => text.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, ''),
  oclc: (text) => text.replace(/^(\(OCoLC\))?\s*(ocm|ocn|on)?0*/i, ''),
  lccn: (text) => text.replace(/\s+/g, ''),
  pmid: (text) => text.replace(/^PMID:?\s*/i, ''),
  supplierUniqueRecordId: (text) => text,
};

const singleLooksLike: Partial<Record<Single, { form: RegExp; name: string }>> = {
  doi: { form: /^10\.\d{4,9}\/\S+$/, name: 'a DOI' },
  oclc: { form: /^\d{1,15}$/, name: 'an OCLC number' },
  pmid: { form: /^\d{1,10}$/, name: 'a PubMed id' },
};

function tidySingles(given: IdentifiersInput): IdentifiersInput {
  const names = (Object.keys(tidySingle) as Single[]).filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, tidySingle[name](given[name] ?? '')]));
}

function doubtsAbout(single: IdentifiersInput): Violation[] {
  return (Object.keys(singleLooksLike) as Single[]).flatMap((name) => {
    const value = single[name];
    const looks = singleLooksLike[name];
    if (value === undefined || looks === undefined || looks.form.test(value)) return [];
    return [
      { field: `/item/identifiers/${name}`, reason: `"${shorten(value)}" does not look like ${looks.name}` },
    ];
  });
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
