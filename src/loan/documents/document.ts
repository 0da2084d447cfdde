import type { Document, LoanRecord } from '../model/loan-record.js';
import type { Instant } from '../model/transaction.js';

/** A copy as a file, looked at and hashed before any rule sees it, with the secret of its link. */
export interface DocumentGiven extends Pick<Document, 'type' | 'bytes' | 'sha256'> {
  content: Uint8Array;
  /** Unguessable; whoever holds it can fetch the file. */
  token: string;
  /** Follows from the token, and leads nobody back to it. */
  id: string;
}

/** Where files can be fetched from outside, how long and how often. */
export interface LinkRules {
  base: string;
  days: number;
  views: number;
}

export function linkOf({ base }: LinkRules, token: string): string {
  return `${base.replace(/\/+$/, '')}/copies/${token}`;
}

/** Each document has a data key of its own, so that it can go without the request. The request is read from its name. */
export function documentHolder(loan: string, document: string): string {
  return `document:${loan}:${document}`;
}

export function loanOfHolder(holder: string): string | undefined {
  return /^document:([^:]+):[^:]+$/.exec(holder)?.[1];
}

/** Holders of all documents of a request. */
export function documentHolders(loan: string, { documents = {} }: Pick<LoanRecord, 'documents'>): string[] {
  return Object.keys(documents).map((id) => documentHolder(loan, id));
}

/** Whether it can still be fetched. */
export function isOffered({ expiresAt, views, mostViews, destroyedAt }: Document, now: Instant): boolean {
  return destroyedAt === undefined && views < mostViews && now < expiresAt;
}
