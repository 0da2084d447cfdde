import type {
  Action,
  ErrorType,
  MessageStatus,
  PreferredEdition,
  ReasonForMessage,
  RequestSubType,
  RequestType,
  ServiceType,
  Status,
  YesNo,
} from './codes.js';

/**
 * The six messages as the gateway knows them: the superset of all editions, so that only the edition tables know what a
 * peer's edition calls a thing, where it stands and how often. Property names are the standard's element names; where
 * editions differ, the name and place of 2021. A property that may be missing is missing, never empty or undefined.
 * Times, decimals and integers are the text as it stands on the wire. What the standard demands and peers leave out all
 * the same (`status`, `lastChange`, `dateSent`, …) is optional here, and demanded again by the encoder.
 * Source: iso18626.md 1.2 to 1.4.
 */
export type Message =
  | Request
  | SupplyingAgencyMessage
  | RequestingAgencyMessage
  | RequestConfirmation
  | SupplyingAgencyMessageConfirmation
  | RequestingAgencyMessageConfirmation;

export type MessageKind = Message['kind'];
export type Confirmation =
  RequestConfirmation | SupplyingAgencyMessageConfirmation | RequestingAgencyMessageConfirmation;
export type ConfirmationKind = Confirmation['kind'];
/** What a peer asks or tells; everything else answers one of these on the same HTTP exchange. */
export type Initiating = Request | SupplyingAgencyMessage | RequestingAgencyMessage;
export type InitiatingKind = Initiating['kind'];

/** A value of an open code list, with the list's URI where it was given. */
export interface SchemeValue {
  value: string;
  scheme?: string;
}

export interface AgencyId {
  agencyIdType: SchemeValue;
  agencyIdValue: string;
}

export interface Costs {
  currencyCode: SchemeValue;
  /** A decimal as text: never a float. */
  monetaryValue: string;
}

/** What a lenient reading kept although no table knows it: `raw` is the XML as it stood in the body. */
export interface UnknownContent {
  path: string;
  raw: string;
}

interface MayHoldUnknown {
  unknown?: UnknownContent[];
}

export interface Request extends MayHoldUnknown {
  kind: 'request';
  header: Header;
  bibliographicInfo: BibliographicInfo;
  publicationInfo?: PublicationInfo;
  serviceInfo?: ServiceInfo;
  supplierInfo?: SupplierInfo[];
  requestedDeliveryInfo?: RequestedDeliveryInfo[];
  requestingAgencyInfo?: RequestingAgencyInfo;
  patronInfo?: PatronInfo;
  billingInfo?: BillingInfo;
}

export interface SupplyingAgencyMessage extends MayHoldUnknown {
  kind: 'supplyingAgencyMessage';
  header: Header;
  messageInfo: MessageInfo;
  statusInfo: StatusInfo;
  retryInfo?: RetryInfo;
  deliveryInfo?: DeliveryInfo;
  shippingInfo?: ShippingInfo;
  returnInfo?: ReturnInfo;
}

export interface RequestingAgencyMessage extends MayHoldUnknown {
  kind: 'requestingAgencyMessage';
  header: Header;
  action: Action;
  note?: string;
}

export interface RequestConfirmation extends MayHoldUnknown {
  kind: 'requestConfirmation';
  confirmationHeader: ConfirmationHeader;
  errorData?: ErrorData[];
}

export interface SupplyingAgencyMessageConfirmation extends MayHoldUnknown {
  kind: 'supplyingAgencyMessageConfirmation';
  confirmationHeader: ConfirmationHeader;
  reasonForMessage?: ReasonForMessage;
  errorData?: ErrorData[];
}

export interface RequestingAgencyMessageConfirmation extends MayHoldUnknown {
  kind: 'requestingAgencyMessageConfirmation';
  confirmationHeader: ConfirmationHeader;
  action?: Action;
  errorData?: ErrorData[];
}

export interface Header {
  /** Demanded by 2017, left out by some peers all the same. */
  supplyingAgencyId?: AgencyId;
  requestingAgencyId: AgencyId;
  consortialId?: AgencyId;
  multipleItemRequestId?: string;
  timestamp: string;
  requestingAgencyRequestId: string;
  supplyingAgencyRequestId?: string;
  requestingAgencyAuthentication?: RequestingAgencyAuthentication;
}

export interface RequestingAgencyAuthentication {
  accountId?: string;
  securityCode?: string;
}

export interface ConfirmationHeader {
  supplyingAgencyId?: AgencyId;
  requestingAgencyId?: AgencyId;
  timestamp?: string;
  requestingAgencyRequestId?: string;
  multipleItemRequestId?: string;
  /** The header time stamp of the message that is confirmed, not the time of its arrival. */
  timestampReceived?: string;
  messageStatus: MessageStatus;
}

export interface ErrorData {
  errorType: ErrorType;
  errorValue?: string;
}

export interface BibliographicInfo {
  supplierUniqueRecordId?: string;
  title?: string;
  author?: string;
  authorId?: string;
  subtitle?: string;
  seriesTitle?: string;
  edition?: string;
  titleOfComponent?: string;
  authorOfComponent?: string;
  volume?: string[];
  issue?: string;
  pagesRequested?: string;
  estimatedNoPages?: string;
  bibliographicItemId?: BibliographicItemId[];
  sponsor?: string;
  informationSource?: string;
  bibliographicRecordId?: BibliographicRecordId[];
}

export interface BibliographicItemId {
  bibliographicItemIdentifierCode: SchemeValue;
  bibliographicItemIdentifier: string;
}

export interface BibliographicRecordId {
  bibliographicRecordIdentifierCode: SchemeValue;
  bibliographicRecordIdentifier: string;
}

export interface PublicationInfo {
  publisher?: string;
  publisherId?: string;
  publicationType?: SchemeValue;
  publicationDate?: string;
  placeOfPublication?: string;
}

export interface ServiceInfo {
  requestType?: RequestType;
  requestSubType?: RequestSubType[];
  requestingAgencyPreviousRequestId?: string;
  serviceType: ServiceType;
  serviceLevel?: SchemeValue;
  itemFormat?: SchemeValue;
  needBeforeDate?: string;
  copyrightCompliance?: SchemeValue;
  anyEdition?: YesNo;
  preferredEdition?: PreferredEdition;
  loanCondition?: SchemeValue[];
  startDate?: string;
  endDate?: string;
  note?: string;
}

export interface SupplierInfo {
  sortOrder?: string;
  supplierCode?: AgencyId;
  supplierDescription?: string;
  bibliographicRecordId?: BibliographicRecordId;
  callNumber?: string;
  summaryHoldings?: string;
  availabilityNote?: string;
}

export interface RequestedDeliveryInfo {
  sortOrder?: string;
  address?: Address;
  deliveryMethod?: SchemeValue;
  courierName?: SchemeValue;
}

export interface RequestingAgencyInfo {
  name?: string;
  contactName?: string;
  address?: Address[];
}

export interface PatronInfo {
  patronId?: string;
  surname?: string;
  givenName?: string;
  patronType?: SchemeValue;
  sendToPatron?: YesNo;
  address?: Address[];
}

export interface BillingInfo {
  paymentMethod?: SchemeValue;
  maximumCosts?: Costs;
  billingMethod?: SchemeValue;
  billingName?: string;
  address?: Address;
}

export interface MessageInfo {
  reasonForMessage: ReasonForMessage;
  answerYesNo?: YesNo;
  note?: string;
  reasonUnfilled?: SchemeValue;
  reasonRetry?: SchemeValue;
}

export interface StatusInfo {
  /** Missing where a peer sent an empty one: the status is unchanged. */
  status?: Status;
  expectedDeliveryDate?: string;
  dueDate?: string;
  lastChange?: string;
}

export interface RetryInfo {
  loanCondition?: SchemeValue[];
  edition?: string[];
  itemFormat?: SchemeValue[];
  volume?: string[];
  serviceType?: ServiceType;
  serviceLevel?: SchemeValue[];
  deliveryMethod?: SchemeValue[];
  courierName?: SchemeValue[];
  offeredCosts?: Costs[];
  paymentMethod?: SchemeValue[];
  retryBefore?: string;
  retryAfter?: string;
}

export interface DeliveryInfo {
  dateSent?: string;
  itemId?: string[];
  URL?: string;
  deliveryMethod?: SchemeValue;
  address?: Address;
  sentToPatron?: boolean;
  loanCondition?: SchemeValue[];
  itemFormat?: SchemeValue;
  serviceType?: ServiceType;
  deliveryCosts?: Costs[];
  paymentMethod?: SchemeValue;
}

export interface ShippingInfo {
  courierName?: SchemeValue;
  trackingId?: string[];
  insurance?: YesNo;
  insuranceThirdParty?: YesNo;
  thirdPartyName?: string;
  insuranceCosts?: Costs[];
}

export interface ReturnInfo {
  returnAgencyId?: AgencyId;
  name?: string;
  physicalAddress?: PhysicalAddress;
}

/** One of the two. */
export interface Address {
  electronicAddress?: ElectronicAddress;
  physicalAddress?: PhysicalAddress;
}

export interface ElectronicAddress {
  electronicAddressType: SchemeValue;
  electronicAddressData: string;
}

export interface PhysicalAddress {
  line1?: string;
  line2?: string;
  locality?: string;
  postalCode?: string;
  region?: SchemeValue;
  country?: SchemeValue;
}
