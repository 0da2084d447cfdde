import { userInfo } from 'node:os';
import type { Actor } from '../../ledger/index.js';

/** Whoever may open the database may make tokens: the ledger says which user of the machine it was. */
export function operator(): Actor {
  try {
    return { kind: 'person', id: `operator ${userInfo().username}` };
  } catch {
    return { kind: 'person', id: 'operator' };
  }
}
