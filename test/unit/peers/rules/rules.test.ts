import { expect } from 'chai';
import { meaningOf, ruleTable, type PeerAnswer, hindranceOf } from '../../../../src/peers/index.js';
import { layered, wireOf } from '../../../../src/peers/profiles/wire.js';
import { profileOverrides } from '../../../../src/peers/profiles/profile.js';
import { cases } from './cases.js';
import { asks } from './messages.js';

describe('a rule of a peer', () => {
  for (const { rule: name, way, why, before, after, parameters = {}, remarks = [], losses = [] } of cases)
    it(`${name}, ${way}: ${why}`, () => {
      const rule = ruleTable.get(name);
      const was = structuredClone(before);
      const applied = rule?.[way]?.(before, rule.parameters.parse(parameters));
      expect(applied?.message).to.deep.equal(after ?? before);
      expect(applied?.remarks ?? []).to.deep.equal(remarks);
      expect(applied?.losses ?? []).to.deep.equal(losses);
      expect(before, 'the message that it was given').to.deep.equal(was);
    });

  it('has a source, a sentence, and a case in each direction that it works in', () => {
    for (const [name, rule] of ruleTable) {
      expect(rule.source, name).to.match(/(iso18626|peers)\.md \d/);
      expect(rule.does, name).to.match(/^[A-Za-z].*\.$/);
      for (const way of ['outgoing', 'incoming'] as const)
        if (rule[way] !== undefined)
          expect(
            cases.some((one) => one.rule === name && one.way === way),
            `${name} ${way}`,
          ).to.equal(true);
    }
  });
});

function withRules(...rules: unknown[]): { wire: ReturnType<typeof wireOf> } {
  return { wire: wireOf(undefined, layered(undefined, profileOverrides.parse({ rules }))) };
}

describe('what a peer answers', () => {
  const refused = (
    errorType: PeerAnswer['errors'][number]['errorType'],
    what: string,
    errorValue = '',
  ): PeerAnswer => ({
    statusCode: 400,
    ok: false,
    errors: [{ errorType, errorValue }],
    what,
  });

  it('is no failure where a loan is closed at their end, for what comes last in a loan', () => {
    const koha = withRules('closed-at-their-end');
    expect(meaningOf(koha, refused('UnsupportedActionType', 'ShippedReturn'))?.class).to.equal('answered');
    expect(meaningOf(koha, refused('UnsupportedActionType', 'Renew'))).to.equal(undefined);
    expect(meaningOf(koha, refused('UnrecognisedDataValue', 'Received'))).to.equal(undefined);
    expect(meaningOf({}, refused('UnsupportedActionType', 'ShippedReturn'))).to.equal(undefined);
  });

  it('leaves a doubt where a broker could not pass it on', () => {
    const answer = refused('BadlyFormedMessage', 'Cancel', 'Could not send request to peer');
    expect(meaningOf(withRules('broker-could-not-pass-on'), answer)?.class).to.equal('ambiguous');
  });

  it('counts only under the status codes that the profile names', () => {
    const peer = withRules({ rule: 'success-codes', statusCodes: [201] });
    const answer = { statusCode: 200, ok: true, errors: [], what: 'Request' };
    expect(meaningOf(peer, answer)?.class).to.equal('ambiguous');
    expect(meaningOf(peer, { ...answer, statusCode: 201 })).to.equal(undefined);
  });

  it('may be a status code alone', () => {
    const peer = withRules({ rule: 'confirms-without-a-body', statusCodes: [204] });
    const answer = { statusCode: 204, ok: undefined, errors: [], what: 'Request' };
    expect(meaningOf(peer, answer)?.class).to.equal('answered');
    expect(meaningOf(peer, { ...answer, statusCode: 202 })).to.equal(undefined);
  });
});

describe('a peer that knows a loan by its own number only', () => {
  it('cannot be asked anything before it has told that number', () => {
    const peer = withRules('their-id-first');
    expect(hindranceOf(peer, asks('Cancel'))).to.equal('their-id-unknown');
    expect(hindranceOf(peer, asks('Cancel', undefined, { supplyingAgencyRequestId: '17' }))).to.equal(
      undefined,
    );
  });
});
