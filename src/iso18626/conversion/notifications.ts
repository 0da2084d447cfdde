import type { Action } from '../codes.js';
import type { Message } from '../message.js';
import { NoteTail, noteTail, reportSentences } from '../note-tail.js';
import { lose, openValues, statusOf, supplierMessage } from './draft.js';
import type { Draft, Rule } from './draft.js';
import { Said } from './loss.js';

/** Codes of 2021 that an older edition hears as a Notification. */
export const notifications: readonly Rule[] = [
  {
    id: 'lost-as-notification',
    source: '3.9',
    does: 'The action Lost is a Notification: a sentence, and the tail [ill:lost v1] that a gateway reads.',
    applies: (draft) => isActionUnknown(draft, 'Lost'),
    apply(draft) {
      asNotification(draft, 'lost-as-notification', reportSentences.lost);
      draft.tail = noteTail(NoteTail.Lost);
    },
  },
  {
    id: 'hold-as-notification',
    source: '7.5 nr. 74',
    does: 'The action HoldReturn is a Notification with a sentence.',
    applies: (draft) => isActionUnknown(draft, 'HoldReturn'),
    apply(draft) {
      const lead = 'HoldReturn: the item cannot be returned for the time being.';
      asNotification(draft, 'hold-as-notification', lead);
    },
  },
  {
    id: 'hold-status-as-notification',
    source: '7.5 nr. 74',
    does: 'The status HoldReturn or ReleaseHoldReturn is a Notification with a sentence and the status as it was.',
    applies: isHoldUnknown,
    apply: holdAsNotification,
  },
];

function isActionUnknown({ message, edition }: Draft, action: Action): boolean {
  if (message.kind !== 'requestingAgencyMessage' || message.action !== action) return false;
  return edition.edition.codes.action?.includes(action) !== true;
}

function asNotification(draft: Draft, rule: string, lead: string): void {
  draft.message = { ...draft.message, action: 'Notification' } as Message;
  draft.lead = lead;
  lose(draft, { said: Said.InNote, rule }, openValues(draft, 'action'));
}

function isHoldUnknown({ message, edition }: Draft): boolean {
  const status = statusOf(message);
  if (status !== 'HoldReturn' && status !== 'ReleaseHoldReturn') return false;
  return edition.edition.codes.status?.includes(status) !== true;
}

/** The answer to a question stays one; only what the supplier tells unasked becomes a Notification. */
function holdAsNotification(draft: Draft): void {
  const rule = 'hold-status-as-notification';
  const message = supplierMessage(draft);
  const { messageInfo, statusInfo } = message;
  draft.lead =
    statusInfo.status === 'ReleaseHoldReturn'
      ? 'ReleaseHoldReturn: the item may be returned again.'
      : 'HoldReturn: please do not return the item for the time being.';
  const isUnasked = ['StatusChange', 'RequestResponse'].includes(messageInfo.reasonForMessage);
  draft.message = {
    ...message,
    ...(isUnasked && { messageInfo: { ...messageInfo, reasonForMessage: 'Notification' } }),
    statusInfo: { ...statusInfo, status: draft.practice.heldStatus ?? 'Loaned' },
  };
  lose(draft, { said: Said.InNote, rule }, openValues(draft, 'statusInfo/status'));
  if (isUnasked) lose(draft, { said: Said.Not, rule }, openValues(draft, 'messageInfo/reasonForMessage'));
}
