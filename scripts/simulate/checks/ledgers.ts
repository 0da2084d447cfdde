import { verifyLedger } from '../../../src/ledger/index.js';
import type { House } from '../house.js';
import type { Violation } from './violation.js';

/** Every entry stands in its place with the text that was sealed, under the root that the head claims. */
export async function ledgerVerifies({ name, durable }: House): Promise<Violation[]> {
  const report = await verifyLedger(await durable.ledger());
  if (report.whole) return [];
  const [first] = report.findings;
  return [{ invariant: 'ledgers verify', text: `${name}: ${JSON.stringify(first)}` }];
}
