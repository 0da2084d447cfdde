import { expect } from 'chai';
import {
  agencyFlaws,
  agencyKey,
  canonicalBody,
  closedCode,
  formatInstant,
  instantOf,
  isDateTime,
  naturalIdentity,
  openCode,
} from '../../../src/iso18626/index.js';
import type { AgencyId } from '../../../src/iso18626/index.js';
import { actionMessage, header, requestMessage, statusMessage } from '../../support/iso18626-messages.js';

const agency = (type: string, value: string): AgencyId => ({
  agencyIdType: { value: type },
  agencyIdValue: value,
});

describe('codes', () => {
  it('are known whatever their case, blanks and kind of hyphen', () => {
    expect(openCode('copyrightCompliance', ' au-copyrightacts50\u20131')).to.equal('AU-CopyrightActS50-1');
    expect(openCode('publicationType', 'Podcast')).to.equal(undefined);
    expect(closedCode('serviceType', ' COPYorloan\n')).to.equal('CopyOrLoan');
    expect(closedCode('serviceType', 'New')).to.equal(undefined);
  });

  it('are known in the spellings that peers are known for', () => {
    expect(closedCode('errorType', 'UnrecognizedDataValue')).to.equal('UnrecognisedDataValue');
    expect(closedCode('requestSubType', 'SupplyLibrarysChoice')).to.equal('SupplyingLibrarysChoice');
    expect(closedCode('action', 'UnrecognizedDataValue')).to.equal(undefined);
    expect(closedCode('action', 'constructor')).to.equal(undefined);
  });
});

describe('times', () => {
  it('are instants in every form that the schema allows', () => {
    const instants: [string, string][] = [
      ['2026-03-02T09:15:00Z', '2026-03-02T09:15:00.000Z'],
      ['2026-03-02T09:15:00', '2026-03-02T09:15:00.000Z'],
      ['2026-03-02T09:15:00.123456789-11:30', '2026-03-02T20:45:00.123Z'],
      ['2026-03-02T09:15:00+14:00', '2026-03-01T19:15:00.000Z'],
      ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00.000Z'],
      ['2024-02-29T00:00:00.5Z', '2024-02-29T00:00:00.500Z'],
      [' 2026-03-02T09:15:00Z\n', '2026-03-02T09:15:00.000Z'],
      ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00.000Z'],
    ];
    for (const [text, instant] of instants) {
      expect(isDateTime(text), text).to.equal(true);
      expect(new Date(instantOf(text) ?? NaN).toISOString(), text).to.equal(instant);
    }
  });

  it('are instants, though no times of the schema, without colon in the zone or without time', () => {
    for (const text of ['2026-03-02T09:15:00+0100', '2026-03-02']) {
      expect(isDateTime(text)).to.equal(false);
      expect(instantOf(text), text).to.be.a('number');
    }
    expect(instantOf('2026-03-02T09:15:00+0100')).to.equal(Date.parse('2026-03-02T08:15:00Z'));
  });

  it('are none when there is no such day, hour or zone', () => {
    for (const text of [
      ...[
        '',
        'soon',
        '2026-02-29T00:00:00Z',
        '2026-13-01T00:00:00Z',
        '2026-00-01T00:00:00Z',
        '2026-04-31T00:00:00Z',
      ],
      ...['2026-01-01T24:00:01Z', '2026-01-01T25:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:60Z'],
      ...[
        '0000-01-01T00:00:00Z',
        '2026-01-01T00:00:00+14:01',
        '2026-01-01T00:00:00.Z',
        '02026-01-01T00:00:00Z',
      ],
    ]) {
      expect(isDateTime(text), text).to.equal(false);
      expect(instantOf(text), text).to.equal(undefined);
    }
  });

  it('without a zone are read in the one that is given, summer and winter', () => {
    expect(instantOf('2026-03-02T09:15:00', '+02:00')).to.equal(Date.parse('2026-03-02T07:15:00Z'));
    expect(instantOf('2026-01-15T12:00:00', 'Europe/Oslo')).to.equal(Date.parse('2026-01-15T11:00:00Z'));
    expect(instantOf('2026-07-15T12:00:00', 'Europe/Oslo')).to.equal(Date.parse('2026-07-15T10:00:00Z'));
    expect(instantOf('2026-07-15T12:00:00Z', 'Europe/Oslo')).to.equal(Date.parse('2026-07-15T12:00:00Z'));
  });

  it('of ours are whole seconds in UTC', () => {
    expect(formatInstant(Date.parse('2026-03-02T09:15:00.999Z'))).to.equal('2026-03-02T09:15:00Z');
  });
});

describe('an agency', () => {
  it('is the same in every spelling', () => {
    const key = agencyKey(agency('ISIL', 'DK-710100'));
    expect(key).to.equal('isil:dk-710100');
    for (const value of [' dk-710100 ', 'ISIL DK-710100', 'Dk-710100'])
      expect(agencyKey(agency(' isil', value)), value).to.equal(key);
  });

  it('is another one under another type, colons or not', () => {
    expect(agencyKey(agency('a:b', 'c'))).to.not.equal(agencyKey(agency('a', 'b:c')));
    expect(agencyKey(agency('a%3Ab', 'c'))).to.not.equal(agencyKey(agency('a:b', 'c')));
    expect(agencyKey(agency('OCLC', 'isil x'))).to.equal('oclc:isil x');
  });

  it('is told what is odd about its id', () => {
    expect(agencyFlaws(agency('ISIL', 'DK-710100'))).to.deep.equal([]);
    expect(agencyFlaws(agency('ISIL', 'OCLC-ABCDE'))).to.deep.equal([]);
    expect(agencyFlaws(agency('ISIL', 'dk-710100'))).to.deep.equal(['isil-lower-case-country']);
    expect(agencyFlaws(agency('ISIL', 'BROKER'))).to.deep.equal(['isil-form']);
    expect(agencyFlaws(agency('ISIL', 'DE-12345678901234'))).to.deep.equal(['isil-form']);
    expect(agencyFlaws(agency('ISIL', 'DЕ-7'))).to.deep.equal(['agency-not-ascii']);
    expect(agencyFlaws(agency('OCLC', 'COL'))).to.deep.equal([]);
    expect(agencyFlaws(agency('OCLC', ' '))).to.deep.equal(['agency-empty']);
  });
});

describe('the natural identity', () => {
  it('is the same for the same bytes and other spellings of the agencies', () => {
    const other = header({ supplyingAgencyId: agency('isil', ' de-7') });
    expect(naturalIdentity('supplier', requestMessage({ header: other }))).to.equal(
      naturalIdentity('supplier', requestMessage()),
    );
  });

  it('differs by role, kind, ids, time stamp, and what is said', () => {
    const identities = [
      naturalIdentity('supplier', requestMessage()),
      naturalIdentity('requester', requestMessage()),
      naturalIdentity('supplier', actionMessage()),
      naturalIdentity('supplier', { ...actionMessage(), action: 'Cancel' }),
      naturalIdentity('supplier', actionMessage({ supplyingAgencyRequestId: '1' })),
      naturalIdentity('supplier', actionMessage({ requestingAgencyRequestId: 'NB-0002' })),
      naturalIdentity('supplier', actionMessage({ timestamp: '2026-03-02T09:15:01Z' })),
      naturalIdentity('requester', statusMessage()),
      naturalIdentity('requester', statusMessage({ statusInfo: { status: 'Loaned' } })),
      naturalIdentity(
        'requester',
        statusMessage({ messageInfo: { reasonForMessage: 'CancelResponse', answerYesNo: 'Y' } }),
      ),
      naturalIdentity(
        'requester',
        statusMessage({ messageInfo: { reasonForMessage: 'CancelResponse', answerYesNo: 'N' } }),
      ),
    ];
    expect(new Set(identities).size).to.equal(identities.length);
  });
});

describe('the canonical body', () => {
  it('is one text whatever the order of properties, and whatever the password of the day', () => {
    const { kind, ...rest } = requestMessage();
    const turned = { ...Object.fromEntries(Object.entries(rest).reverse()), kind } as ReturnType<
      typeof requestMessage
    >;
    expect(canonicalBody(turned)).to.equal(canonicalBody(requestMessage()));
    const withPassword = requestMessage({
      header: header({ requestingAgencyAuthentication: { securityCode: 'x' } }),
    });
    expect(canonicalBody(withPassword)).to.equal(canonicalBody(requestMessage()));
  });

  it('is JSON, whatever a text holds, and says the message', () => {
    const title = 'a "quoted" \\ title\n\u007f with \ud83d\ude00, half a \ud83d and Ærø';
    const message = requestMessage({
      bibliographicInfo: { title, volume: ['1', '2'], bibliographicItemId: [] },
    });
    expect(JSON.parse(canonicalBody(message))).to.deep.equal(message);
  });

  it('is another text for other content', () => {
    expect(canonicalBody(requestMessage({ bibliographicInfo: { title: 'Pan' } }))).to.not.equal(
      canonicalBody(requestMessage()),
    );
  });
});
