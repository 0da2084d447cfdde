import {
  decode,
  type Confirmation,
  type Edition,
  type ErrorData,
  type Initiating,
} from '../../iso18626/index.js';
import type { PostOutcome } from '../../platform/index.js';

/** What a peer answered to one test message, as far as it can be understood. */
export type Answer =
  | { kind: 'nothing'; cause: string }
  /** HTTP, but no confirmation in it that can be read; `hint` says why. */
  | { kind: 'other'; statusCode: number; contentType: string; hint: string; posted: Posted }
  | {
      kind: 'confirmation';
      statusCode: number;
      ok: boolean;
      errors: readonly ErrorData[];
      confirmation: Confirmation;
      warnings: readonly string[];
      posted: Posted;
    };

export type Posted = Extract<PostOutcome, { kind: 'answered' }>;
export type Confirmed = Extract<Answer, { kind: 'confirmation' }>;

/** Reads an answer leniently: what it is decides, whatever its HTTP status. Source: iso18626.md 4.2, 4.3. */
export function readAnswer(outcome: PostOutcome, edition: Edition): Answer {
  if (outcome.kind !== 'answered') return { kind: 'nothing', cause: outcome.cause };
  const { statusCode, contentType, body } = outcome;
  const other = (hint: string): Answer => ({
    kind: 'other',
    ...{ statusCode, contentType, hint, posted: outcome },
  });
  if (body.length === 0) return other('an empty body');
  const charset = /charset="?([\w-]+)"?/i.exec(contentType)?.[1];
  const reading = decode(body, { edition, ...(charset === undefined ? {} : { charset }) });
  if (!reading.ok) return other(hintOf(body, contentType, reading.refusal.rule));
  if (!('confirmationHeader' in reading.message)) return other('a message that is no confirmation');
  const confirmation = reading.message;
  return {
    kind: 'confirmation',
    statusCode,
    ok: confirmation.confirmationHeader.messageStatus === 'OK',
    errors: confirmation.errorData ?? [],
    confirmation,
    warnings: [...new Set(reading.warnings.map(({ code, path }) => `${code} at ${path}`))],
    posted: outcome,
  };
}

function hintOf(body: Buffer, contentType: string, rule: string): string {
  if (/html/i.test(contentType) || /^\s*<(!doctype html|html)/i.test(body.toString('latin1', 0, 200)))
    return 'an HTML page';
  if (/^\s*[{[]/.test(body.toString('latin1', 0, 20))) return 'JSON';
  return /^\s*</.test(body.toString('latin1', 0, 20)) ? `XML that cannot be read: ${rule}` : 'plain text';
}

/** An answer in a few words, for people. */
export function answerWords(answer: Answer): string {
  if (answer.kind === 'nothing') return answer.cause;
  if (answer.kind === 'other') return `HTTP ${answer.statusCode} with ${answer.hint}`;
  if (answer.ok) return `a confirmation OK (HTTP ${answer.statusCode})`;
  const said = answer.errors.map(({ errorType, errorValue }) =>
    [errorType, errorValue].filter(Boolean).join(': '),
  );
  return `ERROR ${said.length === 0 ? 'without errorData' : said.join('; ')} (HTTP ${answer.statusCode})`;
}

/** What a confirmation has to repeat of the message that it confirms. */
export interface Echoed {
  kind: Initiating['kind'];
  requestId: string;
  timestamp: string;
  supplier: string;
  requester: string;
  action?: string;
  reason?: string;
}

export function echoedOf(message: Initiating): Echoed {
  const { header } = message;
  return {
    kind: message.kind,
    requestId: header.requestingAgencyRequestId,
    timestamp: header.timestamp,
    supplier: header.supplyingAgencyId?.agencyIdValue ?? '',
    requester: header.requestingAgencyId.agencyIdValue,
    ...(message.kind === 'requestingAgencyMessage' ? { action: message.action } : {}),
    ...(message.kind === 'supplyingAgencyMessage' ? { reason: message.messageInfo.reasonForMessage } : {}),
  };
}
