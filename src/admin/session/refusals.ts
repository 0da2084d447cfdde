import type { Right } from '../../access/index.js';

/** Why a page is not shown. */
export const Refusal = {
  /** Neither TLS nor this machine: what is typed could be read on the way. */
  NotSecure: 'not-secure',
  /** What is asked for needs a right that is not held. */
  Denied: 'denied',
  /** A form that is not of this session: old, or somebody else's. */
  FormExpired: 'form-expired',
  /** A form with files that is too large, broken or cut off. */
  FormUnreadable: 'form-unreadable',
} as const;
export type Refusal = (typeof Refusal)[keyof typeof Refusal];

export const refusalStatus: Readonly<Record<Refusal, number>> = {
  'not-secure': 403,
  denied: 403,
  'form-expired': 403,
  'form-unreadable': 413,
};

/** Thrown before a page's handler; whoever shows pages makes a page of it. */
export class PageRefusal extends Error {
  readonly refusal: Refusal;
  readonly right: Right | undefined;

  constructor(refusal: Refusal, right?: Right) {
    super(refusal);
    this.name = 'PageRefusal';
    this.refusal = refusal;
    this.right = right;
  }
}
