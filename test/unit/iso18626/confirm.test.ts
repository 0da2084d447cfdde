import { expect } from 'chai';
import fc from 'fast-check';
import {
  badlyFormed,
  confirm,
  confirmationText,
  decode,
  edition2017,
  encode,
  refuse,
  refuseReading,
} from '../../../src/iso18626/index.js';
import type { Confirmation } from '../../../src/iso18626/index.js';
import {
  actionMessage,
  header,
  requestMessage,
  requestXml,
  statusMessage,
} from '../../support/iso18626-messages.js';

const now = '2026-03-02T09:15:02Z';

describe('a confirmation', () => {
  it('repeats agencies, types, schemes and ids as they came, and the time stamp of what it confirms', () => {
    const about = header({
      supplyingAgencyId: { agencyIdType: { value: 'isil', scheme: 'urn:x:y' }, agencyIdValue: ' de-7 ' },
      timestamp: '2026-03-02T10:15:00.5+01:00',
      multipleItemRequestId: 'M1',
      supplyingAgencyRequestId: 'S1',
    });
    expect(confirm(requestMessage({ header: about }), { now })).to.deep.equal({
      kind: 'requestConfirmation',
      confirmationHeader: {
        supplyingAgencyId: about.supplyingAgencyId,
        requestingAgencyId: about.requestingAgencyId,
        timestamp: now,
        requestingAgencyRequestId: 'NB-0001',
        multipleItemRequestId: 'M1',
        timestampReceived: '2026-03-02T10:15:00.5+01:00',
        messageStatus: 'OK',
      },
    });
  });

  it('answers each message with its own kind, and repeats reason or action', () => {
    expect(confirm(statusMessage(), { now })).to.deep.include({
      kind: 'supplyingAgencyMessageConfirmation',
      reasonForMessage: 'StatusChange',
    });
    expect(confirm(actionMessage(), { now })).to.deep.include({
      kind: 'requestingAgencyMessageConfirmation',
      action: 'Received',
    });
  });

  it('leaves out an agency that was empty or absent, and a time stamp that was none', () => {
    const { supplyingAgencyId, ...bare } = header({ timestamp: '2026-03-02T10:15:00+0100' });
    const { confirmationHeader } = confirm(
      requestMessage({
        header: { ...bare, requestingAgencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: ' ' } },
      }),
      { now },
    );
    expect(supplyingAgencyId).to.not.equal(undefined);
    expect(confirmationHeader).to.deep.equal({
      timestamp: now,
      requestingAgencyRequestId: 'NB-0001',
      timestampReceived: now,
      messageStatus: 'OK',
    });
  });

  it('refuses with the errors it is given', () => {
    const errors = [{ errorType: 'UnsupportedActionType', errorValue: 'Renew' } as const];
    expect(refuse(actionMessage(), errors, { now })).to.deep.include({
      kind: 'requestingAgencyMessageConfirmation',
      action: 'Received',
      errorData: errors,
    });
  });

  it('of a body that is no message repeats nothing', () => {
    const reading = decode(Buffer.from('<a/>'), { edition: edition2017 });
    if (reading.ok) throw new Error('read');
    expect(refuseReading(reading, { now })).to.deep.equal(badlyFormed(reading.refusal.errors, { now }));
    expect(refuseReading(reading, { now })).to.deep.equal({
      kind: 'requestConfirmation',
      confirmationHeader: { timestamp: now, timestampReceived: now, messageStatus: 'ERROR' },
      errorData: [{ errorType: 'BadlyFormedMessage', errorValue: 'root-unknown' }],
    });
  });

  it('of a refused message repeats what could be read of it', () => {
    const bodies: [string, Partial<Confirmation>][] = [
      [requestXml({ rest: '<serviceInfo/>' }), { kind: 'requestConfirmation' }],
      [
        requestXml()
          .replaceAll('request>', 'requestingAgencyMessage>')
          .replace(/<bibliographicInfo>.*<\/bibliographicInfo>/, '<action>Eat</action>'),
        {
          kind: 'requestingAgencyMessageConfirmation',
          errorData: [{ errorType: 'UnsupportedActionType', errorValue: 'Eat' }],
        },
      ],
    ];
    for (const [xml, expected] of bodies) {
      const reading = decode(Buffer.from(xml), { edition: edition2017 });
      if (reading.ok) throw new Error('read');
      const confirmation = refuseReading(reading, { now });
      expect(confirmation).to.deep.include(expected);
      expect(confirmation).to.not.have.property('action');
      expect(confirmation.confirmationHeader).to.deep.include({
        requestingAgencyRequestId: 'NB-0001',
        timestampReceived: '2026-03-02T09:15:00Z',
        messageStatus: 'ERROR',
      });
      expect(encode(confirmation, edition2017).losses).to.deep.equal([]);
    }
  });

  it('of a message that stops in the middle repeats nothing that was not read', () => {
    const xml = requestXml({ header: '<x/>'.repeat(20) });
    const reading = decode(Buffer.from(xml), { edition: edition2017, limits: { elements: 14 } });
    if (reading.ok) throw new Error('read');
    expect(reading.refusal).to.deep.include({ http: 200, rule: 'too-many-elements' });
    expect(refuseReading(reading, { now }).confirmationHeader).to.deep.equal({
      timestamp: now,
      timestampReceived: now,
      messageStatus: 'ERROR',
    });
  });

  it('is written from its form exactly as it would be encoded, whatever the ids and times', () => {
    const time = fc.constantFrom(
      '2026-03-02T09:15:00Z',
      '2026-03-02T10:15:00.5+01:00',
      ' 2026-03-02T09:15:00Z ',
    );
    const id = fc.oneof(fc.constantFrom('NB-0001', 'a b', 'a&b', ' NB'), fc.string({ minLength: 1 }));
    const messages = [requestMessage, statusMessage, actionMessage];
    fc.assert(
      fc.property(id, time, time, fc.nat(2), (requestingAgencyRequestId, timestamp, sentAt, kind) => {
        const about = header({ requestingAgencyRequestId, timestamp });
        const message = { ...(messages[kind] ?? requestMessage)(), header: about };
        const confirmation = confirm(message, { now: sentAt });
        expect(confirmationText(confirmation, edition2017)).to.equal(
          encode(confirmation, edition2017).bytes.toString('utf8'),
        );
      }),
    );
  });

  it('with errors says them, and one without an id or times is written too', () => {
    const refused = refuse(requestMessage(), [{ errorType: 'UnrecognisedDataValue', errorValue: 'a & b' }], {
      now,
    });
    for (const confirmation of [refused, badlyFormed([], { now })])
      expect(confirmationText(confirmation, edition2017)).to.equal(
        encode(confirmation, edition2017).bytes.toString('utf8'),
      );
  });
});
