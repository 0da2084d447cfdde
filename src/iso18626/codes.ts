/**
 * The standard's codes. Closed ones are what the schema enumerates: an unknown value is an error. Open ones are lists
 * that anyone may extend: an unknown value is kept as it is, and never a reason to reject.
 * Source: iso18626.md 2.
 */
export const Action = {
  StatusRequest: 'StatusRequest',
  Received: 'Received',
  Cancel: 'Cancel',
  Renew: 'Renew',
  ShippedReturn: 'ShippedReturn',
  ShippedForward: 'ShippedForward',
  Notification: 'Notification',
  HoldReturn: 'HoldReturn',
  Lost: 'Lost',
} as const;
export type Action = (typeof Action)[keyof typeof Action];

export const Status = {
  RequestReceived: 'RequestReceived',
  ExpectToSupply: 'ExpectToSupply',
  WillSupply: 'WillSupply',
  Loaned: 'Loaned',
  Overdue: 'Overdue',
  Recalled: 'Recalled',
  RetryPossible: 'RetryPossible',
  Unfilled: 'Unfilled',
  HoldReturn: 'HoldReturn',
  ReleaseHoldReturn: 'ReleaseHoldReturn',
  CopyCompleted: 'CopyCompleted',
  LoanCompleted: 'LoanCompleted',
  CompletedWithoutReturn: 'CompletedWithoutReturn',
  Cancelled: 'Cancelled',
} as const;
export type Status = (typeof Status)[keyof typeof Status];

export const ReasonForMessage = {
  RequestResponse: 'RequestResponse',
  StatusRequestResponse: 'StatusRequestResponse',
  RenewResponse: 'RenewResponse',
  CancelResponse: 'CancelResponse',
  StatusChange: 'StatusChange',
  Notification: 'Notification',
} as const;
export type ReasonForMessage = (typeof ReasonForMessage)[keyof typeof ReasonForMessage];

export const RequestType = { New: 'New', Retry: 'Retry', Reminder: 'Reminder' } as const;
export type RequestType = (typeof RequestType)[keyof typeof RequestType];

export const RequestSubType = {
  BookingRequest: 'BookingRequest',
  MultipleItemRequest: 'MultipleItemRequest',
  PatronRequest: 'PatronRequest',
  TransferRequest: 'TransferRequest',
  SupplyingLibrarysChoice: 'SupplyingLibrarysChoice',
} as const;
export type RequestSubType = (typeof RequestSubType)[keyof typeof RequestSubType];

export const ServiceType = { Copy: 'Copy', Loan: 'Loan', CopyOrLoan: 'CopyOrLoan' } as const;
export type ServiceType = (typeof ServiceType)[keyof typeof ServiceType];

export const MessageStatus = { OK: 'OK', ERROR: 'ERROR' } as const;
export type MessageStatus = (typeof MessageStatus)[keyof typeof MessageStatus];

export const ErrorType = {
  UnsupportedActionType: 'UnsupportedActionType',
  UnsupportedReasonForMessageType: 'UnsupportedReasonForMessageType',
  UnrecognisedDataElement: 'UnrecognisedDataElement',
  UnrecognisedDataValue: 'UnrecognisedDataValue',
  BadlyFormedMessage: 'BadlyFormedMessage',
} as const;
export type ErrorType = (typeof ErrorType)[keyof typeof ErrorType];

export const YesNo = { Y: 'Y', N: 'N' } as const;
export type YesNo = (typeof YesNo)[keyof typeof YesNo];

export const PreferredEdition = {
  MostRecentEdition: 'MostRecentEdition',
  ThisEdition: 'ThisEdition',
  AnyEdition: 'AnyEdition',
} as const;
export type PreferredEdition = (typeof PreferredEdition)[keyof typeof PreferredEdition];

/** Every closed code list, by the name that the edition tables use. */
export const closedLists = {
  action: Object.values(Action),
  status: Object.values(Status),
  reasonForMessage: Object.values(ReasonForMessage),
  requestType: Object.values(RequestType),
  requestSubType: Object.values(RequestSubType),
  serviceType: Object.values(ServiceType),
  messageStatus: Object.values(MessageStatus),
  errorType: Object.values(ErrorType),
  yesNo: Object.values(YesNo),
  preferredEdition: Object.values(PreferredEdition),
} as const satisfies Record<string, readonly string[]>;
export type ClosedList = keyof typeof closedLists;

/** Spellings of closed codes that peers are known to send. Source: iso18626.md 2.1. */
export const misspellings: ReadonlyMap<string, string> = new Map([
  ['unrecognizeddataelement', ErrorType.UnrecognisedDataElement],
  ['unrecognizeddatavalue', ErrorType.UnrecognisedDataValue],
  ['supplylibraryschoice', RequestSubType.SupplyingLibrarysChoice],
  ["supplyinglibrary'schoice", RequestSubType.SupplyingLibrarysChoice],
]);

const listUri = (list: string): string => `http://illtransactions.org/ISO18626/OpenCodeList/${list}-V1.0`;

/** The registered open lists: the URI that names each on the wire, and its values of both editions. Source: iso18626.md 2.2, 2.3. */
export const openLists = {
  agencyIdType: { scheme: listUri('AgencyIdTypeList'), values: ['DNUCNI', 'ICOLC', 'ISIL'] },
  bibliographicItemIdentifierCode: {
    scheme: listUri('BibliographicItemIdCodeList'),
    values: ['DOI', 'Handle', 'ILII', 'ISBN', 'ISMN', 'ISSN', 'NBN', 'URN'],
  },
  bibliographicRecordIdentifierCode: {
    scheme: listUri('BibliographicRecordIdCodeList'),
    values: 'AMICUS BL FAUST JNB LA LCCN Medline NCID OCLC PID PMID TP'.split(' '),
  },
  publicationType: {
    scheme: listUri('PublicationTypeList'),
    values: [
      ...['ArchiveMaterial', 'Article', 'AudioBook', 'Book', 'Chapter', 'ConferenceProc', 'Game'],
      ...['GovernmentPubl', 'Image', 'Journal', 'Manuscript', 'Map', 'Movie', 'MusicRecording', 'MusicScore'],
      ...['Newspaper', 'Patent', 'Report', 'SoundRecording', 'Thesis'],
    ],
  },
  serviceLevel: {
    scheme: listUri('ServiceLevelList'),
    values: ['Express', 'Normal', 'Rush', 'SecondaryMail', 'Standard', 'Urgent'],
  },
  preferredFormat: { scheme: listUri('PreferredFormatList'), values: itemFormats() },
  deliveredFormat: { scheme: listUri('DeliveredFormatList'), values: itemFormats() },
  sentVia: {
    scheme: listUri('SentViaList'),
    values: ['ArticleExchange', 'Ariel', 'Courier', 'Email', 'FTP', 'Mail', 'Odyssey', 'URL'],
  },
  courierName: { scheme: undefined, values: ['DB Schenker', 'DHL', 'Fedex', 'PostNord AB', 'UPS'] },
  electronicAddressType: {
    scheme: listUri('ElectronicAddressType'),
    values: ['Chat', 'Email', 'FTP', 'Skype'],
  },
  loanCondition: {
    scheme: listUri('LoanConditionList'),
    values: [
      ...['LibraryUseOnly', 'NoReproduction', 'SignatureRequired', 'SpecCollSupervReq'],
      'WatchLibraryUseOnly',
    ],
  },
  reasonUnfilled: {
    scheme: listUri('ReasonUnfilledList'),
    values: [
      ...['NonCirculating', 'NotAvailableForILL', 'NotHeld', 'NotOnShelf', 'PolicyProblem', 'PoorCondition'],
    ],
  },
  reasonRetry: {
    scheme: listUri('ReasonRetryList'),
    values: [
      ...['AtBindery', 'CostExceedsMaxCost', 'CourierNotSupp', 'LoanPossible', 'MultiVolAvail'],
      ...['MustMeetLoanCondition', 'NotCurrentAvailableForILL', 'NotFoundAsCited', 'OnLoan', 'OnOrder'],
      ...['ReqDelDateNotPossible', 'ReqDelMethodNotSupp', 'ReqEditionNotPossible', 'ReqFormatNotPossible'],
      ...['ReqPayMethodNotSupported', 'ReqServLevelNotSupp', 'ReqServTypeNotPossible'],
    ],
  },
  billingMethod: {
    scheme: listUri('BillingMethodList'),
    values: ['Account', 'FreeOfCharge', 'Invoice', 'Other', 'ReciprocityAgreement'],
  },
  paymentMethod: {
    scheme: listUri('PaymentMethodList'),
    values: [
      ...['BankTransfer', 'CreditCard', 'DebitCard', 'EFTS', 'IBS', 'IFLAVoucher', 'IFM', 'IIBS', 'LAPS'],
      'Paypal',
    ],
  },
  copyrightCompliance: {
    scheme: listUri('CopyrightComplianceList'),
    values: [
      ...['AU-CopyRCatS183ComW', 'AU-CopyRCatS183State', 'AU-CopyrightActS49', 'AU-CopyrightActS50-1'],
      ...['AU-CopyrightActS50-7A', 'AU-CopyrightActS50-7B', 'AU-CopyrightCleared', 'AU-GenBus'],
      ...['NZ-CopyrightActS54', 'NZ-CopyrightActS55', 'Other', 'UK-CopyRFeePaid', 'UK-FairDealing'],
      ...['US-CCG', 'US-CCL'],
    ],
  },
  patronType: {
    scheme: listUri('PatronTypeList'),
    values: [
      ...['Adult', 'Child', 'DoctoralStudent', 'Faculty', 'GraduateStudent', 'PostdoctoralResearcher'],
      ...['PostgraduateStudent', 'Researcher', 'Staff', 'Student', 'UnderGraduateStudent'],
    ],
  },
  currencyCode: { scheme: 'https://www.iso.org/iso-4217-currency-codes.html', values: [] },
  country: { scheme: 'https://www.iso.org/iso-3166-country-codes.html', values: [] },
  region: { scheme: 'https://www.iso.org/iso-3166-country-codes.html#2012_iso3166-2', values: [] },
} as const satisfies Record<string, { scheme: string | undefined; values: readonly string[] }>;
export type OpenList = keyof typeof openLists;

function itemFormats(): readonly string[] {
  return [
    ...['Blu-ray', 'Braille', 'CassetteTape', 'CD', 'CD-ROM', 'Daisy-ROM', 'DVD', 'EPUB', 'EPUB2', 'EPUB3'],
    ...['JPEG', 'LargePrint', 'LP', 'Microform', 'MP3', 'Multimedia', 'PaperCopy', 'PDF', 'Printed', 'Tape'],
    ...['TIFF', 'UltraHD', 'VHS'],
  ];
}

/** How codes are compared: outer blanks, case and the kind of hyphen do not count. Source: iso18626.md 2.2. */
export function foldCode(value: string): string {
  return value
    .trim()
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, '-')
    .toLowerCase();
}

const foldedClosed = foldAll(
  (list: ClosedList) => closedLists[list],
  Object.keys(closedLists) as ClosedList[],
);
const foldedOpen = foldAll((list: OpenList) => openLists[list].values, Object.keys(openLists) as OpenList[]);

function foldAll<L extends string>(
  valuesOf: (list: L) => readonly string[],
  lists: L[],
): Map<L, Map<string, string>> {
  return new Map(
    lists.map((list) => [list, new Map(valuesOf(list).map((value) => [foldCode(value), value]))]),
  );
}

/** The closed code that a peer meant, whatever its case, blanks, hyphens or known misspelling. */
export function closedCode(list: ClosedList, value: string): string | undefined {
  const known = foldedClosed.get(list);
  const folded = foldCode(value);
  const spelled = misspellings.get(folded);
  return known?.get(folded) ?? (spelled === undefined ? undefined : known?.get(foldCode(spelled)));
}

/** The registered spelling of an open code, or undefined where the list does not know it. */
export function openCode(list: OpenList, value: string): string | undefined {
  return foldedOpen.get(list)?.get(foldCode(value));
}
