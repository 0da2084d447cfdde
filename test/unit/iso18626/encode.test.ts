import { expect } from 'chai';
import { EncodeError, decode, edition2017, encode, lossText } from '../../../src/iso18626/index.js';
import type { Message } from '../../../src/iso18626/index.js';
import { actionMessage, header, requestMessage, statusMessage } from '../../support/iso18626-messages.js';
import { officialJudge } from '../../support/iso18626-official.js';

const xmlOf = (message: Message): string => encode(message, edition2017).bytes.toString();

describe('writing a message of the 2017 edition', () => {
  it('sends the empty multipleItemRequestId that the edition demands', () => {
    expect(xmlOf(requestMessage())).to.include('<ill:multipleItemRequestId/>');
  });

  it('writes what moved under its 2017 name and in its 2017 order', () => {
    const message = statusMessage({
      statusInfo: { status: 'RetryPossible', lastChange: '2026-03-02T10:00:00Z' },
      retryInfo: {
        retryBefore: '2026-05-01T00:00:00Z',
        retryAfter: '2026-04-01T00:00:00Z',
        offeredCosts: [{ currencyCode: { value: 'EUR' }, monetaryValue: '15' }],
      },
    });
    expect(xmlOf(message)).to.match(
      /<ill:messageInfo>.*offeredCosts.*retryAfter.*retryBefore.*<\/ill:messageInfo>/,
    );
    expect(encode(message, edition2017).losses).to.deep.equal([]);
  });

  it('lists what it has no element for, and how it says it', () => {
    const { losses } = encode(
      statusMessage({
        header: header({ consortialId: { agencyIdType: { value: 'ICOLC' }, agencyIdValue: 'x' } }),
        retryInfo: { volume: ['1'], offeredCosts: [] },
        deliveryInfo: {
          dateSent: '2026-03-02T10:00:00Z',
          URL: 'https://x.example',
          loanCondition: [{ value: 'LibraryUseOnly' }, { value: 'NoReproduction' }],
        },
        shippingInfo: { trackingId: ['1'] },
        unknown: [{ path: 'x', raw: '<x/>' }],
      }),
      edition2017,
    );
    expect(losses.map(lossText)).to.have.members([
      'supplyingAgencyMessage/header/consortialId/agencyIdType (in the note)',
      'supplyingAgencyMessage/header/consortialId/agencyIdValue (in the note)',
      'supplyingAgencyMessage/retryInfo/volume[0] (in the note)',
      'supplyingAgencyMessage/deliveryInfo/URL (in another element)',
      'supplyingAgencyMessage/deliveryInfo/loanCondition[1] (in the note)',
      'supplyingAgencyMessage/shippingInfo/trackingId[0] (in the note)',
      'supplyingAgencyMessage/unknown[0] (not said)',
    ]);
  });

  it('does not invent what is missing, such as when a loan was sent, and says where [nr 74]', () => {
    const faults: [Message, string][] = [
      [
        statusMessage({
          statusInfo: { status: 'Loaned', lastChange: '2026-03-02T10:00:00Z' },
          deliveryInfo: { itemId: ['1'] },
        }),
        'supplyingAgencyMessage/deliveryInfo/dateSent',
      ],
      [statusMessage({ statusInfo: { status: 'Loaned' } }), 'supplyingAgencyMessage/statusInfo/lastChange'],
      [actionMessage({ timestamp: '2026-03-02T09:15:00+0100' }), 'requestingAgencyMessage/header/timestamp'],
      [
        requestMessage({
          billingInfo: { maximumCosts: { currencyCode: { value: 'EUR' }, monetaryValue: '10,00' } },
        }),
        'request/billingInfo/maximumCosts/monetaryValue',
      ],
      [requestMessage({ patronInfo: { address: [{}] } }), 'request/patronInfo/address'],
    ];
    for (const [message, path] of faults)
      expect(() => encode(message, edition2017))
        .to.throw(EncodeError)
        .with.property('path', path);
  });

  it('sends no character that XML cannot say, and keeps every other', () => {
    const note = 'a\u0000b\u0001c\u001Fd\uFFFEe\uD800f \t\n\r\n\u0085\u2028]]>&amp;&lt;&x;&#0;\u{1F4DA}';
    const message = { ...actionMessage(), note };
    const reading = decode(encode(message, edition2017).bytes, {
      edition: edition2017,
      strictness: 'strict',
    });
    expect(reading.ok && reading.message).to.deep.equal({
      ...message,
      note: note.replace(/[\u0000\u0001\u001F\uFFFE\uD800](?![\uDC00-\uDFFF])/g, '\uFFFD'),
    });
  });

  it('leaves out a scheme that is no URI, and says so', () => {
    const scheme = 'http://[x';
    const { bytes, losses } = encode(
      requestMessage({ publicationInfo: { publicationType: { value: 'Book', scheme } } }),
      edition2017,
    );
    expect(bytes.toString()).to.include('<ill:publicationType>Book');
    expect(losses.map(lossText)).to.deep.equal([
      'request/publicationInfo/publicationType/@scheme (not said)',
    ]);
  });

  it('sends schemes only that the official schema takes', function () {
    const official = officialJudge();
    if (official === undefined) return this.skip();
    const schemes = [
      'a:b',
      ':x',
      '1:x',
      'http://h:port/',
      'http://[::1]/',
      'x%zz',
      'a#b#c',
      'http://x/ y',
      'urn:',
      '//x',
      '?',
      '#',
      'é',
      'http://é/',
      'mailto:a@b',
      'a b',
      'javascript:x',
      'http:',
      'http:///',
      "x'y",
      '<',
      '"',
      '%',
      'http://a/%41',
      'http://x/\\',
      'http://x/^|',
      'http://h:99999999/',
      'A:',
      'http://@/',
      'http://a@b@c/',
    ];
    try {
      for (const scheme of schemes) {
        const message = requestMessage({ publicationInfo: { publicationType: { value: 'Book', scheme } } });
        expect(official.verdict(encode(message, edition2017).bytes), scheme).to.equal(undefined);
      }
    } finally {
      official.dispose();
    }
  });

  it('sends one error, and says in it how many more there were', () => {
    const xml = xmlOf({
      kind: 'requestConfirmation',
      confirmationHeader: {
        timestamp: '2026-03-02T09:15:01Z',
        timestampReceived: '2026-03-02T09:15:00Z',
        messageStatus: 'ERROR',
      },
      errorData: [
        { errorType: 'UnrecognisedDataValue', errorValue: 'status' },
        { errorType: 'UnrecognisedDataElement', errorValue: 'x' },
        { errorType: 'BadlyFormedMessage' },
      ],
    });
    expect(xml.match(/<ill:errorData>.*?<\/ill:errorData>/g)).to.deep.equal([
      '<ill:errorData><ill:errorType>UnrecognisedDataValue</ill:errorType><ill:errorValue>status (2 more)</ill:errorValue></ill:errorData>',
    ]);
  });
});
