import { expect } from 'chai';
import { DeliveryRefusal } from '../../../src/exchange/deliveries/index.js';
import { charsetOf } from '../../../src/http/iso18626-route.js';
import { actProblems, deliveryProblems, problems } from '../../../src/http/problems.js';
import { ActRefusal } from '../../../src/loan/index.js';

describe('the charset of a Content-Type', () => {
  for (const [contentType, charset] of [
    ['application/xml; charset="utf-8"', 'utf-8'],
    ['application/xml;charset=ISO-8859-1', 'ISO-8859-1'],
    ['text/xml; version=1; CharSet = utf-16 ', 'utf-16'],
    ['application/xml', undefined],
    [undefined, undefined],
  ] as const)
    it(`is ${charset ?? 'not said'} in ${contentType ?? 'none'}`, () => {
      expect(charsetOf(contentType)).to.equal(charset);
    });
});

describe('the problems', () => {
  const all = [...Object.values(problems), ...Object.values(actProblems), ...Object.values(deliveryProblems)];

  it('have a name each, that no other has', () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z-]+$/);
  });

  it('say for each refusal whether the state or the asking is at fault', () => {
    expect(Object.keys(actProblems)).to.have.members(Object.values(ActRefusal));
    expect(Object.keys(deliveryProblems)).to.have.members(Object.values(DeliveryRefusal));
    expect(actProblems['not-in-this-state'].status).to.equal(409);
    expect(actProblems['reason-missing'].status).to.equal(422);
  });
});
