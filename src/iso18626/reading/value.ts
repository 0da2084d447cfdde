import { closedCode } from '../codes.js';
import type { ClosedList } from '../codes.js';
import type { CompiledMember, Edition } from '../edition.js';
import type { ErrorData } from '../message.js';
import { isDateTime, mendDateTime } from '../time.js';
import { WarningCode } from './reading.js';
import type { Limits, Strictness } from './reading.js';

/** What became of an element's text: a value, nothing (blank), or a fault that the peer is told. */
export type ReadValue =
  | { is: 'value'; value: string | boolean; warning?: WarningCode }
  | { is: 'absent'; warning?: WarningCode }
  | { is: 'fault'; errorType: ErrorData['errorType']; errorValue: string };

export interface ValueRules {
  edition: Edition;
  strictness: Strictness;
  limits: Limits;
}

const xsdDecimal = /^\+?(\d*)(?:\.(\d*))?$/;
const xsdInteger = /^[+-]?\d+$/;
const longestEcho = 100;

/** The value of a leaf element, by its type in the table. */
export function readValue(text: string, member: CompiledMember, rules: ValueRules): ReadValue {
  switch (member.type.kind) {
    case 'string':
    case 'schemeValue':
      return readText(text, member, rules);
    case 'code':
      return readCode(text, member, rules);
    case 'dateTime':
      return readDateTime(text, member, rules);
    case 'decimal':
      return readDecimal(text, member, rules);
    case 'integer':
      return blankOr({ text, member, rules }, (trimmed) =>
        xsdInteger.test(trimmed) ? { is: 'value', value: trimmed } : unusable(member, trimmed),
      );
    case 'nonNegativeInteger':
      return blankOr({ text, member, rules }, (trimmed) => readNonNegative(trimmed, member, rules));
    case 'boolean':
      return readBoolean(text, member, rules);
    case 'structure':
      throw new Error(`${member.name} is a structure and has no value`);
  }
}

/** The element and what it held, cut short and on one line; the name alone where the value may name a person. */
export function unusable(
  member: CompiledMember,
  value: string,
  errorType: ErrorData['errorType'] = 'UnrecognisedDataValue',
): ReadValue {
  return { is: 'fault', errorType, errorValue: `${member.name}: ${shown(value)}` };
}

/** A URL may carry a token, and so may tell who somebody is. */
export function isLink(text: string): boolean {
  return /:\/\/|^\s*mailto:/i.test(text);
}

/** A peer's value as it may stand in an answer: one line, at most 100 characters. */
export function shown(value: string): string {
  const line = value.trim().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const characters = Array.from(line.slice(0, 2 * longestEcho));
  return characters.length > longestEcho ? `${characters.slice(0, longestEcho).join('')}…` : line;
}

function readText(text: string, member: CompiledMember, { limits }: ValueRules): ReadValue {
  if (isNothing(text, member)) return { is: 'absent' };
  const limit = limits[member.limit ?? 'text'];
  if (text.length <= limit) return { is: 'value', value: text };
  if (member.limit === undefined || member.limit === 'text')
    return { is: 'value', value: text, warning: WarningCode.TextLong };
  return { is: 'fault', errorType: 'UnrecognisedDataValue', errorValue: member.name };
}

/** An empty element that need not be there says nothing; blanks are kept in a text, and nothing in a code. */
function isNothing(text: string, member: CompiledMember): boolean {
  if (member.min === 1 && member.whenMissing === undefined) return false;
  return text === '' || (member.type.kind === 'schemeValue' && text.trim() === '');
}

function readCode(text: string, member: CompiledMember, rules: ValueRules): ReadValue {
  if (member.type.kind !== 'code') throw new Error(`${member.name} is no code`);
  const { list } = member.type;
  const isHere = rules.edition.codes[list]?.includes(text) === true;
  if (isHere) return { is: 'value', value: text };
  if (rules.strictness === 'strict') return unknownCode(text, member, list);
  if (text.trim() === '') return blank(member, 'lenient');
  const meant = closedCode(list, text);
  if (meant === undefined) return unknownCode(text, member, list);
  const warning = meant === text ? WarningCode.OtherEdition : WarningCode.CodeSpelling;
  return { is: 'value', value: meant, warning };
}

/** The action and the reason have error types of their own, whose value is the code alone. Source: iso18626.md 4.2. */
function unknownCode(text: string, member: CompiledMember, list: ClosedList): ReadValue {
  if (list === 'action') return { is: 'fault', errorType: 'UnsupportedActionType', errorValue: shown(text) };
  if (list === 'reasonForMessage')
    return { is: 'fault', errorType: 'UnsupportedReasonForMessageType', errorValue: shown(text) };
  return unusable(member, text);
}

function readDateTime(text: string, member: CompiledMember, rules: ValueRules): ReadValue {
  return blankOr({ text, member, rules }, (trimmed) => {
    if (isDateTime(trimmed)) return { is: 'value', value: trimmed };
    if (rules.strictness === 'strict' || mendDateTime(trimmed) === undefined)
      return { is: 'fault', errorType: 'UnrecognisedDataValue', errorValue: member.name };
    return { is: 'value', value: trimmed, warning: WarningCode.TimeForm };
  });
}

function readDecimal(text: string, member: CompiledMember, rules: ValueRules): ReadValue {
  return blankOr({ text, member, rules }, (trimmed) => {
    const [, whole = '', fraction = ''] = xsdDecimal.exec(trimmed) ?? [];
    const digits = whole.replace(/^0+/, '').length;
    if (whole + fraction === '' || digits > rules.limits.moneyDigits)
      return { is: 'fault', errorType: 'UnrecognisedDataValue', errorValue: member.name };
    return { is: 'value', value: trimmed };
  });
}

/** Earlier editions let it be below zero. */
function readNonNegative(trimmed: string, member: CompiledMember, { strictness }: ValueRules): ReadValue {
  if (!xsdInteger.test(trimmed)) return unusable(member, trimmed);
  if (!/^-0*[1-9]/.test(trimmed)) return { is: 'value', value: trimmed };
  if (strictness === 'strict') return unusable(member, trimmed);
  return { is: 'value', value: trimmed, warning: WarningCode.OtherEdition };
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
const looseBooleans: ReadonlyMap<string, boolean> = new Map([
  ['y', true],
  ['yes', true],
  ['n', false],
  ['no', false],
  ...booleans,
]);

function readBoolean(text: string, member: CompiledMember, rules: ValueRules): ReadValue {
  return blankOr({ text, member, rules }, (trimmed) => {
    const value = booleans.get(trimmed);
    if (value !== undefined) return { is: 'value', value };
    const meant = rules.strictness === 'strict' ? undefined : looseBooleans.get(trimmed.toLowerCase());
    if (meant === undefined) return unusable(member, trimmed);
    return { is: 'value', value: meant, warning: WarningCode.BooleanForm };
  });
}

function blankOr(
  { text, member, rules }: { text: string; member: CompiledMember; rules: ValueRules },
  read: (trimmed: string) => ReadValue,
): ReadValue {
  const trimmed = text.trim();
  return trimmed === '' ? blank(member, rules.strictness) : read(trimmed);
}

function blank(member: CompiledMember, strictness: Strictness): ReadValue {
  if (strictness === 'lenient' && (member.min === 0 || member.whenMissing !== undefined))
    return { is: 'absent', warning: WarningCode.ElementEmpty };
  return { is: 'fault', errorType: 'UnrecognisedDataValue', errorValue: member.name };
}
