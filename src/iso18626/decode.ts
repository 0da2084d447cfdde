import { compileEdition } from './edition.js';
import type { Edition } from './edition.js';
import type { ErrorData, Message, MessageKind } from './message.js';
import { confirmationKindOf, echoOf } from './confirm.js';
import { wholeAsHole } from './redaction.js';
import { bodyText } from './reading/body-text.js';
import type { BodyText } from './reading/body-text.js';
import { editions } from './editions/editions.js';
import { Sketch, Sureness, findEdition } from './reading/evidence.js';
import type { FoundEdition } from './reading/evidence.js';
import { badlyFormedAt } from './reading/findings.js';
import type { Findings } from './reading/findings.js';
import { MessageReader, ReadingStopped } from './reading/message-reader.js';
import { ReadRule, WarningCode, defaultLimits } from './reading/reading.js';
import type { Limits, Outline, Reading, RefusedReading, Strictness, Warning } from './reading/reading.js';
import { walkPlain } from './reading/plain-walk.js';
import { DoctypeForbidden, TooManyAttributes, walkXml } from './reading/xml-walk.js';

export interface DecodeOptions {
  /**
   * The peer's; what other editions have is read too where it cannot be mistaken. Without it, the edition is found from
   * what the message looks like.
   */
  edition?: Edition | undefined;
  strictness?: Strictness;
  /** Of the HTTP content type. */
  charset?: string;
  limits?: Partial<Limits>;
  outline?: Outline;
}

/**
 * Reads a body. Lenient by default: each liberty is a warning. What cannot be used is a refusal that says what to answer.
 * Takes time in proportion to the body, whatever is in it; follows no reference out of it.
 * Source: iso18626.md 1.5, 4.2, 4.7, 7.1 to 7.3.
 */
export function decode(body: Buffer, options: DecodeOptions = {}): Reading {
  const source = bodyText(body, options.charset);
  const { edition } = options;
  if (typeof source === 'string') return nameless(body, source, { edition: foundOf(edition), warnings: [] });
  const reading = { body, source, options };
  if (edition !== undefined) return readBy(edition, reading);
  return readAndFind(reading);
}

interface Body {
  body: Buffer;
  source: BodyText;
  options: DecodeOptions;
}

/** Every table reads what the others have, so the first pass tells the edition, and mostly is the reading too. */
function readAndFind(reading: Body): Reading {
  const sketch = new Sketch();
  const first = readBy(usualEdition, reading, sketch);
  const { seen, codes } = sketch;
  const { id, sureness } = findEdition({ seen, codes, version: first.version });
  const edition: FoundEdition = { id, sureness };
  // Where no message could be made out, another table makes out none either.
  const isReadAsFound = id === usualEdition.id || (!first.ok && first.messageKind === undefined);
  return { ...(isReadAsFound ? first : readBy(editions[id], reading)), edition };
}

function readBy(edition: Edition, { body, source, options }: Body, sketch?: Sketch): Reading {
  const limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
  const strictness = options.strictness ?? 'lenient';
  const begin = (): MessageReader => {
    sketch?.clear();
    const reader = new MessageReader(source.text, compileEdition(edition), {
      strictness,
      limits,
      sketch,
      outline: options.outline,
    });
    if (source.isContradictory) reader.findings.warn(WarningCode.EncodingContradictory, '');
    return reader;
  };
  let reader = begin();
  const found = foundOf(edition);
  try {
    if (!walkPlain(source.text, reader, limits.attributes)) {
      reader = begin();
      walkXml(source.text, reader, limits.attributes);
    }
  } catch (cause) {
    return stopped(body, { reader, found }, cause);
  }
  return conclude(source, reader, { edition: found, outline: options.outline });
}

const usualEdition = editions['2017'];

function foundOf(edition: Edition | undefined): FoundEdition {
  if (edition === undefined) return { id: usualEdition.id, sureness: Sureness.Guessed };
  return { id: edition.id, sureness: Sureness.Told };
}

function conclude(
  source: BodyText,
  reader: MessageReader,
  { edition, outline = {} }: { edition: FoundEdition; outline: Outline | undefined },
): Reading {
  const { findings, version } = reader;
  const { warnings } = findings;
  const redaction = reader.cutter.finish(source.encoding);
  const message = messageOf(reader);
  const known = { version, edition, warnings, redaction };
  if (message === undefined) {
    const refusal = refusalOf(undefined, [badlyFormedAt('', ReadRule.EnvelopeEmpty)], {
      path: '',
      rule: ReadRule.EnvelopeEmpty,
    });
    return { ok: false, refusal, ...known };
  }
  if (findings.faults.length === 0) checkStatus(message, findings, outline);
  const [first] = findings.faults;
  if (first === undefined) return { ok: true, message, ...known };
  const errors = findings.faults.map(({ error }) => error);
  const refusal = refusalOf(message.kind, errors, first);
  return { ok: false, refusal, messageKind: message.kind, echo: echoOf(message), ...known };
}

/** A status may be left out where nothing is said about it, and only there. Source: iso18626.md 7.6 nr. 80. */
function checkStatus(message: Message, findings: Findings, { noStatus }: Outline): void {
  if (message.kind !== 'supplyingAgencyMessage' || message.statusInfo.status !== undefined) return;
  if (message.messageInfo.reasonForMessage === 'Notification') return;
  const path = 'supplyingAgencyMessage/statusInfo/status';
  if (noStatus === true) return findings.warn(WarningCode.StatusMissing, path);
  findings.fault({
    path,
    rule: ReadRule.ValueUnusable,
    error: { errorType: 'UnrecognisedDataValue', errorValue: 'status' },
  });
}

function stopped(
  body: Buffer,
  { reader, found: edition }: { reader: MessageReader; found: FoundEdition },
  cause: unknown,
): RefusedReading {
  const { version } = reader;
  const { warnings } = reader.findings;
  const { rule, path, isNameless } = whyStopped(cause, reader);
  if (isNameless) return nameless(body, rule, { version, edition, warnings });
  const message = messageOf(reader);
  return {
    ok: false,
    refusal: refusalOf(reader.kind, [badlyFormedAt(path, rule)], { path, rule }),
    ...(message && { messageKind: message.kind, echo: echoOf(message) }),
    version,
    edition,
    warnings,
    redaction: wholeAsHole(body),
  };
}

function whyStopped(
  cause: unknown,
  reader: MessageReader,
): { rule: ReadRule; path: string; isNameless: boolean } {
  if (cause instanceof ReadingStopped) return cause;
  if (cause instanceof TooManyAttributes)
    return { rule: ReadRule.TooManyAttributes, path: '', isNameless: reader.kind === undefined };
  if (cause instanceof DoctypeForbidden)
    return { rule: ReadRule.DoctypeForbidden, path: '', isNameless: true };
  // The parser throws nothing more special than an Error; a TypeError and its like are faults of ours.
  if (!(cause instanceof Error) || cause.constructor !== Error) throw cause;
  return { rule: ReadRule.NotWellFormed, path: '', isNameless: true };
}

function nameless(
  body: Buffer,
  rule: ReadRule,
  { version, ...known }: { version?: string | undefined; edition: FoundEdition; warnings: Warning[] },
): RefusedReading {
  const refusal = refusalOf(undefined, [badlyFormedAt('', rule)], { path: '', rule });
  return { ok: false, refusal, version, ...known, redaction: wholeAsHole(body) };
}

function refusalOf(
  kind: MessageKind | undefined,
  errors: ErrorData[],
  { path, rule }: { path: string; rule: ReadRule },
): RefusedReading['refusal'] {
  return {
    http: kind === undefined ? 400 : 200,
    errors,
    confirmationKind: confirmationKindOf[kind ?? 'request'],
    path,
    rule,
  };
}

/** The reader fills exactly the table's canonical names; where it has no fault, that is the message. */
function messageOf(reader: MessageReader): Message | undefined {
  if (reader.message === undefined) return undefined;
  if (reader.unknown.length > 0) reader.message['unknown'] = reader.unknown;
  return reader.message as unknown as Message;
}
