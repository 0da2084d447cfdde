import { expect } from 'chai';
import { carrierShape } from '../../../src/tracking/index.js';
import { isInProportion } from '../../support/iso18626-verdict.js';

const isTaken = (url: string): boolean => carrierShape.safeParse({ name: 'Post', url }).success;

describe('the page of a carrier', () => {
  it('is an https address that says where the number stands', () => {
    expect(isTaken('https://post.example/track?id={id}&lang=en')).to.equal(true);
    expect(isTaken('https://post.example/{id}/{id}')).to.equal(true);
    for (const url of ['https://post.example/', 'http://post.example/{id}', 'https://post.example/ {id}'])
      expect(isTaken(url), url).to.equal(false);
  });

  it('is read in proportion to its length', () => {
    const make = (size: number): Buffer => Buffer.from(`https://${'{id}'.repeat(size / 4)}\tx`);
    expect(isInProportion(make, 10_000, (body) => isTaken(body.toString()))).to.equal(true);
  });
});
