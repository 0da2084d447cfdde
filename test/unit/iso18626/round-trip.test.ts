import { expect } from 'chai';
import fc from 'fast-check';
import { decode, edition2017, encode, fillHoles } from '../../../src/iso18626/index.js';
import { generateMessage } from '../../support/iso18626-generate.js';

const anyMessage = fc
  .tuple(fc.integer({ min: 0 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([seed, density]) => generateMessage(seed, edition2017, { density }));

describe('a message of the 2017 edition', () => {
  it('is the same after encoding and strict decoding, and nothing is warned of or lost', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { bytes, losses } = encode(message, edition2017);
        const reading = decode(bytes, { edition: edition2017, strictness: 'strict' });
        expect(reading.ok ? reading.message : reading.refusal).to.deep.equal(message);
        expect(reading.warnings).to.deep.equal([]);
        expect(losses).to.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('starts with < and has no bare carriage return', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { bytes } = encode(message, edition2017);
        expect(bytes[0]).to.equal('<'.charCodeAt(0));
        expect(bytes.includes('\r')).to.equal(false);
      }),
      { numRuns: 100 },
    );
  });

  it('has the same holes whether it is written or read, and is the same bytes when they are filled', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { bytes, redaction } = encode(message, edition2017);
        const { template, encoding, holes } = redaction;
        expect(decode(bytes, { edition: edition2017 }).redaction).to.deep.equal(redaction);
        expect(
          fillHoles(
            template,
            encoding,
            holes.map(({ value }) => value),
          ).equals(bytes),
        ).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });
});
