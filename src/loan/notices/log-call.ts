import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import { endOfWrittenDay } from '../clocks/calendar.js';
import { millisecondsOf } from '../compose/timestamps.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { present } from '../present.js';
import { ActRefusal, type ActOf, type Refused } from '../acts/act.js';
import { done, refused, type RecordRule } from '../acts/act-rule.js';
import type { Instant } from '../model/transaction.js';
import {
  callChannels,
  callDirections,
  callParties,
  callResults,
  type CallChannel,
  type CallDirection,
  type CallParty,
  type CallResult,
} from './call.js';
import { withFollowUp } from './follow-up.js';

/**
 * A call or mail outside the protocol, written into the same thread as the messages. Its words may name a person, so they
 * are sealed; a day on which to ask again comes back as attention. Possible at any time, also when the loan is over.
 * Refused without a word and a result: it would say nothing.
 */
export const logCall: RecordRule<ActOf<'log-call'>> = {
  whyNot: () => undefined,
  perform(view, ctx, act) {
    const said = chips(act);
    if (said === undefined) return refused(ActRefusal.CallUnreadable);
    const words = act.note?.trim() ?? '';
    if (words === '' && act.result === undefined) return refused(ActRefusal.ResultMissing);
    const again = followUpOf(act.followUpOn, ctx);
    if ('refusal' in again) return again;
    const call = words === '' ? undefined : ctx.at.newId();
    const noted = { id: ctx.at.newId(), party: said.party, madeAt: nowOf(ctx), at: again.at };
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff wrote down what was said outside the protocol.',
        record: withFollowUp(view.record, noted),
        sealed: call === undefined ? undefined : byId(call, { purpose: 'call', value: words }),
        facts: present({ verb: act.verb, ...said, call, followUpOn: again.at?.slice(0, 10) }),
      }),
    );
  },
};

/** The end of the day on which to ask again, with us. */
function followUpOf(day: string | undefined, ctx: RuleContext): { at: Instant | undefined } | Refused {
  if (day === undefined) return { at: undefined };
  const at = endOfWrittenDay(day, ctx.calendars.ours);
  if (at === undefined) return refused(ActRefusal.DateUnreadable);
  return millisecondsOf(at) < ctx.at.now.getTime() ? refused(ActRefusal.FollowUpInThePast) : { at };
}

interface Chips {
  party: CallParty;
  direction: CallDirection;
  channel: CallChannel;
  result?: CallResult | undefined;
}

/** What was chosen, with the commonest where nothing was; undefined for a word that is none of ours. */
function chips(act: ActOf<'log-call'>): Chips | undefined {
  const party = among(callParties, act.party ?? 'peer');
  const direction = among(callDirections, act.direction ?? 'out');
  const channel = among(callChannels, act.channel ?? 'phone');
  const result = act.result === undefined ? undefined : among(callResults, act.result);
  if (party === undefined || direction === undefined || channel === undefined) return undefined;
  return act.result !== undefined && result === undefined ? undefined : { party, direction, channel, result };
}

function among<Word extends string>(words: readonly Word[], given: string): Word | undefined {
  return words.find((word) => word === given);
}
