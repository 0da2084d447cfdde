import { expect } from 'chai';
import {
  Said,
  canonicalBody,
  decode,
  editions,
  encode,
  lossText,
  type EditionId,
  type Message,
  type SupplyingAgencyMessage,
} from '../../../src/iso18626/index.js';
import { generateMessage } from '../../support/iso18626-generate.js';
import { actionMessage, header, statusMessage } from '../../support/iso18626-messages.js';
import { judgeBy, officialJudge } from '../../support/iso18626-official.js';
import type { Judge } from '../../support/iso18626-official.js';
import {
  actionXml,
  envelope,
  errorValueOf,
  messageIn,
  readFrom,
  request,
  statusXml,
  verdictOf,
  warningsOf,
} from '../../support/iso18626-verdict.js';
import { writeSchema } from '../../../src/iso18626/index.js';

const ids = Object.keys(editions) as EditionId[];
const inside = (request: string): string =>
  request.slice(request.indexOf('<request>'), request.indexOf('</ISO18626Message>'));

describe('7.1 envelope and well-formedness', () => {
  it('[7.1 nr 1] a minimal request of 2017, with its empty multipleItemRequestId, is read', () => {
    for (const from of ['P17', undefined] as const)
      expect(verdictOf(request(), from === undefined ? {} : { from })).to.equal('200/OK');
    expect(verdictOf(request(), { from: 'P17', strictness: 'strict' })).to.equal('200/OK');
  });

  it('[7.1 nr 2] a minimal request of 2021, without multipleItemRequestId, is read', () => {
    const xml = request({ group: '', version: ' ill:version="2021-3"' });
    expect(verdictOf(xml, { from: 'P21', strictness: 'strict' })).to.equal('200/OK');
    expect(readFrom(xml)).to.deep.include({ ok: true, edition: { id: '2021', sureness: 'likely' } });
  });

  it('[7.1 nr 3] with a prefix on every element, and with the default namespace, it is the same message', () => {
    const plain = request();
    const prefixed = plain
      .replace(/<(\/?)(\w)/g, '<$1ns1:$2')
      .replace('<?ns1:xml', '<?xml')
      .replace(' xmlns=', ' xmlns:ns1=');
    expect(prefixed).to.include('<ns1:requestingAgencyRequestId>');
    expect(canonicalBody(messageIn(prefixed))).to.equal(canonicalBody(messageIn(plain)));
  });

  it('[7.1 nr 4] an unqualified version is a warning, and a fault to a strict reading', () => {
    const xml = request({ version: ' version="1.2"' });
    expect(verdictOf(xml, { from: 'P17' })).to.equal('200/OK');
    expect(warningsOf(xml, { from: 'P17' })).to.deep.equal(['attr-unqualified']);
    expect(verdictOf(xml, { from: 'P17', strictness: 'strict' })).to.equal('200/ERR(BFM)');
  });

  it('[7.1 nr 5] whatever the version attribute says is read, and structure decides before it', () => {
    for (const version of [
      '',
      ' ill:version=""',
      ...['1.0', 'v1_2_2017', '2021-3'].map((v) => ` ill:version="${v}"`),
    ]) {
      expect(verdictOf(request({ version })), version).to.equal('200/OK');
      expect(readFrom(statusXml({ version })).edition, version).to.deep.equal({
        id: '2017',
        sureness: 'certain',
      });
      const of2021 = statusXml({
        version,
        group: '',
        rest: '<shippingInfo><trackingId>1</trackingId></shippingInfo>',
      });
      expect(readFrom(of2021).edition, version).to.deep.equal({ id: '2021', sureness: 'certain' });
      expect(readFrom(of2021, { from: 'P17' }).edition).to.deep.equal({ id: '2017', sureness: 'told' });
    }
  });

  it('[7.1 nr 6] a root in no namespace cannot be answered as a message', () => {
    expect(verdictOf(request().replace(/ xmlns="[^"]*"/, ''))).to.equal('400/BFM');
  });

  it('[7.1 nr 7] nor a root in another namespace', () => {
    expect(verdictOf(request().replaceAll('/2013/', '/2014/'))).to.equal('400/BFM');
  });

  it('[7.1 nr 8] nor a request without its envelope', () => {
    const xml = inside(request()).replace(
      '<request>',
      '<request xmlns="http://illtransactions.org/2013/iso18626">',
    );
    expect(verdictOf(xml)).to.equal('400/BFM');
  });

  it('[7.1 nr 9] nor an empty envelope, nor two messages in one', () => {
    expect(verdictOf(envelope(''))).to.equal('400/BFM');
    expect(verdictOf(envelope(inside(request()) + inside(request())))).to.equal('400/BFM');
  });

  it('[7.1 nr 10] a confirmation is read as one, so that whoever was sent it can refuse it', () => {
    const xml = envelope(
      '<requestConfirmation><confirmationHeader><timestamp>2026-03-02T09:15:00Z</timestamp><timestampReceived>2026-03-02T09:15:00Z</timestampReceived><messageStatus>OK</messageStatus></confirmationHeader></requestConfirmation>',
    );
    expect(messageIn(xml).kind).to.equal('requestConfirmation');
  });

  it('[7.1 nr 11] names in PascalCase are refused with the hint element-case', () => {
    const xml = request().replace(
      /<(\/?)(request|header)>/g,
      (_, end: string, name: string) => `<${end}${name.charAt(0).toUpperCase()}${name.slice(1)}>`,
    );
    expect(verdictOf(xml)).to.equal('400/BFM');
    expect(errorValueOf(xml)).to.equal('element-case');
  });

  it('[7.1 nr 12] the wrong order is a warning, and a fault with its path to a strict reading', () => {
    const xml = request({ biblio: '<author>Hamsun</author><title>Sult</title>' });
    expect(warningsOf(xml, { from: 'P17' })).to.deep.equal(['element-order']);
    expect(verdictOf(xml, { from: 'P17', strictness: 'strict' })).to.equal('200/ERR(BFM)');
    expect(errorValueOf(xml, { from: 'P17', strictness: 'strict' })).to.equal(
      'request/bibliographicInfo/title: element-order',
    );
  });

  it('[7.1 nr 13] an unknown element is kept as it stood with a warning, and named in a strict refusal', () => {
    const xml = request({ rest: '<reviewedBy a="1">x</reviewedBy>' });
    expect(warningsOf(xml, { from: 'P17' })).to.deep.equal(['element-unknown']);
    expect(messageIn(xml).unknown).to.deep.equal([
      { path: 'request/*', raw: '<reviewedBy a="1">x</reviewedBy>' },
    ]);
    expect(verdictOf(xml, { from: 'P17', strictness: 'strict' })).to.equal('200/ERR(UDE)');
    expect(errorValueOf(xml, { from: 'P17', strictness: 'strict' })).to.equal('reviewedBy');
  });

  it('[7.1 nr 14] an element of a foreign namespace likewise, and nothing in it is understood', () => {
    const foreign = '<e:serviceInfo xmlns:e="urn:e"><serviceType>Copy</serviceType></e:serviceInfo>';
    const xml = request({ rest: foreign });
    expect(warningsOf(xml, { from: 'P17' })).to.deep.equal(['element-unknown']);
    expect(messageIn(xml)).to.have.nested.property('serviceInfo.serviceType', 'Loan');
    expect(verdictOf(xml, { from: 'P17', strictness: 'strict' })).to.equal('200/ERR(UDE)');
  });

  for (const id of ids)
    it(`[7.1 nr 15] every message that we send in ${id}, with all optional parts, is valid`, () => {
      const official = officialJudge(id);
      const judges: Judge[] = [judgeBy(writeSchema(editions[id])), ...(official ? [official] : [])];
      try {
        for (const kind of editions[id].messages)
          for (const density of [0, 1]) {
            const { bytes } = encode(generateMessage(15, editions[id], { kind, density }), editions[id]);
            for (const judge of judges) expect(judge.verdict(bytes), bytes.toString()).to.equal(undefined);
          }
      } finally {
        for (const judge of judges) judge.dispose();
      }
    });

  for (const id of ids)
    it(`[7.1 nr 16] 1,000 messages of ${id} come back the same from encoding and strict decoding`, () => {
      const edition = editions[id];
      for (let seed = 0; seed < 1000; seed++) {
        const message = generateMessage(seed, edition);
        const { bytes, losses } = encode(message, edition);
        const reading = decode(bytes, { edition, strictness: 'strict' });
        expect(reading.ok ? reading.message : reading.refusal).to.deep.equal(message);
        expect([...losses, ...reading.warnings]).to.deep.equal([]);
      }
    });

  it('[7.1 nr 17] a message of 2021 for a peer of 2017 is valid, and the note says what was dropped', () => {
    const { bytes, losses } = encode(rich, editions['2017']);
    const judge = officialJudge() ?? judgeBy(writeSchema(editions['2017']));
    try {
      expect(judge.verdict(bytes), bytes.toString()).to.equal(undefined);
    } finally {
      judge.dispose();
    }
    const message = messageIn(bytes, { from: 'P17', strictness: 'strict' }) as SupplyingAgencyMessage;
    expect(message.messageInfo.note).to.equal(
      [
        ...['In two parcels', 'Reason for the retry: MustMeetLoanCondition'],
        ...['Sent by DHL; tracking ids JD01, JD02.', 'Available edition: 3rd'],
        ...['Condition: NoReproduction', 'Insurance costs: EUR 4.50'],
      ].join('\n'),
    );
    expect(message.deliveryInfo).to.deep.include({
      itemId: ['https://files.example/a?t=1'],
      deliveryMethod: {
        value: 'URL',
        scheme: 'http://illtransactions.org/ISO18626/OpenCodeList/SentViaList-V1.0',
      },
    });
    expect(losses.map(lossText)).to.have.members([
      'supplyingAgencyMessage/deliveryInfo/URL (in another element)',
      'supplyingAgencyMessage/retryInfo/edition[0] (in the note)',
      'supplyingAgencyMessage/deliveryInfo/loanCondition[1] (in the note)',
      'supplyingAgencyMessage/shippingInfo/courierName (in the note)',
      'supplyingAgencyMessage/shippingInfo/trackingId[0] (in the note)',
      'supplyingAgencyMessage/shippingInfo/trackingId[1] (in the note)',
      'supplyingAgencyMessage/shippingInfo/insuranceCosts[0]/currencyCode (in the note)',
      'supplyingAgencyMessage/shippingInfo/insuranceCosts[0]/monetaryValue (in the note)',
    ]);
    expect(losses.some(({ said }) => said === Said.Not)).to.equal(false);
  });

  it('[7.1 nr 18] characters that XML cannot say are replaced, and the output is well-formed', () => {
    const note = 'a\u0000b\u0008c\u001Fd\tÆ\n\uFFFE\uFFFF\uD800x\u{1F4DA}';
    for (const id of ids) {
      const { bytes } = encode({ ...actionMessage(), note }, editions[id]);
      expect(messageIn(bytes)).to.have.property(
        'note',
        'a\uFFFDb\uFFFDc\uFFFDd\tÆ\n\uFFFD\uFFFD\uFFFDx\u{1F4DA}',
      );
    }
  });
});

describe('which edition a message is of', () => {
  const found = (xml: string): string => {
    const { id, sureness } = readFrom(xml).edition;
    return `${id} ${sureness}`;
  };

  it('[7.1 nr 5] is certain where only one has what it has', () => {
    expect(found(statusXml())).to.equal('2017 certain');
    expect(found(actionXml())).to.equal('2017 certain');
    expect(found(actionXml({ group: '', action: 'Lost' }))).to.equal('2021 certain');
    expect(found(request({ rest: '', biblio: '<volume>1</volume><volume>2</volume>', group: '' }))).to.equal(
      '2021 certain',
    );
    expect(
      found(request({ service: '', more: '<supplyingAgencyRequestId>7</supplyingAgencyRequestId>' })),
    ).to.equal('2017 certain');
    const item = (first: string): string => {
      const parts = [
        '<bibliographicItemIdentifierCode>ISBN</bibliographicItemIdentifierCode>',
        '<bibliographicItemIdentifier>1</bibliographicItemIdentifier>',
      ];
      return `<bibliographicItemId>${(first === 'code' ? parts : parts.reverse()).join('')}</bibliographicItemId>`;
    };
    expect(
      found(request({ biblio: item('code'), group: '<multipleItemRequestId>7</multipleItemRequestId>' })),
    ).to.equal('2021 certain');
    expect(found(request({ biblio: item('identifier') }))).to.equal('2017 certain');
    expect(found(request({ biblio: item('identifier'), group: '', version: '' }))).to.equal('2014 certain');
  });

  it('[7.1 nr 5] takes the version attribute for a last hint, and says how sure it is', () => {
    expect(found(statusXml({ group: '' }))).to.equal('2021 guessed');
    expect(found(statusXml({ group: '', version: ' ill:version="1.1"' }))).to.equal('2014 likely');
    expect(found(statusXml({ group: '', version: ' ill:version="2021-3"' }))).to.equal('2021 likely');
    expect(found(statusXml({ version: ' ill:version="2021-3"' }))).to.equal('2017 certain');
    // A sender of 2017 that leaves the group out, and names its schema.
    const sloppy = statusXml({
      group: '',
      rest: '<deliveryInfo><dateSent>2026-03-02T10:00:00Z</dateSent><sentVia>Mail</sentVia></deliveryInfo>',
    });
    expect(found(sloppy)).to.equal('2017 likely');
  });

  it('is found for generated messages of each edition, never as one that they are invalid in', () => {
    const judges = new Map(ids.map((id) => [id as string, judgeBy(writeSchema(editions[id]))]));
    try {
      for (const id of ids)
        for (let seed = 0; seed < 300; seed++) {
          const { bytes } = encode(generateMessage(seed, editions[id]), editions[id]);
          const { edition } = decode(bytes);
          expect(judges.get(edition.id)?.verdict(bytes), `${id} ${seed} ${bytes.toString()}`).to.equal(
            undefined,
          );
          if (edition.sureness === 'certain') expect(edition.id, String(seed)).to.equal(id);
        }
    } finally {
      for (const judge of judges.values()) judge.dispose();
    }
  });

  it('of every table reads the same canonical message, by its own table and by none', () => {
    for (const id of ids)
      for (let seed = 0; seed < 200; seed++) {
        const message: Message = generateMessage(seed, editions[id]);
        expect(messageIn(encode(message, editions[id]).bytes), String(seed)).to.deep.equal(message);
      }
  });

  it('does not keep a peer from mixing them', () => {
    const xml = request({
      group: '',
      biblio: '<title>a</title><authorId>0000</authorId>',
      service:
        '<serviceInfo><serviceType>Loan</serviceType><preferredFormat>PDF</preferredFormat><preferredEdition>AnyEdition</preferredEdition></serviceInfo>',
      more: '',
    });
    for (const from of ['P14', 'P17', 'P21'] as const)
      expect(messageIn(xml, { from })).to.deep.include({
        bibliographicInfo: { title: 'a', authorId: '0000' },
        serviceInfo: { serviceType: 'Loan', itemFormat: { value: 'PDF' }, preferredEdition: 'AnyEdition' },
      });
  });
});

const rich: SupplyingAgencyMessage = statusMessage({
  header: header(),
  messageInfo: {
    reasonForMessage: 'StatusChange',
    note: 'In two parcels',
    reasonRetry: { value: 'MustMeetLoanCondition' },
  },
  retryInfo: {
    edition: ['3rd'],
    retryAfter: '2026-04-01T00:00:00Z',
    offeredCosts: [{ currencyCode: { value: 'EUR' }, monetaryValue: '3' }],
  },
  deliveryInfo: {
    dateSent: '2026-03-02T10:00:00Z',
    URL: 'https://files.example/a?t=1',
    loanCondition: [{ value: 'LibraryUseOnly' }, { value: 'NoReproduction' }],
  },
  shippingInfo: {
    courierName: { value: 'DHL' },
    trackingId: ['JD01', 'JD02'],
    insuranceCosts: [{ currencyCode: { value: 'EUR' }, monetaryValue: '4.50' }],
  },
});
