import { isDateTime } from '../../iso18626/index.js';
import { failed, notSeen, passed, type Check, type Finding, type SharedCheck } from '../check.js';
import type { Confirmed } from '../talk/answer.js';
import type { Play, Sent } from '../talk/play.js';

/** What all answers and all heard messages have to hold, judged when the last one has come. Source: iso18626.md 4.3, 4.4, 7.7. */
export const answers: readonly SharedCheck[] = [
  {
    ...{ id: 'confirmation-kind', statements: [88], severity: 'must' },
    title: 'Each message is confirmed by the confirmation of its own kind',
    run: overEchoing(({ confirmation }, { echoed }) =>
      echoed === undefined || confirmation.kind === `${echoed.kind}Confirmation`
        ? undefined
        : `${confirmation.kind} for a ${echoed.kind}`,
    ),
  },
  {
    ...{ id: 'echo-ids', statements: [88], severity: 'must' },
    title: 'Confirmations repeat ids and agencies as they came',
    run: overEchoing(echoOfIds),
  },
  {
    ...{ id: 'echo-time', statements: [88], severity: 'must' },
    title: 'timestampReceived is the header time of the message that is confirmed',
    run: overEchoing(({ confirmation }, { echoed, sending }) => {
      const { timestampReceived: told } = confirmation.confirmationHeader;
      if (echoed === undefined || isAltered(sending.body, echoed.timestamp)) return undefined;
      if (told === undefined) return 'there is none';
      return Date.parse(told) === Date.parse(echoed.timestamp)
        ? undefined
        : `${told} for ${echoed.timestamp}`;
    }),
  },
  {
    ...{ id: 'echo-code', statements: [88], severity: 'should' },
    title: 'Confirmations repeat the action or reason',
    run: overEchoing(echoOfCode),
  },
  {
    ...{ id: 'confirmation-schema', statements: [15, 88], severity: 'should' },
    title: 'Confirmations keep to the schema',
    run: overConfirmed(({ warnings }) => (warnings.length === 0 ? undefined : warnings.join(', '))),
  },
  {
    ...{ id: 'confirmation-times', statements: [47], severity: 'should' },
    title: 'Times in confirmations have the form of the schema, and a zone',
    run: overConfirmed(({ confirmation }) => {
      const { timestamp } = confirmation.confirmationHeader;
      if (timestamp === undefined) return 'a confirmation without its time';
      return isDateTime(timestamp) && /(?:Z|[+-]\d\d:\d\d)$/.test(timestamp) ? undefined : timestamp;
    }),
  },
  {
    ...{ id: 'http-200', statements: [91], severity: 'should' },
    title: 'What is confirmed OK comes as HTTP 200',
    run: overConfirmed(({ ok, statusCode }) =>
      !ok || statusCode === 200 ? undefined : `HTTP ${statusCode}`,
    ),
  },
  {
    ...{ id: 'errors-in-protocol', statements: [88, 91], severity: 'must' },
    title: 'A message that can be read is answered in the protocol, also when it is refused',
    run: overReadable(({ answer }) => {
      if (answer.kind === 'nothing') return answer.cause;
      return answer.kind === 'confirmation' ? undefined : `HTTP ${answer.statusCode} with ${answer.hint}`;
    }),
  },
  {
    ...{ id: 'content-type', statements: [90], severity: 'must' },
    title: 'Confirmations are application/xml or text/xml',
    run: overConfirmed(({ posted: { contentType } }) =>
      /^(?:application|text)\/(?:[\w.-]+\+)?xml\b/i.test(contentType)
        ? undefined
        : contentType || 'no Content-Type',
    ),
  },
  {
    ...{ id: 'charset', statements: [90], severity: 'info' },
    title: 'Confirmations are application/xml with their charset',
    run: overConfirmed(({ posted: { contentType } }) =>
      /^application\/xml;\s*charset="?utf-8"?$/i.test(contentType) ? undefined : contentType,
    ),
  },
  {
    ...{ id: 'content-length', statements: [90], severity: 'should' },
    title: 'Confirmations say their length, and nothing stands before the XML',
    run: overConfirmed(({ posted: { body, contentLength } }) => {
      if (body[0] !== 0x3c) return 'something stands before the first <';
      if (contentLength === undefined) return 'no Content-Length';
      return contentLength === String(body.length) ? undefined : `${contentLength} said, ${body.length} sent`;
    }),
  },
  {
    ...{ id: 'in-time', statements: [34], severity: 'should' },
    title: 'Answers come within ten seconds',
    run: over(
      ({ sent }) => sent,
      ({ exchange: { durationMs } }) => (durationMs <= 10_000 ? undefined : `${durationMs} ms`),
    ),
  },
  {
    ...{ id: 'own-messages', statements: [15, 47], severity: 'should' },
    title: 'The peer’s own messages keep to the schema',
    run: overHeard((heard) => {
      if (heard.length === 0) return notSeen('it sent none');
      const wrong = heard.filter(({ warnings }) => warnings.length > 0);
      return tally(
        wrong.map(({ what, warnings }) => `${what}: ${warnings.join(', ')}`),
        heard.length,
      );
    }),
  },
  {
    ...{ id: 'answer-only-to-questions', statements: [70], severity: 'should' },
    title: 'answerYesNo stands in CancelResponse and RenewResponse alone',
    run: overHeard((heard) => {
      const told = heard.flatMap(({ message }) =>
        message.kind === 'supplyingAgencyMessage' ? [message.messageInfo] : [],
      );
      if (told.length === 0) return notSeen('it told us nothing');
      const wrong = told.filter(
        ({ answerYesNo, reasonForMessage }) =>
          answerYesNo !== undefined && !/^(Cancel|Renew)Response$/.test(reasonForMessage),
      );
      return tally(
        wrong.map(({ reasonForMessage }) => `answerYesNo in ${reasonForMessage}`),
        told.length,
      );
    }),
  },
];

function overHeard(judge: (heard: Play['inbox']['heard']) => Finding): SharedCheck['run'] {
  return ({ inbox }) => Promise.resolve(judge(inbox.heard));
}

/** What is wrong with one; nothing where it is right. */
type Fault<T> = (one: T, sent: Sent) => string | undefined;

function over(
  which: (play: Play) => readonly Sent[],
  fault: (sent: Sent) => string | undefined,
): Check['run'] {
  const judge = (among: readonly Sent[]): Finding =>
    tally(
      among.flatMap((sent) => {
        const wrong = fault(sent);
        return wrong === undefined ? [] : [`${wrong} (exchange ${sent.exchange.number})`];
      }),
      among.length,
    );
  return (play) => {
    const among = which(play);
    return Promise.resolve(among.length === 0 ? notSeen('there was no answer to look at') : judge(among));
  };
}

function overConfirmed(fault: Fault<Confirmed>): Check['run'] {
  return over(
    ({ sent }) => sent.filter(({ answer }) => answer.kind === 'confirmation'),
    (sent) => (sent.answer.kind === 'confirmation' ? fault(sent.answer, sent) : undefined),
  );
}

/** Without the neutral ones, which repeat nothing because no message could be made out. Source: iso18626.md 4.3. */
function overEchoing(fault: Fault<Confirmed>): Check['run'] {
  const isNeutral = ({ ok, confirmation: { kind, confirmationHeader } }: Confirmed): boolean =>
    !ok && kind === 'requestConfirmation' && confirmationHeader.requestingAgencyRequestId === undefined;
  return over(
    ({ sent }) => sent.filter(({ answer }) => answer.kind === 'confirmation' && !isNeutral(answer)),
    (sent) => (sent.answer.kind === 'confirmation' ? fault(sent.answer, sent) : undefined),
  );
}

/** Those that went as the standard says and that anybody can read: the ones whose bytes hold their own message whole. */
function overReadable(fault: (sent: Sent) => string | undefined): Check['run'] {
  return over(({ sent }) => sent.filter(isReadable), fault);
}

function isReadable({ sending: { of, method, headers, withoutKeys }, exchange }: Sent): boolean {
  const isPlain = of !== undefined && method === undefined && headers === undefined && withoutKeys !== true;
  return isPlain && readable.has(exchange.check);
}

/** Checks whose messages are well-formed and by the schema. */
const readable: ReadonlySet<string> = new Set([
  ...['request', 'status-request', 'repeat', 'same-id', 'unknown-transaction', 'open-code', 'isbn-wrong'],
  ...['requester-unknown', 'supplier-unknown', 'retry-of-nothing', 'cancel', 'clean-up', 'loan'],
  ...['told-unknown-transaction', 'will-supply', 'told-twice', 'told-by-another', 'loaned', 'completed'],
]);

const MOST_NAMED = 5;

function tally(wrong: readonly string[], of: number): Finding {
  if (wrong.length === 0) return passed();
  const named = wrong.slice(0, MOST_NAMED).join('; ');
  const more = wrong.length > MOST_NAMED ? `; and ${wrong.length - MOST_NAMED} more` : '';
  return failed(`${wrong.length} of ${of}: ${named}${more}`);
}

/** An id that is left out is no wrong one: some leave them all out. What was empty or altered is not looked at. */
function echoOfIds({ confirmation }: Confirmed, { echoed, sending }: Sent): string | undefined {
  if (echoed === undefined || typeof sending.body !== 'string') return undefined;
  const { confirmationHeader: header } = confirmation;
  const pairs = [
    ['requestingAgencyRequestId', header.requestingAgencyRequestId, echoed.requestId],
    ['supplyingAgencyId', header.supplyingAgencyId?.agencyIdValue, echoed.supplier],
    ['requestingAgencyId', header.requestingAgencyId?.agencyIdValue, echoed.requester],
  ] as const;
  const wrong = pairs.find(
    ([, told, meant]) =>
      told !== undefined && meant !== '' && told !== meant && !isAltered(sending.body, meant),
  );
  return wrong === undefined ? undefined : `${wrong[0]} came back as ${wrong[1] ?? ''}`;
}

function isAltered(body: string | Buffer, meant: string): boolean {
  return !body.includes(escaped(meant));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function echoOfCode({ confirmation }: Confirmed, { echoed }: Sent): string | undefined {
  if (echoed === undefined) return undefined;
  const { action, reason } = echoed;
  if (confirmation.kind === 'requestingAgencyMessageConfirmation' && action !== undefined)
    return confirmation.action === action ? undefined : `action is ${confirmation.action ?? 'missing'}`;
  if (confirmation.kind === 'supplyingAgencyMessageConfirmation' && reason !== undefined)
    return confirmation.reasonForMessage === reason
      ? undefined
      : `reasonForMessage is ${confirmation.reasonForMessage ?? 'missing'}`;
  return undefined;
}
