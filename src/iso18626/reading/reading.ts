import type { Action, ReasonForMessage } from '../codes.js';
import type { ConfirmationKind, ErrorData, Header, Message, MessageKind } from '../message.js';
import type { Redaction } from '../redaction.js';
import type { FoundEdition, Sketch } from './evidence.js';

/** A liberty that a lenient reading took. */
export const WarningCode = {
  EncodingContradictory: 'encoding-contradictory',
  VersionMissing: 'version-missing',
  AttributeUnqualified: 'attr-unqualified',
  AttributeUnknown: 'attr-unknown',
  ElementOrder: 'element-order',
  ElementUnknown: 'element-unknown',
  ElementRepeated: 'element-repeated',
  ElementEmpty: 'element-empty',
  ElementMissing: 'element-missing',
  ElementDropped: 'element-dropped',
  OtherEdition: 'other-edition',
  StrayText: 'stray-text',
  CodeSpelling: 'code-spelling',
  CodeUnknown: 'code-unknown',
  TimeForm: 'time-form',
  BooleanForm: 'boolean-form',
  TextLong: 'text-long',
  NamespaceOther: 'namespace-other',
  EnvelopeMissing: 'envelope-missing',
  StatusMissing: 'status-missing',
} as const;
export type WarningCode = (typeof WarningCode)[keyof typeof WarningCode];

export interface Warning {
  code: WarningCode;
  /** Element names from the message on, such as `request/serviceInfo/serviceType`. */
  path: string;
  detail?: string;
}

/** Why a body cannot be used. */
export const ReadRule = {
  EncodingUnsupported: 'encoding-unsupported',
  EncodingInvalidBytes: 'encoding-invalid-bytes',
  DoctypeForbidden: 'doctype-forbidden',
  NotWellFormed: 'not-well-formed',
  RootUnknown: 'root-unknown',
  EnvelopeEmpty: 'envelope-empty',
  TwoMessages: 'two-messages',
  MessageUnknown: 'message-unknown',
  ElementCase: 'element-case',
  TooDeep: 'too-deep',
  TooManyElements: 'too-many-elements',
  TooManyAttributes: 'too-many-attributes',
  TooManyRepeats: 'too-many-repeats',
  ElementMissing: 'element-missing',
  ElementOrder: 'element-order',
  ElementUnknown: 'element-unknown',
  ElementRepeated: 'element-repeated',
  AttributeForm: 'attribute-form',
  StrayText: 'stray-text',
  ValueUnusable: 'value-unusable',
} as const;
export type ReadRule = (typeof ReadRule)[keyof typeof ReadRule];

/** What a refused body means on the wire. Never holds content that may name a person. Source: iso18626.md 4.2, 4.7. */
export interface ReadRefusal {
  /** 400: no confirmation can name the message, none of its ids is echoed. */
  http: 200 | 400;
  errors: ErrorData[];
  confirmationKind: ConfirmationKind;
  /** Of the first fault. */
  path: string;
  rule: ReadRule;
}

/** What is known of a message that is answered: enough to echo. */
export interface Echo {
  kind: MessageKind;
  header?: Partial<Header>;
  action?: Action;
  reasonForMessage?: ReasonForMessage;
}

export interface ReadMessage {
  ok: true;
  message: Message;
  version: string | undefined;
  /** The one whose table it was read by. */
  edition: FoundEdition;
  warnings: Warning[];
  redaction: Redaction;
}

export interface RefusedReading {
  ok: false;
  refusal: ReadRefusal;
  messageKind?: MessageKind;
  echo?: Echo;
  version: string | undefined;
  /** The one whose table it was read by. */
  edition: FoundEdition;
  warnings: Warning[];
  /** A body that is not well-formed, or whose reading was stopped, is one hole. */
  redaction: Redaction;
}

export type Reading = ReadMessage | RefusedReading;

/** What a reading takes that has no right outline: only for peers of whom it is known. Source: iso18626.md 7.1 nr. 6 and 8. */
export interface Outline {
  /** Elements in no namespace, or all in another one. */
  anyNamespace?: boolean | undefined;
  /** A message without ISO18626Message around it. */
  noEnvelope?: boolean | undefined;
  /** A change of status that names none. */
  noStatus?: boolean | undefined;
}

export type Strictness = 'lenient' | 'strict';

export interface ReaderOptions {
  strictness: Strictness;
  limits: Limits;
  /** What decides between the editions is noted in it. */
  sketch?: Sketch | undefined;
  outline?: Outline | undefined;
}

/** The gateway's own; the standard has none. Source: iso18626.md 1.5. */
export interface Limits {
  depth: number;
  elements: number;
  attributes: number;
  repeats: number;
  /** Characters: of an id, of an agency's value, of a note. Longer is refused. */
  id: number;
  agency: number;
  note: number;
  /** Characters of any other text. Longer is kept, with a warning. */
  text: number;
  /** Digits before the decimal point. */
  moneyDigits: number;
}

export const defaultLimits: Limits = {
  depth: 16,
  elements: 10_000,
  attributes: 32,
  repeats: 500,
  id: 255,
  agency: 64,
  note: 20_000,
  text: 4_000,
  moneyDigits: 12,
};
