import { tidyIdentifiers } from './identifiers.js';
import { placeName } from './loan-record-input.js';
import type {
  Fault,
  IdentifiersInput,
  ItemInput,
  LoanRecordInput,
  Place,
  RecordOutcome,
} from './loan-record-input.js';
import { childOf, kindOf, recordNode, violations } from './loan-record-schema.js';
import type { SchemaNode, Violation } from './loan-record-schema.js';
import { itemFromMarc } from './marc-item.js';
import { readMarcxml } from './marcxml.js';

/**
 * Holds a value against the loan record's contract: either the record in its tidy form, or all its faults at once.
 * What is only doubtful (a wrong check digit, a copy without pages) is a warning.
 */
export function readLoanRecord(value: unknown, at: Place): RecordOutcome {
  const said = (found: Violation[]): Fault[] =>
    found.map((violation) => ({ at: placeName(at), ...violation }));
  if (!isMembers(value))
    return {
      ok: false,
      faults: said([{ field: '/', reason: `is ${kindOf(value)}, not a loan record in braces` }]),
    };

  const doubts: Violation[] = [];
  const tidied = tidy(value, recordNode, { field: '', doubts }) as Members | undefined;
  const whole: Members = { patron: {}, item: {}, service: {}, ...tidied };
  const marc = fillFromMarcxml(whole);
  const broken = [...marc, ...violations(whole), ...unidentified(whole, marc), ...asksItself(whole)];
  if (broken.length > 0) return { ok: false, faults: said(broken) };

  const complete = { suppliers: [], ...whole } as unknown as LoanRecordInput;
  const record = withTidyMoment(withTidyIdentifiers(complete, doubts));
  return { ok: true, record, warnings: said([...doubts, ...thinCopy(record)]) };
}

type Members = Record<string, unknown>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Spot {
  field: string;
  doubts: Violation[];
}

/**
 * The value without blanks, empty texts, nulls and what is empty then; codes in the contract's spelling.
 * It follows the contract only, so a value that nests deeper is left for `violations` to refuse.
 */
function tidy(value: unknown, node: SchemaNode | undefined, spot: Spot): unknown {
  if (value === null || node === undefined) return value ?? undefined;
  if (typeof value === 'string') return tidyText(value, node, spot);
  if (Array.isArray(value)) return tidyList(value, node, spot);
  if (!isMembers(value)) return value;
  const members = Object.entries(value)
    .map(([name, member]): [string, unknown] => {
      const field = `${spot.field}/${name}`;
      return [name, tidy(member, childOf(node, name), { field, doubts: spot.doubts })];
    })
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function tidyList(values: unknown[], node: SchemaNode, spot: Spot): unknown {
  const element = childOf(node);
  const kept = values
    .map((value, place) => tidy(value, element, { field: `${spot.field}/${place}`, doubts: spot.doubts }))
    .filter((value) => value !== undefined);
  return kept.length === 0 ? undefined : kept;
}

// What XML 1.0 cannot carry, lone surrogates among it: no message could be written with it.
const unsendable = /[\0-\x08\v\f\x0e-\x1f\p{Cs}\ufffe\uffff]/gu;

function tidyText(text: string, node: SchemaNode, spot: Spot): string | undefined {
  const sendable = text.replace(unsendable, '');
  if (sendable !== text) {
    const reason = 'held control characters that no message can carry; they were left out';
    spot.doubts.push({ field: spot.field, reason });
  }
  const trimmed = sendable.normalize('NFC').trim();
  return trimmed === '' ? undefined : respelled(trimmed, node);
}

/** A code in the contract's spelling, whatever case or hyphen it came in; an amount with a point. Source: iso18626.md 2.2. */
function respelled(text: string, node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.find((code) => sameCode(code, text)) ?? text;
  if (node.pattern?.startsWith('^[A-Z]{')) return text.toUpperCase();
  if (node.pattern?.startsWith('^[0-9]')) return text.replace(/^(\d+),(\d{1,2})$/, '$1.$2');
  return text;
}

function sameCode(code: string, text: string): boolean {
  return code.toLowerCase() === text.replace(/[\u2010-\u2015\u2212]/g, '-').toLowerCase();
}

/** Puts the fields of `item.marcxml` beneath those that are given, and takes it away. */
function fillFromMarcxml(record: Members): Violation[] {
  const item = record['item'];
  if (!isMembers(item) || typeof item['marcxml'] !== 'string') return [];
  const read = readMarcxml(item['marcxml']);
  const field = '/item/marcxml';
  if (!read.ok) return [{ field, reason: read.reason }];
  const [first, ...others] = read.records;
  if (first === undefined || others.length > 0)
    return [{ field, reason: `holds ${read.records.length} records where one is wanted` }];
  record['item'] = overlaid(itemFromMarc(first), item);
  return [];
}

function overlaid(below: ItemInput, given: Members): Members {
  const { identifiers, ...fields } = given;
  delete fields['marcxml'];
  if (identifiers !== undefined && !isMembers(identifiers)) return { ...below, ...fields, identifiers };
  const together: Members = { ...below.identifiers, ...identifiers };
  const item: Members = { ...below, ...fields };
  return Object.keys(together).length === 0 ? item : { ...item, identifiers: together };
}

function unidentified(record: Members, marcFaults: Violation[]): Violation[] {
  const item = record['item'];
  if (!isMembers(item) || marcFaults.length > 0) return [];
  const named = ['title', 'titleOfComponent', 'identifiers'].some((name) => item[name] !== undefined);
  const reason =
    'is missing: a record needs a title or an identifier such as an ISBN, or nobody can find the item';
  return named ? [] : [{ field: '/item/title', reason }];
}

function asksItself(record: Members): Violation[] {
  const { agency, suppliers } = record;
  if (typeof agency !== 'string' || !Array.isArray(suppliers)) return [];
  return suppliers.flatMap((supplier, place) =>
    supplier === agency
      ? [{ field: `/suppliers/${place}`, reason: `${agency} is the agency that asks` }]
      : [],
  );
}

function withTidyIdentifiers(record: LoanRecordInput, doubts: Violation[]): LoanRecordInput {
  const given: IdentifiersInput | undefined = record.item.identifiers;
  if (given === undefined) return record;
  const tidied = tidyIdentifiers(given);
  doubts.push(...tidied.doubts);
  return { ...record, item: { ...record.item, identifiers: tidied.identifiers } };
}

// RFC 3339 lets a moment be written with a blank or small letters; ISO 18626 does not.
function withTidyMoment(record: LoanRecordInput): LoanRecordInput {
  const { needBefore } = record.service;
  if (needBefore === undefined) return record;
  const written = needBefore.toUpperCase().replace(' ', 'T');
  return { ...record, service: { ...record.service, needBefore: written } };
}

function thinCopy({ item, service }: LoanRecordInput): Violation[] {
  const whole = [item.titleOfComponent, item.pagesRequested, item.identifiers?.doi, item.identifiers?.pmid];
  if (service.type !== 'Copy' || whole.some((value) => value !== undefined)) return [];
  const reason = 'is missing, and pages too: a supplier cannot tell what to copy';
  return [{ field: '/item/titleOfComponent', reason }];
}
