import type { Amount } from './amount.js';

export const Means = {
  Money: 'money',
  IflaVoucher: 'ifla-voucher',
  ReplacementCopy: 'replacement-copy',
} as const;
export type Means = (typeof Means)[keyof typeof Means];

/** What the house says about claims. Source: practice.md 5.3. */
export interface ClaimPolicy {
  /** In which the amounts below are meant. */
  currency: string;
  autoDraftAt: 'assumedLost' | 'off';
  lost: {
    /** `none` where a consortium charges nothing. */
    cost: 'replacement' | 'none';
    /** What an item costs where nobody says it. */
    fallback: { book: Amount; av: Amount; other: Amount };
    processingFee: Amount;
    feeRefundable: boolean;
  };
  /** A claim above this needs a second person, and so does every one in another currency. */
  fourEyesAbove: Amount;
}

const audioVisual = new Set(['AudioBook', 'Movie', 'MusicRecording', 'SoundRecording', 'Game']);
const bookLike = new Set(['Book', 'MusicScore', 'ConferenceProc', 'GovernmentPubl', 'Thesis', 'Report']);

/** What an item of a publication type costs where nobody says it; one without a type is taken for a book. */
export function fallbackCost(policy: ClaimPolicy, publicationType: string | undefined): Amount {
  const { book, av, other } = policy.lost.fallback;
  if (publicationType === undefined || bookLike.has(publicationType)) return book;
  return audioVisual.has(publicationType) ? av : other;
}
