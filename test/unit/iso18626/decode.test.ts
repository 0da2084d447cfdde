import { expect } from 'chai';
import { decode, edition2017 } from '../../../src/iso18626/index.js';
import type { DecodeOptions, Message, Reading } from '../../../src/iso18626/index.js';
import { requestXml } from '../../support/iso18626-messages.js';

const read = (xml: string | Buffer, options: Partial<DecodeOptions> = {}): Reading =>
  decode(Buffer.from(xml as string), { edition: edition2017, ...options });

function messageOf(reading: Reading): Message {
  if (!reading.ok) throw new Error(reading.refusal.rule);
  return reading.message;
}

const statusXml = (inside: string): string =>
  requestXml()
    .replace('<request>', '<supplyingAgencyMessage>')
    .replace('</request>', '</supplyingAgencyMessage>')
    .replace(/<bibliographicInfo>.*<\/bibliographicInfo>/, inside);

describe('reading', () => {
  it('gives the canonical message, with nothing that is not there', () => {
    const reading = read(requestXml({ rest: '<serviceInfo><serviceType>Copy</serviceType></serviceInfo>' }));
    expect(reading).to.deep.include({
      ok: true,
      version: '1.2',
      warnings: [],
      message: {
        kind: 'request',
        header: {
          supplyingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'DE-7' },
          requestingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'NO-02030' },
          timestamp: '2026-03-02T09:15:00Z',
          requestingAgencyRequestId: 'NB-0001',
        },
        bibliographicInfo: { title: 'Sult' },
        serviceInfo: { serviceType: 'Copy' },
      },
    });
  });

  it('puts what 2021 moved and renamed in its one canonical place', () => {
    const message = messageOf(
      read(
        statusXml(
          '<messageInfo><reasonForMessage>StatusChange</reasonForMessage><offeredCosts><currencyCode>EUR</currencyCode><monetaryValue>15</monetaryValue></offeredCosts><retryAfter>2026-04-01T00:00:00Z</retryAfter></messageInfo>' +
            '<statusInfo><status>RetryPossible</status><lastChange>2026-03-02T10:00:00Z</lastChange></statusInfo>' +
            '<retryInfo><edition>3</edition></retryInfo>' +
            '<deliveryInfo><dateSent>2026-03-02T10:00:00Z</dateSent><sentVia>Mail</sentVia><deliveredFormat>PDF</deliveredFormat></deliveryInfo>',
        ),
      ),
    );
    expect(message).to.deep.include({
      messageInfo: { reasonForMessage: 'StatusChange' },
      retryInfo: {
        offeredCosts: [{ currencyCode: { value: 'EUR' }, monetaryValue: '15' }],
        retryAfter: '2026-04-01T00:00:00Z',
        edition: ['3'],
      },
      deliveryInfo: {
        dateSent: '2026-03-02T10:00:00Z',
        deliveryMethod: { value: 'Mail' },
        itemFormat: { value: 'PDF' },
      },
    });
  });

  it('keeps what it does not know, as it stood', () => {
    const message = messageOf(read(requestXml({ rest: '<x a="1">y<z/></x>' })));
    expect(message.unknown).to.deep.equal([{ path: 'request/*', raw: '<x a="1">y<z/></x>' }]);
  });

  it('never takes an element of another namespace for one of ours', () => {
    const message = messageOf(
      read(
        requestXml({
          rest: '<serviceInfo><e:serviceType xmlns:e="urn:e">Copy</e:serviceType><serviceType>Loan</serviceType></serviceInfo>',
        }),
      ),
    );
    expect(message).to.have.nested.property('serviceInfo.serviceType', 'Loan');
  });

  it('names place and rule of a fault, never content', () => {
    const reading = read(
      requestXml().replace(
        '<title>Sult</title>',
        '<bibliographicItemId><bibliographicItemIdentifier>Ingrid</bibliographicItemIdentifier></bibliographicItemId>',
      ),
    );
    expect(!reading.ok && reading.refusal).to.deep.equal({
      http: 200,
      confirmationKind: 'requestConfirmation',
      path: 'request/bibliographicInfo/bibliographicItemId/bibliographicItemIdentifierCode',
      rule: 'element-missing',
      errors: [
        {
          errorType: 'BadlyFormedMessage',
          errorValue:
            'request/bibliographicInfo/bibliographicItemId/bibliographicItemIdentifierCode: element-missing',
        },
      ],
    });
  });

  it('says which value it cannot use, in one short line', () => {
    const reading = read(
      requestXml({
        rest: `<serviceInfo><serviceType>Gift\r\n${'!'.repeat(500)}</serviceType></serviceInfo>`,
      }),
    );
    const value = reading.ok ? '' : (reading.refusal.errors[0]?.errorValue ?? '');
    expect(value).to.match(/^serviceType: Gift !+…$/);
    expect(value.length).to.be.lessThan(120);
  });

  it('does not repeat a value that may name a person', () => {
    const reading = read(
      requestXml({ rest: '<patronInfo><sendToPatron>Ingrid</sendToPatron></patronInfo>' }),
    );
    expect(!reading.ok && reading.refusal.errors).to.deep.equal([
      { errorType: 'UnrecognisedDataValue', errorValue: 'sendToPatron' },
    ]);
  });

  it('finds all faults at once', () => {
    const reading = read(
      requestXml({
        rest: '<serviceInfo><serviceType>Gift</serviceType><anyEdition>perhaps</anyEdition></serviceInfo><billingInfo><maximumCosts><currencyCode>EUR</currencyCode><monetaryValue>-1</monetaryValue></maximumCosts></billingInfo>',
      }),
    );
    expect(!reading.ok && reading.refusal.errors.map(({ errorValue }) => errorValue)).to.deep.equal([
      'serviceType: Gift',
      'anyEdition: perhaps',
      'monetaryValue',
    ]);
  });

  it('tells who asked what even of a message that it refuses', () => {
    const reading = read(requestXml({ rest: '<serviceInfo/>' }));
    expect(!reading.ok && reading.echo).to.deep.include({ kind: 'request' });
    expect(!reading.ok && reading.echo?.header?.requestingAgencyRequestId).to.equal('NB-0001');
  });

  it('takes the byte order mark before the HTTP charset, and that before the declaration', () => {
    const latin = Buffer.from(requestXml().replace('Sult', 'Sult på'), 'latin1');
    expect(read(latin)).to.have.nested.property('refusal.rule', 'encoding-invalid-bytes');
    const told = read(latin, { charset: 'ISO-8859-1' });
    expect(messageOf(told)).to.have.nested.property('bibliographicInfo.title', 'Sult på');
    expect(told.warnings[0]?.code).to.equal('encoding-contradictory');
    const marked = read(`\uFEFF${requestXml()}`, { charset: 'utf-16' });
    expect(marked.ok && marked.warnings[0]?.code).to.equal('encoding-contradictory');
    expect(read(requestXml(), { charset: '"utf-8"' }).warnings).to.deep.equal([]);
    expect(read(requestXml(), { charset: 'utf-7' })).to.have.nested.property(
      'refusal.rule',
      'encoding-unsupported',
    );
  });

  it('keeps long texts with a warning, up to its own limits', () => {
    const reading = read(requestXml().replace('Sult', 'S'.repeat(4001)));
    expect(reading.ok && reading.warnings.map(({ code }) => code)).to.deep.equal(['text-long']);
    for (const body of [
      requestXml({ rest: '<x/>'.repeat(10_000) }),
      requestXml({ rest: '<!--x-->'.repeat(10_000) }),
    ])
      expect(read(body)).to.have.nested.property('refusal.rule', 'too-many-elements');
  });

  it('refuses when strict what it takes with a warning when lenient', () => {
    const loose = requestXml({
      attributes: ' version="1.2"',
      rest: '<serviceInfo><serviceType>loan</serviceType></serviceInfo>',
    });
    expect(read(loose).warnings.map(({ code }) => code)).to.deep.equal(['attr-unqualified', 'code-spelling']);
    const strict = read(loose, { strictness: 'strict' });
    expect(!strict.ok && strict.refusal.errors.map(({ errorType }) => errorType)).to.deep.equal([
      'BadlyFormedMessage',
      'UnrecognisedDataValue',
    ]);
    const unknown = read(requestXml({ rest: '<x/>' }), { strictness: 'strict' });
    expect(!unknown.ok && unknown.refusal.errors).to.deep.equal([
      { errorType: 'UnrecognisedDataElement', errorValue: 'x' },
    ]);
  });

  it('takes time in proportion to the body: attributes, blanks, comments, depth', () => {
    const hostile = [
      (size: number) => requestXml({ rest: ' '.repeat(size) }),
      (size: number) => requestXml({ rest: '<!---->'.repeat(size / 7) }),
      (size: number) => requestXml({ rest: '<![CDATA[]]>'.repeat(size / 12) }),
      (size: number) => requestXml({ attributes: ' a="<"'.repeat(size / 6) }),
      (size: number) => requestXml({ rest: '<a>'.repeat(size / 3) }),
      (size: number) => `${'<?a?>'.repeat(size / 5)}${requestXml()}`,
      (size: number) => requestXml({ rest: `<note>${'&amp;'.repeat(size / 5)}</note>` }),
    ];
    for (const body of hostile) {
      const took = [300_000, 1_200_000].map((size) => {
        const bytes = Buffer.from(body(size));
        const start = performance.now();
        read(bytes);
        return performance.now() - start;
      });
      expect(took[1], body.toString()).to.be.lessThan(40 + 12 * (took[0] ?? 0));
      expect(took[1]).to.be.lessThan(1500);
    }
  });
});
