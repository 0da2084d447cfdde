import { decode, ErrorType, ReadRule, type ErrorData } from '../iso18626/index.js';
import type { InitiatingKind, Reading } from '../iso18626/index.js';

/** What a peer's answer says, whatever HTTP says about it. */
export interface PeerConfirmation {
  ok: boolean;
  errors: ErrorData[];
  warnings: string[];
}

/** Answers of which not even the outline can be trusted. */
const UNREADABLE: ReadonlySet<ReadRule> = new Set<ReadRule>([
  ReadRule.EncodingUnsupported,
  ReadRule.EncodingInvalidBytes,
  ReadRule.DoctypeForbidden,
  ReadRule.NotWellFormed,
  ReadRule.TooDeep,
  ReadRule.TooManyElements,
  ReadRule.TooManyAttributes,
  ReadRule.TooManyRepeats,
]);

const LONGEST_ERROR_VALUE = 255;

/**
 * The confirmation in an answer, read leniently: the messageStatus decides, a confirmation of another kind counts too.
 * Undefined where the answer is none. It belongs to what was sent by the HTTP exchange, not by its header.
 * Source: iso18626.md 4.2, 4.3; peers.md 2.4.
 */
export function readConfirmation(
  body: Buffer,
  of: { sent: InitiatingKind; contentType: string },
): PeerConfirmation | undefined {
  if (body.length === 0) return undefined;
  const reading = readAnswer(body, of.contentType);
  if (!reading.ok) return UNREADABLE.has(reading.refusal.rule) ? undefined : outlineOf(body);
  const { message } = reading;
  if (!('confirmationHeader' in message)) return undefined;
  const ok = message.confirmationHeader.messageStatus === 'OK';
  const errors = (message.errorData ?? []).map(bounded);
  const isOther = message.kind !== `${of.sent}Confirmation`;
  return {
    ok,
    errors: ok || errors.length > 0 ? errors : errorsIn(body.toString('utf8')),
    warnings: [
      ...new Set(reading.warnings.map(({ code }) => code)),
      ...(isOther ? ['confirmation-of-another-kind'] : []),
    ],
  };
}

function readAnswer(body: Buffer, contentType: string): Reading {
  const charset = /charset="?([\w-]+)"?/i.exec(contentType)?.[1];
  return decode(body, charset === undefined ? {} : { charset });
}

/**
 * The verdict of a well-formed answer that breaks the schema, such as an errorData without a type, or a confirmation
 * without its envelope.
 */
function outlineOf(body: Buffer): PeerConfirmation | undefined {
  const text = body.toString('utf8');
  if (!/<(?:[\w.-]+:)?\w+Confirmation[\s>]/.test(text)) return undefined;
  const status = valueOf(text, 'messageStatus')?.toUpperCase();
  if (status !== 'OK' && status !== 'ERROR') return undefined;
  return {
    ok: status === 'OK',
    errors: status === 'OK' ? [] : errorsIn(text),
    warnings: ['confirmation-breaks-the-schema'],
  };
}

/** A type is needed to be kept; where the peer gave none, the value is what tells. */
function errorsIn(text: string): ErrorData[] {
  const errorType = valueOf(text, 'errorType');
  const errorValue = valueOf(text, 'errorValue');
  if (errorType === undefined && errorValue === undefined) return [];
  return [bounded({ errorType: typeOf(errorType), ...(errorValue === undefined ? {} : { errorValue }) })];
}

/** No attribute holds a `<`: looking no further than the next one keeps the time in proportion to the text. */
function valueOf(text: string, element: string): string | undefined {
  const found = new RegExp(`<(?:[\\w.-]+:)?${element}(?:\\s[^<>]*)?>([^<]*)<`).exec(text)?.[1]?.trim();
  return found === '' ? undefined : found;
}

function typeOf(value: string | undefined): ErrorType {
  const known = Object.values(ErrorType).find(
    (type) => type === value?.replace('Unrecognized', 'Unrecognised'),
  );
  return known ?? ErrorType.BadlyFormedMessage;
}

function bounded({ errorType, errorValue }: ErrorData): ErrorData {
  if (errorValue === undefined) return { errorType };
  return { errorType, errorValue: errorValue.slice(0, LONGEST_ERROR_VALUE) };
}
