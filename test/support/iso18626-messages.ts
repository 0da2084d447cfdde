import type {
  Header,
  Request,
  RequestingAgencyMessage,
  SupplyingAgencyMessage,
} from '../../src/iso18626/index.js';

/** The header of a loan between a Norwegian requester and a German supplier, with what the test is about. */
export function header(about: Partial<Header> = {}): Header {
  return {
    supplyingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'DE-7' },
    requestingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'NO-02030' },
    timestamp: '2026-03-02T09:15:00Z',
    requestingAgencyRequestId: 'NB-0001',
    ...about,
  };
}

export function requestMessage(about: Partial<Request> = {}): Request {
  return {
    kind: 'request',
    header: header(),
    bibliographicInfo: { title: 'Sult', author: 'Knut Hamsun' },
    serviceInfo: { serviceType: 'Loan' },
    ...about,
  };
}

export function actionMessage(about: Partial<Header> = {}): RequestingAgencyMessage {
  return { kind: 'requestingAgencyMessage', header: header(about), action: 'Received' };
}

export function statusMessage(about: Partial<SupplyingAgencyMessage> = {}): SupplyingAgencyMessage {
  return {
    kind: 'supplyingAgencyMessage',
    header: header(),
    messageInfo: { reasonForMessage: 'StatusChange' },
    statusInfo: { status: 'WillSupply', lastChange: '2026-03-02T10:00:00Z' },
    ...about,
  };
}

/** A request as a peer might write it, with XML of the test's own in its header and after its title. */
export function requestXml({ attributes = ' ill:version="1.2"', header = '', rest = '' } = {}): string {
  const namespace = 'http://illtransactions.org/2013/iso18626';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ISO18626Message xmlns="${namespace}" xmlns:ill="${namespace}"${attributes}><request><header>
<supplyingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>DE-7</agencyIdValue></supplyingAgencyId>
<requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>NO-02030</agencyIdValue></requestingAgencyId>
<multipleItemRequestId/><timestamp>2026-03-02T09:15:00Z</timestamp><requestingAgencyRequestId>NB-0001</requestingAgencyRequestId>
${header}</header><bibliographicInfo><title>Sult</title></bibliographicInfo>${rest}</request></ISO18626Message>`;
}
