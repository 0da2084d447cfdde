import type { Action, MessageStatus, ReasonForMessage } from './codes.js';
import { ErrorType } from './codes.js';
import type { Edition } from './edition.js';
import { encode } from './encode.js';
import type {
  AgencyId,
  Confirmation,
  ConfirmationHeader,
  ConfirmationKind,
  ErrorData,
  Header,
  Initiating,
  MessageKind,
  RequestConfirmation,
} from './message.js';
import type { Echo, RefusedReading } from './reading/reading.js';
import { isDateTime } from './time.js';

interface Now {
  /** As it goes on the wire, see `formatInstant`. */
  now: string;
}

/** A message of which only parts may be known. */
interface Partly {
  kind: MessageKind;
  header?: Partial<Header>;
  action?: Action;
  reasonForMessage?: ReasonForMessage;
  messageInfo?: { reasonForMessage?: ReasonForMessage };
}

/** The confirmation OK: it was received and understood, which is neither yes nor no. Source: iso18626.md 4.1, 4.3. */
export function confirm(message: Initiating, { now }: Now): Confirmation {
  return answer(echoOf(message), headerOf(message, 'OK', now));
}

/** The confirmation ERROR. An edition that has room for one error sends the first, and how many more there were. */
export function refuse(message: Initiating | Echo, errors: ErrorData[], { now }: Now): Confirmation {
  return answer(echoOf(message), headerOf(message, 'ERROR', now), errors);
}

/** What a refused reading is answered with; goes out under the refusal's HTTP status. */
export function refuseReading({ refusal, echo }: RefusedReading, { now }: Now): Confirmation {
  if (refusal.http === 400 || echo === undefined) return badlyFormed(refusal.errors, { now });
  return refuse(echo, refusal.errors, { now });
}

/** For HTTP 400, where no message could be made out: nothing is echoed. Source: iso18626.md 4.7. */
export function badlyFormed(errors: ErrorData[], { now }: Now): RequestConfirmation {
  return {
    kind: 'requestConfirmation',
    confirmationHeader: { timestamp: now, timestampReceived: now, messageStatus: 'ERROR' },
    errorData: errors.length > 0 ? errors : [{ errorType: ErrorType.BadlyFormedMessage }],
  };
}

/** The parts of a message that its confirmation repeats. */
export function echoOf(message: Partly): Echo {
  const reasonForMessage = message.messageInfo?.reasonForMessage ?? message.reasonForMessage;
  return {
    kind: message.kind,
    ...(message.header && { header: message.header }),
    ...(message.action && { action: message.action }),
    ...(reasonForMessage && { reasonForMessage }),
  };
}

/** What answers what. A confirmation is not confirmed: one that was posted like a message gets the neutral answer. */
export const confirmationKindOf: Record<MessageKind, ConfirmationKind> = {
  request: 'requestConfirmation',
  supplyingAgencyMessage: 'supplyingAgencyMessageConfirmation',
  requestingAgencyMessage: 'requestingAgencyMessageConfirmation',
  requestConfirmation: 'requestConfirmation',
  supplyingAgencyMessageConfirmation: 'requestConfirmation',
  requestingAgencyMessageConfirmation: 'requestConfirmation',
};

function answer(echo: Echo, confirmationHeader: ConfirmationHeader, errors: ErrorData[] = []): Confirmation {
  const { action, reasonForMessage } = echo;
  const kind = confirmationKindOf[echo.kind];
  const rest = { confirmationHeader, ...(errors.length > 0 && { errorData: errors }) };
  switch (kind) {
    case 'supplyingAgencyMessageConfirmation':
      return { kind, ...rest, ...(reasonForMessage && { reasonForMessage }) };
    case 'requestingAgencyMessageConfirmation':
      return { kind, ...rest, ...(action && { action }) };
    case 'requestConfirmation':
      return { kind, ...rest };
  }
}

/** Agencies and ids as they came, not swapped: they name roles, not sender and receiver. */
function headerOf({ header = {} }: Partly, messageStatus: MessageStatus, now: string): ConfirmationHeader {
  const { supplyingAgencyId, requestingAgencyId, requestingAgencyRequestId, multipleItemRequestId } = header;
  const received = header.timestamp;
  return {
    ...(isNamed(supplyingAgencyId) && { supplyingAgencyId }),
    ...(isNamed(requestingAgencyId) && { requestingAgencyId }),
    timestamp: now,
    ...(requestingAgencyRequestId && { requestingAgencyRequestId }),
    ...(multipleItemRequestId && { multipleItemRequestId }),
    timestampReceived: received !== undefined && isDateTime(received) ? received : now,
    messageStatus,
  };
}

function isNamed(agencyId: AgencyId | undefined): boolean {
  return agencyId !== undefined && agencyId.agencyIdValue.trim() !== '';
}

/** What of a confirmation differs from one message of a peer to the next. */
type Varying = Required<
  Pick<ConfirmationHeader, 'timestamp' | 'timestampReceived' | 'requestingAgencyRequestId'>
>;

/** No peer sends these: they stand in a form where the values of each confirmation go. */
const places: Varying = {
  timestamp: '0001-01-01T00:00:00.000000001Z',
  timestampReceived: '0001-01-01T00:00:00.000000002Z',
  requestingAgencyRequestId: '0001-01-01T00:00:00.000000003Z',
};
const placePattern = new RegExp(`(${Object.values(places).join('|')})`);
const mostForms = 500;
const forms = new WeakMap<Edition, Map<string, string[]>>();

/**
 * A confirmation as `encode` writes it. A peer's confirmations differ in two times and an id only, so each kind is
 * encoded once and kept as a form; what a form could not say exactly is encoded.
 */
export function confirmationText(confirmation: Confirmation, edition: Edition): string {
  const varying = varyingOf(confirmation);
  if (varying === undefined) return encode(confirmation, edition).bytes.toString('utf8');
  const confirmationHeader = { ...confirmation.confirmationHeader, ...places };
  const form = formOf({ ...confirmation, confirmationHeader }, edition);
  const values: Readonly<Record<string, string>> = {
    [places.timestamp]: varying.timestamp,
    [places.timestampReceived]: varying.timestampReceived,
    [places.requestingAgencyRequestId]: varying.requestingAgencyRequestId,
  };
  return form.map((part) => values[part] ?? part).join('');
}

/** Nothing where there is an error to tell, or a value that XML would not write as it is. */
function varyingOf({ confirmationHeader, errorData }: Confirmation): Varying | undefined {
  const { timestamp, timestampReceived, requestingAgencyRequestId } = confirmationHeader;
  if (errorData !== undefined || requestingAgencyRequestId === undefined) return undefined;
  if (timestamp === undefined || timestampReceived === undefined) return undefined;
  const isPlain = /^[\w.:-][\w.: -]*$/.test(requestingAgencyRequestId);
  const areTimes = [timestamp, timestampReceived].every((time) => /^\S+$/.test(time) && isDateTime(time));
  return isPlain && areTimes ? { timestamp, timestampReceived, requestingAgencyRequestId } : undefined;
}

function formOf(confirmation: Confirmation, edition: Edition): string[] {
  const known = forms.get(edition) ?? new Map<string, string[]>();
  forms.set(edition, known);
  const key = JSON.stringify(confirmation);
  const form = known.get(key) ?? encode(confirmation, edition).bytes.toString('utf8').split(placePattern);
  if (known.size >= mostForms) known.clear();
  known.set(key, form);
  return form;
}
