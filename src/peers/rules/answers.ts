import { z } from 'zod';
import { plainRule, ruleWith } from './rule.js';

const closedAtTheirEnd = ruleWith<{ what: string[] }>({
  name: 'closed-at-their-end',
  source: 'peers.md 2.4; iso18626.md 4.5 (Koha traps, c)',
  does: 'Once the loan is closed there, every action is refused as UnsupportedActionType: for those that come last in a loan it is no failure.',
  parameters: z.strictObject({
    what: z.array(z.string()).default(['Received', 'ShippedReturn', 'StatusRequest']),
  }),
  answered({ ok, errors, what }, parameters) {
    const isMeant =
      ok === false &&
      parameters.what.includes(what) &&
      errors.some(({ errorType }) => errorType === 'UnsupportedActionType');
    return isMeant ? { class: 'answered', cause: 'closed at their end' } : undefined;
  },
});

const brokerCouldNotPassOn = ruleWith<{ says: string }>({
  name: 'broker-could-not-pass-on',
  source: 'peers.md 1.1 (other peer unreachable)',
  does: 'ERROR with `Could not send request to peer` tells that the library behind the broker could not be reached, or did not answer: it may have the message.',
  parameters: z.strictObject({ says: z.string().min(3).default('Could not send request to peer') }),
  answered({ ok, errors }, { says }) {
    const isMeant = ok === false && errors.some(({ errorValue }) => errorValue?.includes(says) === true);
    return isMeant ? { class: 'ambiguous', cause: 'the broker could not pass it on' } : undefined;
  },
});

const onlyTheseSucceed = ruleWith<{ statusCodes: number[] }>({
  name: 'success-codes',
  source: 'iso18626.md 4.5; peers.md 2.4',
  does: 'Only some HTTP status codes come with a confirmation that counts; any other answer leaves a doubt.',
  parameters: z.strictObject({ statusCodes: z.array(z.number().int().min(200).max(599)).min(1) }),
  answered({ ok, statusCode }, { statusCodes }) {
    const isDoubtful = ok === true && !statusCodes.includes(statusCode);
    return isDoubtful
      ? { class: 'ambiguous', cause: `HTTP ${statusCode}, which is no success here` }
      : undefined;
  },
});

const emptyAnswerIsSuccess = ruleWith<{ statusCodes: number[] }>({
  name: 'confirms-without-a-body',
  source: 'peers.md 2.5; iso18626.md 4.5',
  does: 'Some status codes confirm a message although no confirmation comes with them.',
  parameters: z.strictObject({ statusCodes: z.array(z.number().int().min(200).max(299)).min(1) }),
  answered({ ok, statusCode }, { statusCodes }) {
    const isMeant = ok === undefined && statusCodes.includes(statusCode);
    return isMeant ? { class: 'answered', cause: 'confirmed by the status code alone' } : undefined;
  },
});

const errorSpelling = plainRule({
  name: 'unrecognized-spelling',
  source: 'peers.md 2.4; iso18626.md 2.1, 7.8 nr 100',
  does: 'Error types come in American spelling (`UnrecognizedDataValue`): the reading of every confirmation takes both.',
});

export const answerRules = [
  closedAtTheirEnd,
  brokerCouldNotPassOn,
  onlyTheseSucceed,
  emptyAnswerIsSuccess,
  errorSpelling,
];
