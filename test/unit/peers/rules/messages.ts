import type {
  AgencyId,
  BibliographicInfo,
  Costs,
  Header,
  Request,
  RequestingAgencyMessage,
  SupplyingAgencyMessage,
} from '../../../../src/iso18626/index.js';

const agency = (agencyIdValue: string): AgencyId => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue });

export const header: Header = {
  supplyingAgencyId: agency('SE-SOUTH'),
  requestingAgencyId: agency('SE-NORTH'),
  timestamp: '2026-03-02T08:00:00Z',
  requestingAgencyRequestId: 'R1',
};

export const usd = (monetaryValue: string): Costs => ({ currencyCode: { value: 'USD' }, monetaryValue });

/** A supplier's message; `note` and `reasonUnfilled` go where they belong. */
export function tells(
  status: SupplyingAgencyMessage['statusInfo']['status'] | undefined,
  rest: Partial<Omit<SupplyingAgencyMessage, 'messageInfo'>> &
    Partial<SupplyingAgencyMessage['messageInfo']> = {},
): SupplyingAgencyMessage {
  const {
    reasonForMessage = 'StatusChange',
    note,
    reasonUnfilled,
    reasonRetry,
    answerYesNo,
    ...parts
  } = rest;
  return {
    kind: 'supplyingAgencyMessage',
    header,
    messageInfo: {
      reasonForMessage,
      ...(note === undefined ? {} : { note }),
      ...(reasonUnfilled === undefined ? {} : { reasonUnfilled }),
      ...(reasonRetry === undefined ? {} : { reasonRetry }),
      ...(answerYesNo === undefined ? {} : { answerYesNo }),
    },
    statusInfo: { ...(status === undefined ? {} : { status }), lastChange: '2026-03-02T08:00:00Z' },
    ...parts,
  };
}

export function asks(
  action: RequestingAgencyMessage['action'],
  note?: string,
  over: Partial<Header> = {},
): RequestingAgencyMessage {
  return {
    kind: 'requestingAgencyMessage',
    header: { ...header, ...over },
    action,
    ...(note === undefined ? {} : { note }),
  };
}

export function wants(bibliographicInfo: BibliographicInfo = {}, rest: Partial<Request> = {}): Request {
  return {
    kind: 'request',
    header,
    bibliographicInfo,
    serviceInfo: { serviceType: 'Loan' },
    ...rest,
  };
}

export const wantsWith = (
  serviceInfo: Partial<NonNullable<Request['serviceInfo']>>,
  rest: Partial<Request> = {},
): Request => wants({}, { serviceInfo: { serviceType: 'Loan', ...serviceInfo }, ...rest });
