import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { decode, edition2017, encode, fillHoles } from '../../../src/iso18626/index.js';
import { officialPath } from '../../support/iso18626-official.js';

/** Without envelope or without namespace: refused unless a peer's profile says otherwise. */
const refused = new Map([
  ['request.xml', 'root-unknown'],
  ['statusChangeUnfilledTemplate.xml', 'root-unknown'],
]);

describe("other systems' sample messages", () => {
  for (const system of ['oclc', 'reshare'])
    it(`of ${system} are read, and come back byte for byte`, function () {
      const folder = officialPath(`samples/${system}`);
      if (folder === undefined) return this.skip();
      for (const name of readdirSync(folder)) {
        const body = readFileSync(join(folder, name));
        const reading = decode(body, { edition: edition2017 });
        const { template, encoding, holes } = reading.redaction;
        expect(reading.ok ? undefined : reading.refusal.rule, name).to.equal(refused.get(name));
        expect(
          fillHoles(
            template,
            encoding,
            holes.map(({ value }) => value),
          ).equals(body),
          name,
        ).to.equal(true);
      }
    });

  it('[7.8 nr 100] of reshare without namespace or envelope are read for a peer that is known to write so', function () {
    const folder = officialPath('samples/reshare');
    if (folder === undefined) return this.skip();
    // The second is a template: where values belong it has places for them.
    const expected = { 'request.xml': 'request', 'statusChangeUnfilledTemplate.xml': 'value-unusable' };
    for (const [name, told] of Object.entries(expected)) {
      const body = readFileSync(join(folder, name));
      const outline = { anyNamespace: true, noEnvelope: true };
      const reading = decode(body, { edition: edition2017, outline });
      expect(reading.ok ? reading.message.kind : reading.refusal.rule, name).to.equal(told);
    }
  });

  it('of oclc lose nothing on the way through the canonical message', function () {
    const folder = officialPath('samples/oclc');
    if (folder === undefined) return this.skip();
    for (const name of readdirSync(folder)) {
      const reading = decode(readFileSync(join(folder, name)), { edition: edition2017 });
      if (!reading.ok) throw new Error(name);
      const encoded = encode(reading.message, edition2017);
      const again = decode(encoded.bytes, { edition: edition2017, strictness: 'strict' });
      expect(encoded.losses, name).to.deep.equal([]);
      expect(again.ok && again.message, name).to.deep.equal(reading.message);
    }
  });
});
