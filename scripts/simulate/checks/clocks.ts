import type { SealedEntry } from '../../../src/ledger/index.js';
import type { House } from '../house.js';
import { about, type AtRest, type Violation } from './violation.js';

/** What a clock has struck is never struck again: each planned event is marked in one entry of its loan only. */
export function clocksStrikeOnce(
  atRest: AtRest,
  { name }: House,
  entries: readonly SealedEntry[],
): Violation[] {
  const seen = new Set<string>();
  const violations: Violation[] = [];
  for (const { seq, changes } of entries)
    for (const { aggregate, id, set } of changes)
      for (const event of Object.keys((aggregate === 'loan-record' && set['struck']) || {})) {
        const key = `${id} ${event}`;
        if (seen.has(key))
          violations.push({
            invariant: 'clocks strike once',
            text: `${name}: ${event} struck again at entry ${seq}`,
            ...about(atRest, id),
          });
        seen.add(key);
      }
  return violations;
}
