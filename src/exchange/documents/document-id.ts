import { hash } from 'node:crypto';

/** A document's id follows from its link's secret, and leads nobody back to it: the secret is kept nowhere in the clear. */
export function documentIdOf(token: string): string {
  return hash('sha256', `document ${token}`, 'hex').slice(0, 40);
}
