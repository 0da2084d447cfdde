import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decode, edition2017, editions, encode, writeSchema } from '../../../src/iso18626/index.js';
import { judges } from '../../../scripts/test-schemas/judges.js';
import { Tally } from '../../../scripts/test-schemas/tally.js';
import { trial } from '../../../scripts/test-schemas/trial.js';
import { generateMessage, seeded } from '../../support/iso18626-generate.js';
import { mutate, mutateNamed } from '../../support/iso18626-mutate.js';
import { judgeBy, officialJudge, officialPath } from '../../support/iso18626-official.js';
import type { Judge } from '../../support/iso18626-official.js';

const schemaOf = (id: string): URL => new URL(`../../../schemas/iso18626-${id}.xsd`, import.meta.url);
const schemaFile = schemaOf('2017');

describe('the schema files', () => {
  for (const edition of Object.values(editions))
    it(`of ${edition.id} lies in schemas/ as its table has it: run \`npm run schemas\` after changing the table`, () => {
      expect(readFileSync(schemaOf(edition.id), 'utf8')).to.equal(writeSchema(edition));
    });

  it('judge 600 messages, most of them changed, as the official ones do', function () {
    const paths = ['schemas/ISO-18626-v1_2.xsd', 'schemas/ISO-18626-2021-2.xsd'].map(officialPath);
    const [path2017, path2021] = paths;
    if (path2017 === undefined || path2021 === undefined) return this.skip();
    const bench = judges({ '2017': path2017, '2021': path2021 });
    const tally = new Tally();
    try {
      for (let seed = 0; seed < 600; seed++) tally.add(trial(seed, bench));
    } finally {
      bench.dispose();
    }
    expect(tally.disagreements).to.deep.equal([]);
    expect(tally.count).to.equal(600);
  });
});

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
