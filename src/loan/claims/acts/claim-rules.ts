import { draftClaim, recordClaim } from './begin-claim.js';
import { approveClaim, sendClaim, waiveClaim } from './decide-claim.js';
import {
  agreeClaim,
  disputeClaim,
  recordPayment,
  refundClaim,
  undoClaimStep,
  withdrawClaim,
} from './settle-claim.js';

/** What staff do with a claim, on either side. Source: practice.md 2.4 rows 25 to 27, 5.3. */
export const claimRules = {
  'draft-claim': draftClaim,
  'record-claim': recordClaim,
  'approve-claim': approveClaim,
  'send-claim': sendClaim,
  'dispute-claim': disputeClaim,
  'agree-claim': agreeClaim,
  'record-payment': recordPayment,
  'waive-claim': waiveClaim,
  'withdraw-claim': withdrawClaim,
  'refund-claim': refundClaim,
  'undo-claim-step': undoClaimStep,
} as const;
