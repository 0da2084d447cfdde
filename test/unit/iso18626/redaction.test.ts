import { expect } from 'chai';
import fc from 'fast-check';
import {
  decode,
  edition2014,
  edition2017,
  edition2021,
  encode,
  escapeForHole,
  fillHoles,
  redactedBytes,
  wholeAsHole,
} from '../../../src/iso18626/index.js';
import type { Redaction, Request } from '../../../src/iso18626/index.js';
import { generateMessage, seeded } from '../../support/iso18626-generate.js';
import { mutate } from '../../support/iso18626-mutate.js';
import { actionMessage, requestXml } from '../../support/iso18626-messages.js';

const filled = ({ template, encoding, holes }: Redaction): Buffer =>
  fillHoles(
    template,
    encoding,
    holes.map(({ value }) => value),
  );

const asides = [
  '<!-- Ingrid -->',
  '<?note Ingrid?>',
  '<![CDATA[ <Ingrid> & ]]>',
  '\r\n\t',
  '<x>Ingrid</x>',
  '&#x1F4DA;',
  '\u{1F4DA}',
];

/** Comments, CDATA sections, blanks, … wherever the dice say. */
function sprinkle(xml: string, seed: number): string {
  const random = seeded(seed);
  return xml.replace(/>(?=.)/gs, (end) =>
    random() < 0.1 ? end + (asides[Math.floor(random() * asides.length)] ?? '') : end,
  );
}

const bytesOf: Record<string, (xml: string) => Buffer> = {
  'utf-8': (xml) => Buffer.from(xml),
  'utf-8 with a mark': (xml) => Buffer.from(`\uFEFF${xml}`),
  'utf-16le with a mark': (xml) => Buffer.from(`\uFEFF${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le'),
  'utf-16be with a mark': (xml) => Buffer.from(`\uFEFF${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16(),
  'utf-16le': (xml) => Buffer.from(xml.replace('UTF-8', 'UTF-16'), 'utf16le'),
  'iso-8859-1': (xml) => Buffer.from(xml.replace('UTF-8', 'ISO-8859-1'), 'latin1'),
};

describe('a body with holes', () => {
  for (const [encoding, toBytes] of Object.entries(bytesOf))
    it(`in ${encoding} is the same bytes again when filled, whatever stands in it`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0 }), fc.boolean(), (seed, isMutated) => {
          const xml = encode(generateMessage(seed, edition2017), edition2017).bytes.toString();
          const body = toBytes(sprinkle(isMutated ? mutate(xml, seeded(seed)) : xml, seed));
          expect(filled(decode(body, { edition: edition2017 }).redaction).equals(body)).to.equal(true);
        }),
        { numRuns: 150 },
      );
    });

  it('is the same bytes again when filled, when it is noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const body = Buffer.from(noise);
        expect(filled(decode(body, { edition: edition2017 }).redaction).equals(body)).to.equal(true);
        expect(filled(wholeAsHole(body)).equals(body)).to.equal(true);
      }),
    );
  });

  it('shows nothing of a person: not in elements, attributes, comments, instructions or what nobody knows', () => {
    const canary = 'Canary-4711';
    const body = Buffer.from(
      requestXml({
        attributes: ` ill:version="1.2" other="${canary}"`,
        header: `<requestingAgencyAuthentication><accountId>${canary}</accountId><securityCode>${canary}</securityCode></requestingAgencyAuthentication>`,
        rest: `<!-- ${canary} --><?note ${canary}?><${canary} a="${canary}">${canary}</${canary}>${canary}
          <serviceInfo><serviceType>Loan</serviceType><note>${canary}<!-- ${canary} --><b>${canary}</b></note></serviceInfo>
          <requestedDeliveryInfo><address><physicalAddress><line1>${canary}</line1><locality>${canary}</locality><country ${canary} = '${canary}' ill:scheme="${canary}">${canary}</country></physicalAddress></address></requestedDeliveryInfo>
          <requestingAgencyInfo><contactName>${canary}</contactName><address><electronicAddress><electronicAddressType>Email</electronicAddressType><electronicAddressData>${canary}</electronicAddressData></electronicAddress></address></requestingAgencyInfo>
          <patronInfo><patronId>${canary}</patronId><surname><![CDATA[${canary}]]></surname><givenName>${canary}</givenName><patronType scheme="${canary}">${canary}</patronType><address><physicalAddress><postalCode>${canary}</postalCode></physicalAddress></address></patronInfo>
          <billingInfo><billingName>${canary}</billingName></billingInfo>`,
      }),
    );
    const { ok, redaction } = decode(body, { edition: edition2017 });
    expect(ok).to.equal(true);
    expect(redactedBytes(redaction).toString()).to.not.include('Canary');
    expect(redactedBytes(redaction).toString()).to.include('<title>Sult</title>');
    expect(redaction.holes.map(({ path }) => path).join()).to.not.include('Canary');
    expect(filled(redaction).equals(body)).to.equal(true);
  });

  it('says of each hole what it may tell, and where it lay', () => {
    const { redaction } = decode(
      Buffer.from(
        requestXml({
          header:
            '<requestingAgencyAuthentication><accountId>a</accountId><securityCode>b</securityCode></requestingAgencyAuthentication>',
          rest: '<patronInfo><surname>c</surname></patronInfo>',
        }),
      ),
      { edition: edition2017 },
    );
    expect(redaction.holes).to.deep.equal([
      { value: 'a', privacy: 'secret', path: 'request/header/requestingAgencyAuthentication/accountId' },
      { value: 'b', privacy: 'secret', path: 'request/header/requestingAgencyAuthentication/securityCode' },
      { value: 'c', privacy: 'person', path: 'request/patronInfo/surname' },
    ]);
  });

  const recordId = (inside: string): string =>
    `<bibliographicInfo><title>Sult</title><bibliographicRecordId>${inside}</bibliographicRecordId></bibliographicInfo>`;
  const codeOf = (code: string): string =>
    `<bibliographicRecordIdentifierCode ill:scheme="RESHARE">${code}</bibliographicRecordIdentifierCode>`;
  const value = '<bibliographicRecordIdentifier>Canary-4711</bibliographicRecordIdentifier>';
  const holesIn = (inside: string): [string, string][] => {
    const xml = requestXml({ rest: '' }).replace(
      /<bibliographicInfo>.*<\/bibliographicInfo>/s,
      recordId(inside),
    );
    const { redaction } = decode(Buffer.from(xml), { edition: edition2017 });
    return redaction.holes.map(({ value, privacy }) => [value, privacy]);
  };

  it('hides a record id that is a reader’s, by the code beside it', () => {
    for (const code of ['patronReference', 'PATRONREFERENCE', ' patronId'])
      expect(holesIn(codeOf(code) + value), code).to.deep.equal([['Canary-4711', 'person']]);
    for (const code of ['OCLC', 'systemInstanceIdentifier'])
      expect(holesIn(codeOf(code) + value), code).to.deep.equal([]);
  });

  it('hides a record id that comes before its code, or without one: nobody knows what it is', () => {
    expect(holesIn(value + codeOf('patronReference'))).to.deep.equal([['Canary-4711', 'text']]);
    expect(holesIn(value)).to.deep.equal([['Canary-4711', 'text']]);
  });

  it('hides a record id that is a reader’s in what is sent, too', () => {
    const message: Request = {
      kind: 'request',
      header: actionMessage().header,
      bibliographicInfo: {
        title: 'Sult',
        bibliographicRecordId: ['patronReference', 'OCLC'].map((code) => ({
          bibliographicRecordIdentifierCode: { value: code },
          bibliographicRecordIdentifier: `of-${code}`,
        })),
      },
      serviceInfo: { serviceType: 'Loan' },
    };
    for (const edition of [edition2014, edition2017, edition2021])
      expect(encode(message, edition).redaction.holes.map(({ value }) => value)).to.deep.equal([
        'of-patronReference',
      ]);
  });

  it('hides an item id only where it is a link', () => {
    const holesOf = (itemId: string): string[] => {
      const { bytes } = encode(
        {
          kind: 'supplyingAgencyMessage',
          header: actionMessage().header,
          messageInfo: { reasonForMessage: 'StatusChange' },
          statusInfo: { status: 'CopyCompleted', lastChange: '2026-03-02T10:00:00Z' },
          deliveryInfo: { dateSent: '2026-03-02T10:00:00Z', itemId: [itemId] },
        },
        edition2017,
      );
      return decode(bytes, { edition: edition2017 }).redaction.holes.map(({ value }) => value);
    };
    expect(holesOf('31234000123')).to.deep.equal([]);
    expect(holesOf('https://files.example/x?token=1')).to.deep.equal(['https://files.example/x?token=1']);
  });

  it('takes a value anew, such as a secret that is never stored', () => {
    const message = actionMessage({ requestingAgencyAuthentication: { securityCode: 'old' } });
    const { redaction } = encode(message, edition2017);
    const bytes = fillHoles(redaction.template, redaction.encoding, [escapeForHole('n<e&w\r]]>')]);
    const reading = decode(bytes, { edition: edition2017, strictness: 'strict' });
    expect(
      reading.ok && 'header' in reading.message && reading.message.header.requestingAgencyAuthentication,
    ).to.deep.equal({
      securityCode: 'n<e&w\r]]>',
    });
  });

  it('is not filled when a value is missing', () => {
    const { redaction } = encode(
      actionMessage({ requestingAgencyAuthentication: { securityCode: 'x' } }),
      edition2017,
    );
    expect(() => fillHoles(redaction.template, redaction.encoding, [])).to.throw(RangeError, 'Hole 0');
  });
});
