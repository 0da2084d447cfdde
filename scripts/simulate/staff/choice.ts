import type { Act, LoanView, PossibleActs, Transaction, Verb } from '../../../src/loan/index.js';
import type { Dice } from '../chance.js';
import { actOf } from './words.js';

/** How staff are at a visit: they do this and that by chance, or they bring what is left to its end. */
export type Mood = 'by-chance' | 'tidying';

interface Weighing {
  state: Transaction | undefined;
  mood: Mood;
  /** Of a loan that mostly goes as loans go. */
  isPlain: boolean;
}

type Weight = (weighing: Weighing) => number;

/** How much less than elsewhere happens by chance to a loan that mostly goes as loans go. */
const PLAIN = 0.15;

const always =
  (weight: number): Weight =>
  () =>
    weight;
const byChance =
  (weight: number): Weight =>
  ({ mood, isPlain }) =>
    mood === 'tidying' ? 0 : isPlain ? weight * PLAIN : weight;
const once =
  (isSo: (state: Transaction) => boolean, weight: number): Weight =>
  ({ state, mood }) =>
    state !== undefined && isSo(state) ? weight : mood === 'tidying' ? 0 : 0.04;

/** How likely staff take an act among those that are possible; a verb that is not named here is taken now and then. */
const weights: Readonly<Record<string, Weight>> = {
  'will-supply': always(3),
  ship: always(5),
  'supply-copy': always(5),
  'cannot-supply': byChance(0.6),
  'answer-cancel': always(8),
  'answer-renewal': always(8),
  'check-in': once(({ returnShipped }) => returnShipped !== undefined, 8),
  receive: always(6),
  return: once(({ received }) => received !== undefined, 2),
  cancel: byChance(0.25),
  'ask-status': byChance(0.15),
  note: byChance(0.15),
  'report-lost': byChance(0.1),
  'report-damaged': byChance(0.08),
  found: always(0.6),
  'next-supplier': always(3),
  expect: byChance(0.5),
  renew: byChance(0.6),
  extend: byChance(0.15),
  recall: byChance(0.15),
  'withdraw-recall': always(0.5),
  'overdue-notice': byChance(0.3),
  'hold-return': byChance(0.12),
  'release-hold': always(3),
  'not-arrived': byChance(0.15),
  'not-received': byChance(0.15),
  'close-without-return': byChance(0.1),
  'shelf-check': ({ mood }) => (mood === 'tidying' ? 0.3 : 0.25),
  'settle-damage': always(2),
  remind: byChance(0.1),
  'hold-clock': byChance(0.05),
  'release-clock': always(2),
  forward: byChance(0.05),
  withdraw: byChance(0.04),
  conditional: byChance(0.5),
  'ask-retry': byChance(0.4),
  'accept-condition': always(3),
  'decline-condition': always(1),
  'send-further': byChance(0.15),
  'log-call': byChance(0.08),
  'approve-claim': always(3),
  'send-claim': always(3),
  'agree-claim': always(1.5),
  'record-payment': always(1.5),
  'dispute-claim': byChance(0.4),
  'waive-claim': always(0.3),
  'withdraw-claim': always(0.3),
  'refund-claim': always(3),
  'undo-claim-step': byChance(0.3),
};
const UNNAMED = byChance(0.25);
/** Staff look, and leave it at that: the prompt ones seldom, where there is something to do. */
const NOTHING = { open: 2, openAndPlain: 0.5, closed: 12 } as const;
function leavingIt({ record }: LoanView, isPlain: boolean): number {
  if (record.phase !== 'open') return NOTHING.closed;
  return isPlain ? NOTHING.openAndPlain : NOTHING.open;
}

/** What staff do at this visit, if anything. */
export function chooseAct(
  view: LoanView,
  { possible }: PossibleActs,
  how: { thrown: Dice; mood: Mood; isPlain: boolean; now: Date; isLeft: (verb: Verb) => boolean },
): Act | undefined {
  const state = view.transactions.get(view.record.current ?? '');
  const weighed = possible
    .filter(({ verb }) => !how.isLeft(verb))
    .map(({ verb, needsConfirmation }) => ({
      verb,
      confirmed: needsConfirmation === true,
      weight: (weights[verb] ?? UNNAMED)({ state, mood: how.mood, isPlain: how.isPlain }),
    }));
  const sum = weighed.reduce((so, { weight }) => so + weight, 0) + leavingIt(view, how.isPlain);
  let left = how.thrown.next() * sum;
  for (const { verb, confirmed, weight } of weighed) {
    left -= weight;
    if (left < 0) return actOf(verb, { ...how, state, confirmed });
  }
  return undefined;
}
