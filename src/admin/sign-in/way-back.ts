import { may, Right, type Caller } from '../../access/index.js';

/** A place of ours to go on to after signing in; a path that leads elsewhere leads to the first page. */
export function placeOfOurs(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 2_000) return undefined;
  // Browsers read a backslash as a slash, and leave control characters out.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return undefined;
  return text.startsWith('/sign-in') || text.startsWith('/oidc/') ? undefined : text;
}

/** Where somebody's work begins: whoever works no requests and may read the ledger begins there. */
export function firstPlaceOf(person: Caller): string {
  const isAuditor = !may(person, Right.Work) && may(person, Right.Ledger);
  return isAuditor ? '/ledger' : '/';
}
