import type { ErrorType } from '../iso18626/index.js';
import { failed, passed, skipped, type Finding } from './check.js';
import { answerWords, type Answer } from './talk/answer.js';
import type { Play, Sending, Sent } from './talk/play.js';

/** The peer has to take it: only a confirmation OK passes. */
export function taken({ answer }: Sent): Finding {
  if (answer.kind === 'confirmation' && answer.ok) return passed();
  return failed(`not taken: ${answerWords(answer)}`);
}

/**
 * The peer must not take it. A refusal in other words than the standard's is a remark; one that is no answer in the
 * protocol or in HTTP is a lesser failure. Source: iso18626.md 4.7.
 */
export function refused({ answer }: Sent, as: { types?: readonly ErrorType[] } = {}): Finding {
  if (answer.kind === 'nothing') return failed(`no answer: ${answer.cause}`, 'should');
  if (answer.kind === 'confirmation') {
    if (answer.ok) return failed(`taken for good: ${answerWords(answer)}`);
    return passed(...otherType(answer, as.types));
  }
  const { statusCode } = answer;
  if (statusCode >= 500) return failed(`it falls over: ${answerWords(answer)}`, 'should');
  if (statusCode >= 400) return passed(`refused without a confirmation: ${answerWords(answer)}`);
  return failed(`neither taken nor refused: ${answerWords(answer)}`, 'should');
}

/** As `refused`, and the error's type tells the sender what is wrong: another one is a lesser failure. */
export function refusedAs(sent: Sent, types: readonly ErrorType[]): Finding {
  const finding = refused(sent);
  const { answer } = sent;
  if (answer.kind !== 'confirmation' || answer.ok) return finding;
  const [wrong] = otherType(answer, types);
  return wrong === undefined ? finding : failed(wrong, 'should');
}

/** Taken or refused: both are right, as long as it is one of the two; which one is a habit. */
export function either(sent: Sent): Finding {
  const { answer } = sent;
  if (answer.kind === 'confirmation') return passed(answer.ok ? 'it takes this' : 'it refuses this');
  const finding = refused(sent);
  return finding.verdict === 'passed' ? passed('it refuses this', ...(finding.remarks ?? [])) : finding;
}

function otherType(answer: Answer, types: readonly ErrorType[] | undefined): string[] {
  if (answer.kind !== 'confirmation' || types === undefined) return [];
  const said = answer.errors.map(({ errorType }) => errorType);
  if (said.some((type) => types.includes(type))) return [];
  return [`says ${said.join(', ') || 'no errorType'} where ${types.join(' or ')} is meant`];
}

/** A carrier with something altered, ready to go. */
export interface Altered extends Omit<Sending, 'body' | 'what'> {
  body: string | Buffer;
  what?: string;
}

type Carrier = NonNullable<ReturnType<Play['carrier']>>;

/** Sends a message that the peer is known to take, altered, and judges the answer. */
export function altering(
  alter: (carrier: Carrier, play: Play) => string | Buffer | Altered,
  judge: (sent: Sent) => Finding,
  what = 'a message that was taken before, altered',
): (play: Play) => Promise<Finding> {
  return async (play) => {
    const carrier = play.carrier();
    if (carrier === undefined) return noCarrier(play);
    const altered = alter(carrier, play);
    const isBytes = typeof altered === 'string' || Buffer.isBuffer(altered);
    const sending = isBytes ? { body: altered } : altered;
    return judge(await play.send({ what, of: carrier.of, ...sending }));
  };
}

/** Why nothing can be altered. */
export function noCarrier({ as }: Pick<Play, 'as'>): Finding {
  return skipped(
    as === 'requester'
      ? 'the peer took no plain message that could be altered'
      : 'nobody opened a request for the test: there is no transaction to send in',
  );
}
