import type {
  Action,
  Initiating,
  ReasonForMessage,
  Request,
  RequestingAgencyMessage,
  SupplyingAgencyMessage,
} from '../../iso18626/index.js';

/** What is waited for. */
export const isTold =
  (reason: ReasonForMessage) =>
  (message: Initiating): message is SupplyingAgencyMessage =>
    message.kind === 'supplyingAgencyMessage' && message.messageInfo.reasonForMessage === reason;

export const hasStatus =
  (...statuses: readonly string[]) =>
  (message: Initiating): message is SupplyingAgencyMessage =>
    message.kind === 'supplyingAgencyMessage' && statuses.includes(message.statusInfo.status ?? '');

export const isAsked =
  (action: Action) =>
  (message: Initiating): message is RequestingAgencyMessage =>
    message.kind === 'requestingAgencyMessage' && message.action === action;

export const isRequest = (message: Initiating): message is Request => message.kind === 'request';
