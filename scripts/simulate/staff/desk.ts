import type { LoanKey } from '../../../src/storage/index.js';
import type { House } from '../house.js';

/** One side of a loan that staff come back to. */
export interface Desk {
  house: House;
  key: LoanKey;
  loan: number;
  /** 0 at the requester, then one for each supplier that is asked. */
  side: number;
  /** It mostly goes as loans go: staff are prompt, and little happens to it by chance. */
  isPlain: boolean;
  /** Id of the loan record, as soon as somebody has seen it. */
  record?: string;
  /** The visit to go on with, where nobody comes any more because all was done. */
  rested?: number;
}

export function visitName({ loan, side }: Desk, visit: number): string {
  return `${loan}.${side}.${visit}`;
}

/** Two people share the work: some decisions need both. */
export function actorAt(house: House, visit: number): { kind: 'person'; id: string } {
  return { kind: 'person', id: `${visit % 2 === 0 ? 'Ada' : 'Bo'} of ${house.name}` };
}
