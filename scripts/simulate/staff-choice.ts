import type { Act, LoanView, PossibleActs, Transaction, Verb } from '../../src/loan/index.js';
import type { Dice } from './chance.js';

/** How staff are at a visit: they do this and that by chance, or they bring what is left to its end. */
export type Mood = 'by-chance' | 'tidying';

interface Weighing {
  state: Transaction | undefined;
  mood: Mood;
}

type Weight = (weighing: Weighing) => number;

const always =
  (weight: number): Weight =>
  () =>
    weight;
const byChance =
  (weight: number): Weight =>
  ({ mood }) =>
    mood === 'tidying' ? 0 : weight;
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
  'shelf-check': ({ mood }) => (mood === 'tidying' ? 0.3 : 0.8),
  'settle-damage': always(2),
  remind: byChance(0.1),
  'hold-clock': byChance(0.05),
  'release-clock': always(2),
  forward: byChance(0.05),
  withdraw: byChance(0.04),
};
const UNNAMED = byChance(0.25);
/** Staff look, and leave it at that. */
const NOTHING = { open: 2, closed: 12 } as const;

/** What staff do at this visit, if anything. */
export function chooseAct(
  view: LoanView,
  { possible }: PossibleActs,
  how: { thrown: Dice; mood: Mood; now: Date },
): Act | undefined {
  const state = view.transactions.get(view.record.current ?? '');
  const weighed = possible.map(({ verb, needsConfirmation }) => ({
    verb,
    confirmed: needsConfirmation === true,
    weight: (weights[verb] ?? UNNAMED)({ state, mood: how.mood }),
  }));
  const sum =
    weighed.reduce((so, { weight }) => so + weight, 0) +
    NOTHING[view.record.phase === 'open' ? 'open' : 'closed'];
  let left = how.thrown.next() * sum;
  for (const { verb, confirmed, weight } of weighed) {
    left -= weight;
    if (left < 0) return actOf(verb, { ...how, confirmed });
  }
  return undefined;
}

interface Saying {
  thrown: Dice;
  now: Date;
  confirmed: boolean;
}

const DAY_MS = 86_400_000;

function inDays({ now }: Saying, days: number): string {
  return new Date(now.getTime() + Math.round(days) * DAY_MS).toISOString().slice(0, 10);
}

const reasons = ['NotOnShelf', 'NotHeld', 'NonCirculating', 'PoorCondition', 'NotAvailableForILL'];
const carriers = ['PostNord', 'DHL', 'UPS'];

function parcel(saying: Saying): object {
  const { thrown } = saying;
  return {
    ...(thrown.happens(0.5) ? { carrier: thrown.pick(carriers), trackingId: `T${thrown.below(1e9)}` } : {}),
    ...(thrown.happens(0.5) ? { expectedAt: inDays(saying, thrown.between(1, 9)) } : {}),
  };
}

/** What goes with a verb; nothing where it is not named. */
const said: Readonly<Record<string, (saying: Saying) => object>> = {
  ship: (saying) => ({
    ...parcel(saying),
    itemId: `B-${saying.thrown.below(1e6)}`,
    ...(saying.thrown.happens(0.8) ? { dueDate: inDays(saying, saying.thrown.between(7, 40)) } : {}),
  }),
  'supply-copy': ({ thrown }) =>
    thrown.happens(0.5) ? { url: `https://copies.example/${thrown.below(1e6)}` } : {},
  return: parcel,
  'cannot-supply': ({ thrown }) => ({ reasonUnfilled: thrown.pick(reasons) }),
  'answer-cancel': ({ thrown }) => ({ answer: thrown.happens(0.5) ? 'yes' : 'no' }),
  'answer-renewal': (saying) =>
    saying.thrown.happens(0.6)
      ? { answer: 'yes', dueDate: inDays(saying, saying.thrown.between(7, 30)) }
      : { answer: 'no' },
  extend: (saying) => ({ dueDate: inDays(saying, saying.thrown.between(20, 60)) }),
  recall: (saying) => ({ dueDate: inDays(saying, saying.thrown.between(3, 10)) }),
  'withdraw-recall': (saying) => ({ dueDate: inDays(saying, saying.thrown.between(10, 40)) }),
  'shelf-check': ({ thrown }) => ({ outcome: thrown.happens(0.4) ? 'found' : 'not-found' }),
  'settle-damage': ({ thrown }) => ({ decision: thrown.pick(['accepted', 'waived']) }),
  'draft-claim': ({ thrown }) => ({
    amount: `${thrown.below(900) + 100}.00`,
    cause: thrown.pick(['lost', 'damaged']),
  }),
  'record-claim': ({ thrown }) => ({
    amount: `${thrown.below(900) + 100}.00`,
    cause: thrown.pick(['lost', 'damaged']),
  }),
  'record-payment': ({ thrown }) => ({ amount: `${thrown.below(400) + 100}.00`, means: 'money' }),
  note: ({ thrown }) => ({ note: `Look at shelf ${thrown.below(100)}.` }),
};

function actOf(verb: Verb, saying: Saying): Act {
  const act: Record<string, unknown> = {
    verb,
    ...said[verb]?.(saying),
    ...(saying.confirmed ? { confirmed: true } : {}),
    ...(verb !== 'note' && saying.thrown.happens(0.05) ? { note: 'Said beside.' } : {}),
  };
  return act as unknown as Act;
}
