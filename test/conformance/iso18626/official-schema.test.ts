import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decode, edition2017, encode, writeSchema } from '../../../src/iso18626/index.js';
import { generateMessage, seeded } from '../../support/iso18626-generate.js';
import { mutate, mutateNamed } from '../../support/iso18626-mutate.js';
import { judgeBy, officialJudge } from '../../support/iso18626-official.js';
import type { Judge } from '../../support/iso18626-official.js';

const schemaFile = new URL('../../../schemas/iso18626-2017.xsd', import.meta.url);

describe('the 2017 schema that the project writes', () => {
  let ours: Judge;
  let official: Judge | undefined;
  before(function () {
    ours = judgeBy(readFileSync(schemaFile, 'utf8'));
    official = officialJudge();
  });
  after(() => {
    ours.dispose();
    official?.dispose();
  });

  it('lies in schemas/ as the table has it: run `npm run schemas` after changing the table', () => {
    expect(readFileSync(schemaFile, 'utf8')).to.equal(writeSchema(edition2017));
  });

  it('finds every message valid that the encoder writes, however full', () => {
    for (const density of [0, 0.3, 1])
      for (const kind of edition2017.messages) {
        const { bytes } = encode(generateMessage(7, edition2017, { kind, density }), edition2017);
        expect(ours.verdict(bytes), bytes.toString()).to.equal(undefined);
      }
  });

  it('judges 1000 generated messages as the official one does: valid', function () {
    if (official === undefined) return this.skip();
    for (let seed = 0; seed < 1000; seed++) {
      const { bytes } = encode(generateMessage(seed, edition2017), edition2017);
      expect(official.verdict(bytes), bytes.toString()).to.equal(undefined);
      expect(ours.verdict(bytes), bytes.toString()).to.equal(undefined);
    }
  });

  it('judges 3000 mutated messages as the official one does', function () {
    if (official === undefined) return this.skip();
    const verdicts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 3000; seed++) {
      const xml = encode(generateMessage(seed, edition2017), edition2017).bytes.toString();
      const mutant = mutate(xml, seeded(seed));
      const [theirs, mine] = [official.verdict(mutant), ours.verdict(mutant)];
      expect(mine === undefined, `${mutant}\n${theirs ?? 'valid'}\n${mine ?? 'valid'}`).to.equal(
        theirs === undefined,
      );
      verdicts[mine === undefined ? 'valid' : 'invalid']++;
    }
    expect(verdicts.valid).to.be.greaterThan(100);
    expect(verdicts.invalid).to.be.greaterThan(300);
  });

  it('and a strict reading agrees: what it takes is valid', function () {
    if (official === undefined) return this.skip();
    let taken = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const xml = encode(generateMessage(seed, edition2017), edition2017).bytes.toString();
      const { xml: mutant, kinds } = mutateNamed(xml, seeded(seed));
      // libxml2 minds blanks around a time, which the schema says to collapse, and what xs:anyURI lets pass.
      if (kinds.includes('value padded') || kinds.includes('scheme no URI')) continue;
      if (!decode(Buffer.from(mutant), { edition: edition2017, strictness: 'strict' }).ok) continue;
      taken++;
      expect(official.verdict(mutant), mutant).to.equal(undefined);
    }
    expect(taken).to.be.greaterThan(60);
  });
});
