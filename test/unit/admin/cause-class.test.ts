import { expect } from 'chai';
import { causeClassOf, CauseClass, decisionsAbout } from '../../../src/admin/messages/cause-class.js';
import { isWordKey } from '../../../src/admin/words/translate.js';

describe('what would help a message that did not get through', () => {
  const known: Readonly<Record<string, CauseClass>> = {
    'connection refused': 'unreachable',
    'name not resolved': 'unreachable',
    'TLS failure: CERT_HAS_EXPIRED': 'certificate',
    'plain HTTP not allowed': 'not-allowed',
    'address not allowed': 'not-allowed',
    'HTTP 503': 'busy',
    'HTTP 500': 'server-fault',
    'HTTP 200 without a confirmation': 'no-confirmation',
    'HTTP 401': 'keys',
    'HTTP 404': 'address',
    'HTTP 413': 'turned-away',
    'no answer in time': 'no-answer',
    'connection broken: ECONNRESET': 'no-answer',
    'the gateway stopped while it was sending': 'no-answer',
    BadlyFormedMessage: 'not-understood',
    UnrecognisedDataElement: 'unknown-element',
    UnrecognisedDataValue: 'unknown-value',
    UnsupportedActionType: 'not-supported',
    'peer unknown': 'not-made',
    'something new': 'other',
  };

  for (const [cause, kind] of Object.entries(known))
    it(`is “${kind}” for ${cause}`, () => expect(causeClassOf(cause)).to.equal(kind));

  it('has a name and a sentence for each class', () => {
    const needed = Object.values(CauseClass).flatMap((kind) => [`cause.${kind}`, `advice.${kind}`]);
    expect(needed.filter((key) => !isWordKey(key))).to.deep.equal([]);
  });

  it('names first what helps: the same again, or another message where theirs cannot read this one', () => {
    expect(decisionsAbout('stopped', 'keys')[0]).to.equal('send-again');
    expect(decisionsAbout('stopped', 'turned-away')[0]).to.equal('compose-anew');
    expect(decisionsAbout('undecided', 'no-answer')[0]).to.equal('probe');
    expect(decisionsAbout('refused', 'unknown-value')).to.deep.equal([]);
  });
});
