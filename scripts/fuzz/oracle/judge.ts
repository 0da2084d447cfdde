import type { Edition } from '../../../src/iso18626/index.js';
import type { Answer, Expectation, FuzzPeer, Heard, Trial } from '../trial.js';
import type { Judges, SchemaVerdict } from './judges.js';
import { isOverLimits, measure } from './measure.js';
import { textOf } from './text-of.js';

/** How an answer was judged: a short name that is counted, and what is wrong with it, if anything. */
export interface Verdict {
  name: string;
  wrong?: string;
}

const initiating = ['request', 'requestingAgencyMessage', 'supplyingAgencyMessage'];
const errorTypes = [
  'BadlyFormedMessage',
  'UnrecognisedDataElement',
  'UnrecognisedDataValue',
  'UnsupportedActionType',
  'UnsupportedReasonForMessageType',
];

const wrong = (name: string, why: string): Verdict => ({ name, wrong: why });

/** Holds what was heard against what may be answered. */
export function judgeTrial(
  trial: Trial,
  heard: Heard,
  known: { judges: Judges; editions: readonly Edition[] },
): Verdict {
  let last: Verdict = wrong('nothing', 'nothing was expected');
  for (const [at, expectation] of trial.expected.entries()) {
    last = judgeOne(expectation, { heard, answer: heard.answers[at], peer: trial.peer, ...known });
    if (last.wrong !== undefined) return last;
  }
  return last;
}

interface Given {
  heard: Heard;
  answer: Answer | undefined;
  peer: FuzzPeer;
  judges: Judges;
  editions: readonly Edition[];
}

function judgeOne(expectation: Expectation, given: Given): Verdict {
  const { answer, heard } = given;
  if (answer === undefined) {
    if (expectation.is === 'broken' && heard.end === 'closed') return { name: 'closed' };
    return wrong('unanswered', `no answer: ${heard.end ?? 'none came'}`);
  }
  const { status } = answer;
  if (status >= 500 && !(expectation.is !== 'read' && expectation.oneOf.includes(status)))
    return wrong(String(status), `HTTP ${status}`);
  if (expectation.is !== 'read') return judgeStatus(expectation.oneOf, answer);
  return judgeRead(expectation, { ...given, answer });
}

function judgeStatus(oneOf: readonly number[], { status, headers }: Answer): Verdict {
  const name = String(status);
  if (!oneOf.includes(status)) return wrong(name, `HTTP ${status}, wanted ${oneOf.join(' or ')}`);
  if (status === 405 && headers['allow'] !== 'POST') return wrong(name, 'HTTP 405 without Allow: POST');
  return { name };
}

type Read = Extract<Expectation, { is: 'read' }>;

function judgeRead({ body, charset }: Read, given: Given & { answer: Answer }): Verdict {
  const { answer, judges, editions, peer } = given;
  const text = textOf(body, charset);
  const parsed = text === undefined ? undefined : judges.parse(text, [peer.edition]);
  const confirmation = readConfirmation(answer, judges, editions);
  if (typeof confirmation === 'string') return wrong(String(answer.status), confirmation);
  const [kind] = parsed?.messages ?? [];
  const isMessage =
    parsed?.root === 'ISO18626Message' &&
    !parsed.hasDoctype &&
    parsed.messages.length === 1 &&
    initiating.includes(kind ?? '');
  if (text === undefined || parsed === undefined || kind === undefined || !isMessage)
    return judgeUnreadable(answer, confirmation);
  return judgeConfirmed({
    answer,
    confirmation,
    kind,
    text,
    peer,
    schema: parsed.verdicts.get(peer.edition.id) ?? 'invalid',
  });
}

/** 400, a neutral confirmation, and nothing of the message in it. Source: iso18626.md 4.7. */
function judgeUnreadable({ status }: Answer, said: Said): Verdict {
  const name = `${status} ${said.errorTypes[0] ?? said.status}`;
  if (status !== 400) return wrong(name, `HTTP ${status} for what cannot be read`);
  if (
    said.kind !== 'requestConfirmation' ||
    said.status !== 'ERROR' ||
    said.errorTypes[0] !== 'BadlyFormedMessage'
  )
    return wrong(name, 'not the neutral confirmation');
  return said.hasIds ? wrong(name, 'ids are echoed under HTTP 400') : { name };
}

function judgeConfirmed(given: {
  answer: Answer;
  confirmation: Said;
  kind: string;
  text: string;
  peer: FuzzPeer;
  schema: SchemaVerdict;
}): Verdict {
  const { answer, confirmation: said, kind, text, peer, schema } = given;
  const name = `${answer.status} ${said.status === 'OK' ? 'OK' : (said.errorTypes[0] ?? 'ERROR')}`;
  if (isOverLimits(measure(text))) {
    const isRefused = said.status === 'ERROR' && said.errorTypes[0] === 'BadlyFormedMessage';
    return isRefused && [200, 400].includes(answer.status)
      ? { name: `${name} (limit)` }
      : wrong(name, 'over a limit and not refused');
  }
  if (answer.status !== 200) return wrong(name, `HTTP ${answer.status} for a message that can be confirmed`);
  if (said.kind !== `${kind}Confirmation`) return wrong(name, `a ${said.kind} for a ${kind}`);
  if (said.status === 'OK' && said.errorTypes.length > 0) return wrong(name, 'OK with errors');
  if (said.status === 'ERROR' && said.errorTypes.length === 0) return wrong(name, 'ERROR without a type');
  if (schema === 'valid' && /^(BadlyFormedMessage|UnrecognisedDataElement)$/.test(said.errorTypes[0] ?? ''))
    return wrong(name, `valid by the schema of ${peer.edition.id}, and refused as ${said.errorTypes.join()}`);
  if (peer.strict && schema === 'invalid' && said.status === 'OK')
    return wrong(name, `invalid by the schema, and taken by a strict reading`);
  return { name };
}

interface Said {
  kind: string;
  status: string;
  errorTypes: string[];
  hasIds: boolean;
}

/** What a confirmation says; or what is wrong with it as a document. */
function readConfirmation(
  { status, headers, body }: Answer,
  judges: Judges,
  editions: readonly Edition[],
): Said | string {
  if (status !== 200 && status !== 400) return `HTTP ${status}, wanted 200 or 400`;
  if (headers['content-type'] !== 'application/xml; charset="utf-8"')
    return `type ${headers['content-type'] ?? 'missing'}`;
  if (Number(headers['content-length']) !== body.length) return 'no exact Content-Length';
  if (body[0] !== 0x3c) return 'the first byte is no <';
  const parsed = judges.parse(body, editions);
  if (parsed === undefined || ![...parsed.verdicts.values()].some((verdict) => verdict !== 'invalid'))
    return 'the confirmation is not valid by any schema';
  const text = body.toString('utf8');
  const errors = [...text.matchAll(/<ill:errorType>([^<]*)</g)].map(([, type = '']) => type);
  if (errors.some((type) => !errorTypes.includes(type)))
    return 'an errorType that the standard does not know';
  return {
    kind: parsed.messages[0] ?? '',
    status: /<ill:messageStatus>([^<]*)</.exec(text)?.[1] ?? '',
    errorTypes: errors,
    hasIds: /requestingAgencyRequestId|AgencyId>/.test(text),
  };
}
