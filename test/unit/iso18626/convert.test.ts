import { expect } from 'chai';
import {
  conversionRules,
  convert,
  decode,
  editions,
  encode,
  linkCandidates,
  lossText,
  type Edition,
  type Message,
  type Practice,
  type Request,
  type SupplyingAgencyMessage,
} from '../../../src/iso18626/index.js';
import { actionMessage, header, requestMessage, statusMessage } from '../../support/iso18626-messages.js';

const { '2014': of2014, '2017': of2017, '2021': of2021 } = editions;

function converted<M extends Message>(
  message: M,
  edition: Edition,
  practice?: Practice,
): { message: M; losses: string[] } {
  const { message: made, losses } = convert(message, edition, practice);
  return { message: made as M, losses: losses.map(lossText) };
}

/** A retry that the supplier offers, with what the test is about. */
const retryMessage = (reason: string, about: Partial<SupplyingAgencyMessage>): SupplyingAgencyMessage =>
  statusMessage({
    messageInfo: { reasonForMessage: 'RequestResponse', reasonRetry: { value: reason } },
    statusInfo: { status: 'RetryPossible', lastChange: '2026-03-02T10:00:00Z' },
    ...about,
  });
const deliveryMessage = (
  deliveryInfo: Partial<SupplyingAgencyMessage['deliveryInfo']>,
): SupplyingAgencyMessage =>
  statusMessage({ deliveryInfo: { dateSent: '2026-03-02T10:00:00Z', ...deliveryInfo } });

describe('converting a message to what an edition can say', () => {
  it('leaves it as it is where nothing is lost', () => {
    for (const message of [requestMessage(), statusMessage(), actionMessage()])
      for (const edition of [of2014, of2017, of2021]) {
        expect(convert(message, edition).message).to.equal(message);
        expect(convert(message, edition).losses).to.deep.equal([]);
      }
  });

  it('is by rules that have an id, a source and a sentence each', () => {
    expect(conversionRules.map(({ id }) => id)).to.include.members([
      'lost-as-notification',
      'link-as-item',
      'joined',
    ]);
    expect(new Set(conversionRules.map(({ id }) => id)).size).to.equal(conversionRules.length);
    for (const { source, does } of conversionRules) {
      expect(source).to.match(/^\d\.\d/);
      expect(does).to.match(/\.$/);
    }
  });

  it('reports a lost item to an older peer as a Notification that ends in the tail', () => {
    const lost = { ...actionMessage(), action: 'Lost' as const, note: 'Left on a train' };
    for (const edition of [of2014, of2017])
      expect(converted(lost, edition)).to.deep.equal({
        message: {
          ...lost,
          action: 'Notification',
          note: 'The item is reported lost.\nLeft on a train\n[ill:lost v1]',
        },
        losses: ['requestingAgencyMessage/action (in the note)'],
      });
    expect(convert(lost, of2021).message).to.equal(lost);
  });

  it('[7.5 nr 74] tells an older peer of held returns as a Notification, from either side', () => {
    const held = { ...actionMessage(), action: 'HoldReturn' as const };
    expect(converted(held, of2017).message).to.deep.include({
      action: 'Notification',
      note: 'HoldReturn: the item cannot be returned for the time being.',
    });
    const hold = statusMessage({ statusInfo: { status: 'HoldReturn', lastChange: '2026-03-02T10:00:00Z' } });
    expect(converted(hold, of2017, { heldStatus: 'Overdue' }).message).to.deep.include({
      messageInfo: {
        reasonForMessage: 'Notification',
        note: 'HoldReturn: please do not return the item for the time being.',
      },
      statusInfo: { status: 'Overdue', lastChange: '2026-03-02T10:00:00Z' },
    });
    const answer = statusMessage({
      messageInfo: { reasonForMessage: 'StatusRequestResponse' },
      statusInfo: { status: 'ReleaseHoldReturn', lastChange: '2026-03-02T10:00:00Z' },
    });
    expect(converted(answer, of2017).message).to.deep.include({
      messageInfo: {
        reasonForMessage: 'StatusRequestResponse',
        note: 'ReleaseHoldReturn: the item may be returned again.',
      },
      statusInfo: { status: 'Loaned', lastChange: '2026-03-02T10:00:00Z' },
    });
  });

  it('offers the loan of what was asked for as a copy by the code of the edition, in both directions', () => {
    const offer = retryMessage('ReqServTypeNotPossible', { retryInfo: { serviceType: 'Loan' } });
    const older = converted(offer, of2017).message;
    expect(older.messageInfo.reasonRetry).to.deep.equal({ value: 'LoanPossible' });
    expect(older.retryInfo).to.equal(undefined);
    const back = converted(older, of2021).message;
    expect(back.messageInfo.reasonRetry).to.deep.equal({ value: 'ReqServTypeNotPossible' });
    expect(back.retryInfo).to.deep.equal({ serviceType: 'Loan' });
  });

  it('puts the first condition of a retry beside the delivery, dated as the message, and names all', () => {
    const offer = retryMessage('MustMeetLoanCondition', {
      retryInfo: { loanCondition: [{ value: 'LibraryUseOnly' }, { value: 'SignatureRequired' }] },
    });
    const { message, losses } = converted(offer, of2017);
    expect(message.deliveryInfo).to.deep.equal({
      dateSent: offer.header.timestamp,
      loanCondition: [{ value: 'LibraryUseOnly' }],
    });
    expect(message.messageInfo.note).to.equal(
      'Reason for the retry: MustMeetLoanCondition\nCondition: LibraryUseOnly; SignatureRequired',
    );
    expect(losses).to.deep.equal([
      'supplyingAgencyMessage/retryInfo/loanCondition[0] (in another element)',
      'supplyingAgencyMessage/retryInfo/loanCondition[1] (in the note)',
    ]);
  });

  it('says in words what a retry of 2021 offers, and keeps the rest where 2017 has it', () => {
    const offer = retryMessage('ReqFormatNotPossible', {
      retryInfo: {
        itemFormat: [{ value: 'PDF' }, { value: 'Printed' }],
        offeredCosts: [
          { currencyCode: { value: 'EUR' }, monetaryValue: '5' },
          { currencyCode: { value: 'EUR' }, monetaryValue: '9.50' },
        ],
        retryBefore: '2026-05-01T00:00:00Z',
      },
    });
    const { bytes } = encode(offer, of2017);
    const reading = decode(bytes, { edition: of2017, strictness: 'strict' });
    expect(reading.ok && reading.message).to.deep.include({
      messageInfo: {
        reasonForMessage: 'RequestResponse',
        reasonRetry: { value: 'ReqFormatNotPossible' },
        note: 'Reason for the retry: ReqFormatNotPossible\nAvailable format: PDF; Printed\nAlso offered for: EUR 9.50',
      },
      retryInfo: {
        offeredCosts: [{ currencyCode: { value: 'EUR' }, monetaryValue: '5' }],
        retryBefore: '2026-05-01T00:00:00Z',
      },
    });
  });

  it('puts a link where the practice of the peer has it', () => {
    const url = 'https://files.example/1';
    const sent = deliveryMessage({ URL: url });
    const method = {
      value: 'URL',
      scheme: 'http://illtransactions.org/ISO18626/OpenCodeList/SentViaList-V1.0',
    };
    expect(converted(sent, of2017).message.deliveryInfo).to.deep.include({
      itemId: [url],
      deliveryMethod: method,
    });
    const noted = converted(sent, of2017, { link: 'note' }).message;
    expect(noted.deliveryInfo).to.deep.equal({ dateSent: '2026-03-02T10:00:00Z' });
    expect(noted.messageInfo.note).to.equal(`URL: ${url}`);
    const both = converted(sent, of2017, { link: 'both' }).message;
    expect(both.messageInfo.note).to.equal(`URL: ${url}`);
    expect(both.deliveryInfo?.itemId).to.deep.equal([url]);
    const mailed = deliveryMessage({ URL: url, deliveryMethod: { value: 'Mail' }, itemId: ['3005'] });
    expect(converted(mailed, of2017).message.deliveryInfo).to.deep.include({
      itemId: ['3005'],
      deliveryMethod: { value: 'Mail' },
    });
    expect(converted(mailed, of2017).message.messageInfo.note).to.equal(`URL: ${url}`);
  });

  it('finds a link again in whatever place it was put', () => {
    const url = 'https://files.example/1';
    const sent = deliveryMessage({ URL: url });
    for (const link of ['item', 'note', 'both'] as const)
      expect(
        linkCandidates(converted(sent, of2017, { link }).message).map((candidate) => candidate.url),
        link,
      ).to.deep.equal([url]);
  });

  it('[7.6 nr 85] gives every place of a link once, in order, and marks what nobody may open', () => {
    const message = deliveryMessage({
      URL: ' https://a.example/1 ',
      deliveryMethod: { value: 'url' },
      itemId: ['javascript:alert(1)', '30051', 'https://a.example/1'],
      address: {
        electronicAddress: {
          electronicAddressType: { value: 'Email' },
          electronicAddressData: 'mailto:desk@a.example',
        },
      },
    });
    message.messageInfo.note = 'Supplier: X\nURL: file:///etc/passwd\nurl:ftp://a.example/2 (two days)';
    expect(
      linkCandidates(message).map(({ url, from, isAllowed }) => `${from} ${url} ${isAllowed}`),
    ).to.deep.equal([
      'URL https://a.example/1 true',
      'electronicAddress mailto:desk@a.example true',
      'itemId javascript:alert(1) false',
      'note file:///etc/passwd false',
      'note ftp://a.example/2 true',
    ]);
    expect(linkCandidates(statusMessage())).to.deep.equal([]);
    expect(linkCandidates(deliveryMessage({ itemId: ['a:b'] }))).to.deep.equal([]);
  });

  it('joins several items and volumes as the practice says, else sends the first and names the others', () => {
    const sent = deliveryMessage({ itemId: ['1', '2', '3'] });
    expect(converted(sent, of2017).message).to.have.nested.property('messageInfo.note', 'Item id: 2; 3');
    const joined = converted(sent, of2017, {
      join: { itemId: (ids) => ids.map((id) => `multivol:${id}`).join(',') },
    });
    expect(joined.message.deliveryInfo?.itemId).to.deep.equal(['multivol:1,multivol:2,multivol:3']);
    expect(joined.losses).to.deep.equal(
      [0, 1, 2].map((at) => `supplyingAgencyMessage/deliveryInfo/itemId[${at}] (in another element)`),
    );
    const asked = requestMessage({ bibliographicInfo: { volume: ['1', '2'] } });
    expect(
      converted(asked, of2017, { join: { volume: (volumes) => volumes.join('##') } }).message
        .bibliographicInfo.volume,
    ).to.deep.equal(['1##2']);
    expect(convert(sent, of2021, { join: { itemId: () => 'x' } }).message).to.equal(sent);
  });

  it('never sends the four elements of 2017 to a peer of 2014', () => {
    const booked = requestMessage({
      header: header({ multipleItemRequestId: 'G1' }),
      serviceInfo: {
        serviceType: 'Loan',
        requestSubType: ['BookingRequest'],
        startDate: '2026-04-01T00:00:00Z',
        endDate: '2026-05-01T00:00:00Z',
      },
    });
    const xml = encode(booked, of2014).bytes.toString();
    expect(xml).to.not.match(/multipleItemRequestId|requestSubType|startDate|endDate/);
    expect(converted(booked, of2014).message.serviceInfo?.note).to.equal(
      'Multiple item request id: G1\nRequest sub type: BookingRequest\nStart date: 2026-04-01T00:00:00Z\nEnd date: 2026-05-01T00:00:00Z',
    );
  });

  it('names an empty supplier where 2017 demands one and a broker is to find it', () => {
    const { supplyingAgencyId: _, ...nobody } = header();
    const serviceInfo = { serviceType: 'Loan' as const, requestSubType: ['TransferRequest' as const] };
    const transfer: Request = requestMessage({ header: nobody, serviceInfo });
    expect(converted(transfer, of2017).message.header.supplyingAgencyId).to.deep.equal({
      agencyIdType: { value: 'ISIL' },
      agencyIdValue: '',
    });
    expect(convert(transfer, of2021).message).to.equal(transfer);
    expect(() => encode(requestMessage({ header: nobody }), of2017)).to.throw(
      /supplyingAgencyId: is missing/,
    );
  });

  it('keeps a note within its limit, with the mark that ends it, and says what had no room', () => {
    const lost = { ...actionMessage(), action: 'Lost' as const, note: 'x'.repeat(30_000) };
    const note = converted(lost, of2017).message.note;
    expect(note).to.have.length(20_000);
    expect(note).to.match(/^The item is reported lost\.\nx+…\n\[ill:lost v1\]$/);
    expect(converted(lost, of2017).losses).to.include('requestingAgencyMessage/note (not said)');
    const shipped = statusMessage({ shippingInfo: { trackingId: ['a'.repeat(200)], insurance: 'Y' } });
    const { message, losses } = converted(shipped, of2017, { noteLimit: 100 });
    expect(message.messageInfo.note).to.equal('Sent; insured.');
    expect(losses).to.have.members([
      'supplyingAgencyMessage/shippingInfo/trackingId[0] (not said)',
      'supplyingAgencyMessage/shippingInfo/insurance (in the note)',
    ]);
  });

  it('never says a secret, and knows the privacy of what it lists', () => {
    const message = statusMessage({
      header: header({ requestingAgencyAuthentication: { accountId: 'north', securityCode: 'hunter2' } }),
      deliveryInfo: {
        dateSent: '2026-03-02T10:00:00Z',
        address: { physicalAddress: { line1: 'Ingrid Lie' } },
      },
    });
    const { bytes } = encode(message, of2021);
    expect(bytes.toString()).to.not.include('hunter2');
    const privacies = (edition: Edition): Record<string, string> =>
      Object.fromEntries(
        convert(message, edition).losses.map(({ path, privacy, said }) => [
          path.slice(path.lastIndexOf('/') + 1),
          `${privacy} ${said}`,
        ]),
      );
    expect(privacies(of2021)).to.deep.equal({
      accountId: 'secret not said',
      securityCode: 'secret not said',
    });
    expect(privacies(of2017)).to.deep.equal({ line1: 'person in the note' });
  });
});
