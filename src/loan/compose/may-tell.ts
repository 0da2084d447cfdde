import type { ReasonForMessage, Status, YesNo } from '../../iso18626/index.js';
import { statusOf } from '../case.js';
import { reasonsTable } from '../tables/reasons-table.js';
import { supplierSendsTable, type SupplierSend } from '../tables/supplier-sends-table.js';
import type { SupplierTransaction } from '../model/transaction.js';

/** What a supplyingAgencyMessage is about to say. */
export interface Saying {
  reasonForMessage: ReasonForMessage;
  answerYesNo?: YesNo | undefined;
  status: Status;
}

/** A message that tables 3.3 and 3.4 forbid: a fault of a rule, so that nothing is owed and nothing can leave. */
export class ForbiddenMessage extends Error {
  constructor(before: SupplierTransaction, { reasonForMessage, answerYesNo, status }: Saying) {
    const said = [reasonForMessage, answerYesNo, status].filter(Boolean).join(' ');
    super(`${said} may not be told from ${before.state}`);
    this.name = 'ForbiddenMessage';
  }
}

/** Whether a message may go out from where the transaction stands before it. Source: iso18626.md 3.3, 3.4. */
export function mayTell(before: SupplierTransaction, saying: Saying): boolean {
  const { reasonForMessage, answerYesNo = 'none', status } = saying;
  const says = reasonsTable[reasonForMessage][answerYesNo].says?.[status];
  if (says === 'current') return status === statusOf(before.state);
  if (says !== 'moves') return false;
  return allows[supplierSendsTable[before.state][status]](before, saying);
}

const always = (): boolean => true;
const never = (): boolean => false;

const allows: Record<SupplierSend, (before: SupplierTransaction, saying: Saying) => boolean> = {
  yes: always,
  again: always,
  no: never,
  'loan-only': ({ serviceType }) => serviceType !== 'Copy',
  'copy-only': ({ serviceType }) => serviceType !== 'Loan',
  'as-cancel-yes': (_, { reasonForMessage, answerYesNo }) =>
    reasonForMessage === 'CancelResponse' && answerYesNo === 'Y',
  'as-withdrawal': always,
  // The conversion says it as a Notification to whoever speaks an older edition.
  'to-2021-only': always,
  'found-again': always,
};
