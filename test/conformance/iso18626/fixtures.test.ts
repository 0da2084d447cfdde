import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { decode, edition2017, fillHoles } from '../../../src/iso18626/index.js';
import type { Reading } from '../../../src/iso18626/index.js';
import { officialJudge } from '../../support/iso18626-official.js';
import type { Judge } from '../../support/iso18626-official.js';

const folder = new URL('../../fixtures/iso18626/', import.meta.url);

interface Fixture {
  name: string;
  /** `ok`, `ok+<warning>`, `<http>-<errorType or rule>`. */
  verdict: string;
  body: Buffer;
}

function fixturesIn(kind: 'valid' | 'invalid' | 'hostile'): Fixture[] {
  return readdirSync(new URL(`${kind}/`, folder)).map((name) => ({
    name: `${kind}/${name}`,
    verdict: name.slice(0, name.indexOf('--')),
    body: readFileSync(new URL(`${kind}/${name}`, folder)),
  }));
}

const fixtures = [...fixturesIn('valid'), ...fixturesIn('invalid'), ...fixturesIn('hostile')];

function verdictOf(reading: Reading, wanted: string): string {
  if (reading.ok) {
    const codes = reading.warnings.map(({ code }) => code as string);
    const named = codes.find((code) => wanted === `ok+${code}`);
    return codes.length === 0 ? 'ok' : `ok+${named ?? codes.join('+')}`;
  }
  const { http, errors, rule } = reading.refusal;
  return http === 400 ? `400-${rule}` : `200-${errors[0]?.errorType ?? 'nothing'}`;
}

describe('each fixture gets the verdict that its name says', () => {
  for (const { name, verdict, body } of fixtures)
    it(name, () => {
      const reading = decode(body, { edition: edition2017 });
      expect(verdictOf(reading, verdict)).to.equal(verdict);
    });
});

describe('what is in a fixture', () => {
  it('comes back byte for byte when its holes are filled, whatever the verdict', () => {
    for (const { name, body } of fixtures) {
      const { redaction } = decode(body, { edition: edition2017 });
      const values = redaction.holes.map(({ value }) => value);
      expect(fillHoles(redaction.template, redaction.encoding, values).equals(body), name).to.equal(true);
    }
  });

  it('is answered within the time that its size allows', () => {
    for (const { name, body } of fixtures) {
      const start = performance.now();
      decode(body, { edition: edition2017 });
      expect(performance.now() - start, name).to.be.lessThan(200);
    }
  });

  it('pollutes no prototype', () => {
    for (const { body } of fixtures) decode(body, { edition: edition2017 });
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('is taken by a strict reading exactly where the official schema takes it', function () {
    const official: Judge | undefined = officialJudge();
    if (official === undefined) return this.skip();
    try {
      for (const { name, body, verdict } of fixtures.filter(({ verdict }) => verdict.startsWith('ok'))) {
        const isValid = official.verdict(body) === undefined;
        const reading = decode(body, { edition: edition2017, strictness: 'strict' });
        expect(reading.ok, `${name} ${verdict}`).to.equal(isValid);
      }
    } finally {
      official.dispose();
    }
  });
});
