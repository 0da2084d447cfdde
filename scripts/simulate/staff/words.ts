import type { Act, Transaction, Verb } from '../../../src/loan/index.js';
import type { Dice } from '../chance.js';

/** What staff have before them when they say something with a verb. */
export interface Saying {
  thrown: Dice;
  now: Date;
  confirmed: boolean;
  state: Transaction | undefined;
}

const DAY_MS = 86_400_000;

/** The act with everything that goes with it. */
export function actOf(verb: Verb, saying: Saying): Act {
  const act: Record<string, unknown> = {
    verb,
    ...said[verb]?.(saying),
    ...(saying.confirmed ? { confirmed: true } : {}),
    ...(verb !== 'note' && saying.thrown.happens(0.05) ? { note: 'Said beside.' } : {}),
  };
  return act as unknown as Act;
}

function inDays({ now }: Saying, days: number): string {
  return new Date(now.getTime() + Math.round(days) * DAY_MS).toISOString().slice(0, 10);
}

const reasons = ['NotOnShelf', 'NotHeld', 'NonCirculating', 'PoorCondition', 'NotAvailableForILL'];
const carriers = ['PostNord', 'DHL', 'UPS'];
const conditions = ['LibraryUseOnly', 'NoReproduction', 'SignatureRequired'];

function parcel(saying: Saying): object {
  const { thrown } = saying;
  return {
    ...(thrown.happens(0.5) ? { carrier: thrown.pick(carriers), trackingId: `T${thrown.below(1e9)}` } : {}),
    ...(thrown.happens(0.5) ? { expectedAt: inDays(saying, thrown.between(1, 9)) } : {}),
  };
}

/** Sometimes several volumes, or one more barcode than was written down. */
function items({ thrown }: Saying): object {
  const itemId = `B-${thrown.below(1e6)}`;
  if (!thrown.happens(0.2)) return { itemId };
  const names = Array.from({ length: 2 + thrown.below(2) }, (_, index) => index + 1);
  return { volumes: names.map((name) => ({ itemId: `${itemId}-${name}`, volume: `v. ${name}` })) };
}

/** Of several volumes sometimes only one that has come as far. */
function partly(from: string): (saying: Saying) => object {
  return ({ state, thrown }) => {
    const there = Object.values(state?.volumes ?? {}).filter((volume) => volume.state === from);
    return there.length > 1 && thrown.happens(0.5) ? { itemIds: [thrown.pick(there).itemId] } : {};
  };
}

function offer(saying: Saying): object {
  const { thrown } = saying;
  return {
    ...(thrown.happens(0.7) ? { conditions: [thrown.pick(conditions)] } : {}),
    ...(thrown.happens(0.4) ? { cost: price(thrown) } : {}),
    ...(thrown.happens(0.5) ? { answerBy: inDays(saying, thrown.between(2, 12)) } : {}),
    ...(thrown.happens(0.2) ? { dueDate: inDays(saying, thrown.between(14, 40)) } : {}),
  };
}

function price(thrown: Dice): object {
  return { value: `${5 + thrown.below(30)}.00`, currency: 'EUR' };
}

function retry(saying: Saying): object {
  const { thrown } = saying;
  return thrown.pick([
    { reasonRetry: 'NotFoundAsCited' },
    { reasonRetry: 'OnLoan', retryAfter: inDays(saying, 5), retryBefore: inDays(saying, 60) },
    { reasonRetry: 'CostExceedsMaxCost', cost: price(thrown) },
    { reasonRetry: 'MustMeetLoanCondition', offered: [thrown.pick(conditions)] },
  ]);
}

function claimed({ thrown }: Saying): object {
  return { amount: `${thrown.below(900) + 100}.00`, cause: thrown.pick(['lost', 'damaged']) };
}

function payment({ thrown }: Saying): object {
  return thrown.pick([
    {},
    { amount: `${thrown.below(90) + 10}.50`, means: 'money' },
    { amount: '16', means: 'ifla-voucher', vouchers: '2' },
    { means: 'replacement-copy' },
  ]);
}

/** What goes with a verb; nothing where it is not named. */
const said: Readonly<Record<string, (saying: Saying) => object>> = {
  ship: (saying) => ({
    ...parcel(saying),
    ...items(saying),
    ...(saying.thrown.happens(0.8) ? { dueDate: inDays(saying, saying.thrown.between(7, 40)) } : {}),
  }),
  'send-further': parcel,
  'supply-copy': ({ thrown }) =>
    thrown.happens(0.5) ? { url: `https://copies.example/${thrown.below(1e6)}` } : {},
  receive: partly('out'),
  return: (saying) => ({ ...parcel(saying), ...partly('received')(saying) }),
  'check-in': partly('returned'),
  conditional: offer,
  'ask-retry': retry,
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
  'draft-claim': claimed,
  'agree-claim': ({ thrown }) => (thrown.happens(0.3) ? { amount: `${50 + thrown.below(50)}.00` } : {}),
  'record-payment': payment,
  note: ({ thrown }) => ({ note: `Look at shelf ${thrown.below(100)}.` }),
  'log-call': (saying) => ({
    result: 'reached',
    ...(saying.thrown.happens(0.5) ? { followUpOn: inDays(saying, saying.thrown.between(2, 8)) } : {}),
  }),
};
