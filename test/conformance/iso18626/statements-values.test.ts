import { expect } from 'chai';
import {
  closedLists,
  confirm,
  editions,
  encode,
  formatInstant,
  instantOf,
  openCode,
  refuse,
  type Confirmation,
  type EditionId,
  type Initiating,
} from '../../../src/iso18626/index.js';
import {
  actionXml,
  errorValueOf,
  messageIn,
  request,
  statusXml,
  verdictOf,
  warningsOf,
} from '../../support/iso18626-verdict.js';

describe('7.3 identifiers and time', () => {
  const timed = (timestamp: string): string => request({ timestamp });

  it('[7.3 nr 45] times as peers write them are read, and those that the schema forbids refused when strict', () => {
    for (const timestamp of ['2024-01-01T00:00:00+0000', '2024-01-01']) {
      expect(warningsOf(timed(timestamp), { from: 'P17' }), timestamp).to.deep.equal(['time-form']);
      expect(verdictOf(timed(timestamp), { from: 'P17', strictness: 'strict' }), timestamp).to.equal(
        '200/ERR(UDV)',
      );
      expect(errorValueOf(timed(timestamp), { from: 'P17', strictness: 'strict' })).to.equal('timestamp');
      expect(instantOf(timestamp)).to.equal(Date.parse('2024-01-01T00:00:00Z'));
    }
    const instants: [string, string][] = [
      ['2024-01-01T12:00:00', '2024-01-01T11:00:00Z'],
      ['2024-01-01T24:00:00Z', '2024-01-02T00:00:00Z'],
      ['2024-01-01T12:00:00.123456789Z', '2024-01-01T12:00:00.123Z'],
      ['2024-01-01T12:00:00+14:00', '2023-12-31T22:00:00Z'],
    ];
    for (const [timestamp, instant] of instants) {
      expect(verdictOf(timed(timestamp), { from: 'P17', strictness: 'strict' }), timestamp).to.equal(
        '200/OK',
      );
      expect(instantOf(timestamp, 'Europe/Oslo'), timestamp).to.equal(Date.parse(instant));
    }
    for (const timestamp of ['soon', '2024-02-30T00:00:00Z', '0000-01-01T00:00:00Z'])
      expect(verdictOf(timed(timestamp)), timestamp).to.equal('200/ERR(UDV)');
  });

  it('[7.3 nr 46] a time two days ahead is a time like any other to the reader', () => {
    const ahead = formatInstant(Date.now() + 2 * 86_400_000);
    expect(verdictOf(timed(ahead))).to.equal('200/OK');
    expect(messageIn(timed(ahead))).to.have.nested.property('header.timestamp', ahead);
  });

  it('[7.3 nr 47] our own time stamps are whole seconds in UTC', () => {
    for (const instant of [0, 1, 999, Date.UTC(2026, 11, 31, 23, 59, 59, 999)])
      expect(formatInstant(instant)).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('[7.3 nr 50] an id of 255 characters is kept and echoed, one of 256 refused', () => {
    const id = 'x'.repeat(255);
    const message = messageIn(request({ id })) as Initiating;
    const now = '2026-03-02T09:15:01Z';
    expect(confirm(message, { now }).confirmationHeader.requestingAgencyRequestId).to.equal(id);
    for (const long of [`${id}x`, 'x'.repeat(300)]) {
      expect(verdictOf(request({ id: long }))).to.equal('200/ERR(UDV)');
      expect(errorValueOf(request({ id: long }))).to.equal('requestingAgencyRequestId');
    }
  });
});

describe('7.4 requests and code lists', () => {
  it('[7.4 nr 51] serviceInfo may be missing in 2017, and not in 2021', () => {
    const without = request({ service: '', version: '' });
    expect(verdictOf(without, { from: 'P17', strictness: 'strict' })).to.equal('200/ERR(BFM)');
    expect(verdictOf(request({ service: '' }), { from: 'P17', strictness: 'strict' })).to.equal('200/OK');
    expect(messageIn(without, { from: 'P17' })).to.not.have.property('serviceInfo');
    expect(verdictOf(request({ service: '', group: '' }), { from: 'P21' })).to.equal('200/ERR(BFM)');
    expect(errorValueOf(request({ service: '', group: '' }), { from: 'P21' })).to.equal(
      'request/serviceInfo: element-missing',
    );
  });

  it('[7.4 nr 52] a service type in other letters or padded is a warning, and refused when strict', () => {
    for (const type of ['loan', ' Loan ', 'LOAN\n']) {
      const xml = request({ service: `<serviceInfo><serviceType>${type}</serviceType></serviceInfo>` });
      expect(warningsOf(xml, { from: 'P17' }), type).to.deep.equal(['code-spelling']);
      expect(messageIn(xml)).to.have.nested.property('serviceInfo.serviceType', 'Loan');
      expect(verdictOf(xml, { from: 'P17', strictness: 'strict' }), type).to.equal('200/ERR(UDV)');
      expect(errorValueOf(xml, { from: 'P17', strictness: 'strict' }), type).to.equal(
        `serviceType: ${type.trim()}`,
      );
    }
  });

  it('[7.4 nr 53] an unknown open code is kept with its scheme, and sent on as it came', () => {
    const rest =
      '<publicationInfo><publicationType ill:scheme="urn:radio">Podcast</publicationType></publicationInfo>';
    const xml = request({ service: `${rest}<serviceInfo><serviceType>Loan</serviceType></serviceInfo>` });
    for (const from of ['P14', 'P17', 'P21'] as const) {
      const message = messageIn(xml, { from });
      expect(message).to.have.deep.nested.property('publicationInfo.publicationType', {
        value: 'Podcast',
        scheme: 'urn:radio',
      });
      expect(messageIn(encode(message, editions['2021']).bytes, { from: 'P21' })).to.deep.equal(message);
    }
    expect(openCode('publicationType', 'Podcast')).to.equal(undefined);
  });

  it('[7.4 nr 54] a code with another kind of hyphen is the same code', () => {
    expect(openCode('copyrightCompliance', 'AU-CopyrightActS50\u20131')).to.equal('AU-CopyrightActS50-1');
    expect(openCode('copyrightCompliance', 'au-copyrightacts50-7a')).to.equal('AU-CopyrightActS50-7A');
  });

  it('[7.4 nr 55] an item identifier is the same in either order, from any peer', () => {
    const code = '<bibliographicItemIdentifierCode>ISBN</bibliographicItemIdentifierCode>';
    const identifier = '<bibliographicItemIdentifier>9788205000001</bibliographicItemIdentifier>';
    for (const from of ['P14', 'P17', 'P21'] as const)
      for (const parts of [code + identifier, identifier + code])
        expect(
          messageIn(request({ biblio: `<bibliographicItemId>${parts}</bibliographicItemId>` }), { from }),
        ).to.have.deep.nested.property('bibliographicInfo.bibliographicItemId', [
          {
            bibliographicItemIdentifierCode: { value: 'ISBN' },
            bibliographicItemIdentifier: '9788205000001',
          },
        ]);
  });

  it('[7.4 nr 56] an ISBN with a wrong check digit is read like any other', () => {
    const item =
      '<bibliographicItemId><bibliographicItemIdentifier>9788205000000</bibliographicItemIdentifier><bibliographicItemIdentifierCode>ISBN</bibliographicItemIdentifierCode></bibliographicItemId>';
    expect(verdictOf(request({ biblio: item }))).to.equal('200/OK');
  });

  it('[7.4 nr 60] an amount that is no decimal is refused, and any other stays the text that it was', () => {
    const priced = (value: string): string =>
      request({
        rest: `<billingInfo><maximumCosts><currencyCode>EUR</currencyCode><monetaryValue>${value}</monetaryValue></maximumCosts></billingInfo>`,
      });
    for (const value of ['10,00', '1e3', '1 000', '-1', 'ten']) {
      expect(verdictOf(priced(value)), value).to.equal('200/ERR(UDV)');
      expect(errorValueOf(priced(value)), value).to.equal('monetaryValue');
    }
    for (const value of ['0.1', '0.2', '10', '0012.50', '123456789012.1234'])
      expect(messageIn(priced(value))).to.have.nested.property(
        'billingInfo.maximumCosts.monetaryValue',
        value,
      );
  });

  it('[7.5 nr 73] a code that only another edition has is understood, with a warning', () => {
    for (const from of ['P14', 'P17'] as const) {
      expect(messageIn(actionXml({ action: 'Lost' }), { from })).to.have.property('action', 'Lost');
      expect(warningsOf(actionXml({ action: 'HoldReturn' }), { from })).to.include('other-edition');
      expect(messageIn(statusXml({ status: 'ReleaseHoldReturn' }), { from })).to.have.nested.property(
        'statusInfo.status',
        'ReleaseHoldReturn',
      );
    }
    expect(closedLists.action).to.include('Lost');
  });

  it('what 2021-3 may have made a list is read, the rest kept; a type of costs is kept as unknown and never sent', () => {
    const service =
      '<serviceInfo><serviceType>Loan</serviceType><serviceLevel>Rush</serviceLevel><serviceLevel>Normal</serviceLevel><itemFormat>PDF</itemFormat><itemFormat>Printed</itemFormat></serviceInfo>';
    const costs =
      '<billingInfo><maximumCosts><currencyCode>EUR</currencyCode><monetaryValue>1</monetaryValue><costType>Tax</costType></maximumCosts></billingInfo>';
    const message = messageIn(request({ group: '', service, rest: costs }), { from: 'P21' });
    expect(message).to.have.deep.nested.property('serviceInfo.serviceLevel', { value: 'Rush' });
    expect(message).to.have.deep.nested.property('serviceInfo.itemFormat', { value: 'PDF' });
    expect(message.unknown?.map(({ raw }) => raw)).to.deep.equal([
      '<serviceLevel>Normal</serviceLevel>',
      '<itemFormat>Printed</itemFormat>',
      '<costType>Tax</costType>',
    ]);
    const { bytes, losses } = encode(message, editions['2021']);
    expect(bytes.toString()).to.not.include('costType');
    expect(losses.map(({ path, said }) => `${path} ${said}`)).to.deep.equal(
      [0, 1, 2].map((at) => `request/unknown[${at}] not said`),
    );
  });
});

describe('7.7 confirmations', () => {
  const now = '2026-03-02T09:15:01Z';
  const scheme = 'http://illtransactions.org/ISO18626/OpenCodeList/AgencyIdTypeList-V1.0';
  const group = '<multipleItemRequestId>G1</multipleItemRequestId>';
  const received = (body: string): Initiating =>
    messageIn(
      body.replaceAll('<agencyIdType>', `<agencyIdType ill:scheme="${scheme}">`).replace('DE-7', ' de-7 '),
    ) as Initiating;
  const textOf = (confirmation: Confirmation, id: EditionId): string =>
    encode(confirmation, editions[id]).bytes.toString();
  const errors = [
    { errorType: 'UnrecognisedDataValue', errorValue: 'status' },
    { errorType: 'UnrecognisedDataElement', errorValue: 'x' },
    { errorType: 'BadlyFormedMessage' },
  ] as const;

  it('[7.7 nr 88] echoes ids, types and schemes as they came, and the time of the message that it confirms', () => {
    for (const body of [request({ group }), statusXml({ group }), actionXml({ group })]) {
      const message = received(body);
      for (const id of Object.keys(editions) as EditionId[]) {
        const text = textOf(confirm(message, { now }), id);
        expect(text).to.include(
          `<ill:agencyIdType ill:scheme="${scheme}">ISIL</ill:agencyIdType><ill:agencyIdValue> de-7 </ill:agencyIdValue>`,
        );
        expect(text).to.include('<ill:timestampReceived>2026-03-02T09:15:00Z</ill:timestampReceived>');
        expect(text).to.include('<ill:requestingAgencyRequestId>NB-0001</ill:requestingAgencyRequestId>');
        expect(text.includes('multipleItemRequestId'), id).to.equal(id === '2017');
      }
    }
    expect(textOf(confirm(received(actionXml()), { now }), '2021')).to.include(
      '<ill:action>Received</ill:action>',
    );
    expect(textOf(confirm(received(statusXml()), { now }), '2021')).to.include(
      '<ill:reasonForMessage>StatusChange</ill:reasonForMessage>',
    );
  });

  it('[7.7 nr 88] tells all problems in 2021, and the first with the number of the others before', () => {
    const refusal = refuse(received(request()), [...errors], { now });
    expect(textOf(refusal, '2021').match(/<ill:errorData>/g)).to.have.length(3);
    for (const id of ['2014', '2017'] as const) {
      expect(textOf(refusal, id).match(/<ill:errorData>/g), id).to.have.length(1);
      expect(textOf(refusal, id)).to.include('<ill:errorValue>status (2 more)</ill:errorValue>');
    }
  });
});
