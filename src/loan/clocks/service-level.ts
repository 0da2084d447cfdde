import type { LoanRecord } from '../model/loan-record.js';
import type { Policy } from '../policy.js';

const levels: Readonly<Record<string, 'rush' | 'express'>> = {
  Express: 'express',
  Rush: 'rush',
  Urgent: 'rush',
};

/** How fast a request is to be answered, by the level that it asks for; an unknown one is a standard one. */
export function levelOf({
  serviceInfo,
}: LoanRecord): keyof Pick<Policy['respond'], 'standard' | 'rush' | 'express'> {
  return levels[serviceInfo?.serviceLevel?.value ?? ''] ?? 'standard';
}
