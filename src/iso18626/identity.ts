import { agencyKey } from './agency.js';
import type { AgencyId, Initiating, Message } from './message.js';

/**
 * The natural identity of a message, since the protocol has no message id: our role, both agencies, type, both ids,
 * header time stamp, action or reason, status and answer. Equal for every redelivery of the same bytes; what has one
 * identity may still differ in content (peers stamp by the second). Source: architecture 3, step 3; iso18626.md 4.6.
 */
export function naturalIdentity(role: string, message: Initiating): string {
  const { header } = message;
  return JSON.stringify([
    role,
    keyOf(header.supplyingAgencyId),
    keyOf(header.requestingAgencyId),
    message.kind,
    header.requestingAgencyRequestId.trim(),
    header.supplyingAgencyRequestId?.trim() ?? '',
    header.timestamp.trim(),
    ...saidBy(message),
  ]);
}

/**
 * The message as one deterministic text, for a keyed hash that tells a repeat from other content. In-message credentials
 * are left out: they are filled in anew at each attempt, and a changed password does not make another message.
 */
export function canonicalBody(message: Message): string {
  return JSON.stringify(sorted(message));
}

function keyOf(agencyId: AgencyId | undefined): string {
  return agencyId === undefined ? '' : agencyKey(agencyId);
}

function saidBy(message: Initiating): string[] {
  switch (message.kind) {
    case 'request':
      return [];
    case 'requestingAgencyMessage':
      return [message.action];
    case 'supplyingAgencyMessage':
      return [
        message.messageInfo.reasonForMessage,
        message.statusInfo.status ?? '',
        message.messageInfo.answerYesNo ?? '',
      ];
  }
}

/** Names in order all the way down; a replacer given to JSON.stringify would take twice as long. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const inOrder: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort())
    if (name !== 'requestingAgencyAuthentication') inOrder[name] = sorted((value as typeof inOrder)[name]);
  return inOrder;
}
