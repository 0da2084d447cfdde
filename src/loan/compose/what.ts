import type { Initiating } from '../../iso18626/index.js';

/** A message in the standard's words: `Request`, `Cancel`, `StatusChange Loaned`, `CancelResponse N Loaned`. */
export function whatOf(message: Initiating): string {
  switch (message.kind) {
    case 'request': {
      const type = message.serviceInfo?.requestType;
      return type === undefined || type === 'New' ? 'Request' : `Request ${type}`;
    }
    case 'requestingAgencyMessage':
      return message.action;
    case 'supplyingAgencyMessage': {
      const { reasonForMessage, answerYesNo } = message.messageInfo;
      return [reasonForMessage, answerYesNo, message.statusInfo.status].filter(Boolean).join(' ');
    }
  }
}
