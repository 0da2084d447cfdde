import { verifyLedger, type SealedEntry } from '../../../src/ledger/index.js';
import type { House } from '../house.js';
import type { Violation } from './violation.js';

/** A ledger as the checks have read it. */
export interface ReadLedger {
  entries: SealedEntry[];
  violations: Violation[];
}

/** Every entry stands in its place with the text that was sealed, under the root that the head claims. */
export async function readLedger({ name, durable }: House): Promise<ReadLedger> {
  const entries: SealedEntry[] = [];
  const report = await verifyLedger(await durable.ledger(), {}, (entry) => entries.push(entry));
  if (report.whole) return { entries, violations: [] };
  const [first] = report.findings;
  return {
    entries,
    violations: [{ invariant: 'ledgers verify', text: `${name}: ${JSON.stringify(first)}` }],
  };
}
