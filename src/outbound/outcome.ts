import type { DeliveryOutcome } from '../exchange/deliveries/index.js';
import type { Delivery } from '../loan/index.js';
import { meaningOf, type Peer } from '../peers/index.js';
import type { PostOutcome } from '../platform/index.js';
import { readConfirmation, type PeerConfirmation } from './read-confirmation.js';
import { retryAfterSeconds } from './schedule.js';

/** One POST of a delivery, and what is known of both ends. */
export interface Sent {
  post: PostOutcome;
  /** As it was when it was claimed: its attempts are those before this one. */
  delivery: Pick<Delivery, 'message' | 'attempts'> & Partial<Pick<Delivery, 'what'>>;
  peer: Pick<Peer, 'alreadyHave' | 'wire'>;
  now: Date;
}

export interface Judged {
  outcome: DeliveryOutcome;
  /** The answer's text where it was a confirmation. */
  confirmation?: string;
}

interface Answer {
  statusCode: number;
  confirmation: PeerConfirmation | undefined;
  sent: Sent;
}

interface Row {
  applies(answer: Answer): boolean;
  class: DeliveryOutcome['class'];
  cause(answer: Answer): string;
}

const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429, 503]);
const http = ({ statusCode }: Answer): string => `HTTP ${statusCode}`;
const isBetween =
  (from: number, to: number) =>
  (answer: Answer): boolean =>
    answer.statusCode >= from && answer.statusCode <= to;
const isSuccess = isBetween(200, 299);
const isServerFault = isBetween(500, 599);

/** The first row that applies decides. Source: architecture §3, the table of step 8; iso18626.md 4.2, 7.7. */
const rows: readonly Row[] = [
  { applies: hasItAlready, class: 'already-had', cause: () => 'the peer has it already' },
  { applies: ({ confirmation }) => confirmation?.ok === false, class: 'refused', cause: refusalOf },
  {
    applies: (answer) =>
      answer.confirmation?.ok === true && (isSuccess(answer) || isBetween(400, 499)(answer)),
    class: 'answered',
    cause: () => 'confirmed',
  },
  { applies: ({ statusCode }) => NOT_NOW.has(statusCode), class: 'transient', cause: http },
  { applies: isServerFault, class: 'ambiguous', cause: http },
  { applies: isSuccess, class: 'ambiguous', cause: (answer) => `${http(answer)} without a confirmation` },
  { applies: () => true, class: 'permanent', cause: http },
];

/** What a POST means for its delivery. */
export function judge(sent: Sent): Judged {
  const { post } = sent;
  if (post.kind === 'not-sent') return { outcome: { class: 'transient', cause: post.cause } };
  if (post.kind === 'unknown') return { outcome: { class: 'ambiguous', cause: post.cause } };
  const { delivery, now } = sent;
  const of = { sent: delivery.message, contentType: post.contentType };
  const confirmation = readConfirmation(post.body, of);
  const answer: Answer = { statusCode: post.statusCode, confirmation, sent };
  const meant = meaning(answer);
  const asked = retryAfterSeconds(post.retryAfter, now);
  const outcome: DeliveryOutcome = {
    ...meant,
    statusCode: post.statusCode,
    ...(confirmation === undefined ? {} : { errors: confirmation.errors, warnings: confirmation.warnings }),
    ...(asked === undefined ? {} : { retryAfterSeconds: asked }),
  };
  return confirmation === undefined ? { outcome } : { outcome, confirmation: post.body.toString('utf8') };
}

/** What the peer's habits make of an answer, else what the standard says. That it has a message already comes first. */
function meaning(answer: Answer): Pick<DeliveryOutcome, 'class' | 'cause'> {
  const { statusCode, confirmation, sent } = answer;
  const own = hasItAlready(answer)
    ? undefined
    : meaningOf(sent.peer, {
        statusCode,
        ok: confirmation?.ok,
        errors: confirmation?.errors ?? [],
        what: sent.delivery.what ?? '',
      });
  if (own !== undefined) return own;
  const row = rows.find((one) => one.applies(answer));
  if (row === undefined) throw new Error('the last row applies to every answer');
  return { class: row.class, cause: row.cause(answer) };
}

/** After any earlier attempt of the same bytes, the signals that the peer's record names mean that one arrived. */
function hasItAlready({ statusCode, confirmation, sent }: Answer): boolean {
  const { alreadyHave } = sent.peer;
  if (sent.delivery.attempts === 0 || confirmation?.ok === true) return false;
  if (alreadyHave.statusCodes.includes(statusCode)) return true;
  const said = (confirmation?.errors ?? []).map(({ errorValue }) => errorValue?.toLowerCase() ?? '');
  return alreadyHave.errorValueContains.some((signal) =>
    said.some((value) => value.includes(signal.toLowerCase())),
  );
}

function refusalOf({ confirmation }: Answer): string {
  return confirmation?.errors[0]?.errorType ?? 'ERROR without errorData';
}
