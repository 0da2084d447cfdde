import { expect } from 'chai';
import { decode, edition2017 } from '../../../src/iso18626/index.js';
import { requestXml } from '../../support/iso18626-messages.js';

/** Blanks to a programmer, and text to XML, whose blanks are four. */
const noBlanks = ['\u00A0', '\uFEFF', '\u2028', '\u3000', '\u0085'];

describe('a character between elements that looks like a blank', () => {
  const body = (between: string): Buffer =>
    Buffer.from(requestXml({ rest: `${between}<serviceInfo><serviceType>Loan</serviceType></serviceInfo>` }));

  for (const character of noBlanks)
    it(`is text: U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} is refused by a strict reading, and else a warning`, () => {
      const strict = decode(body(character), { edition: edition2017, strictness: 'strict' });
      expect(strict.ok ? 'taken' : strict.refusal.rule).to.equal('stray-text');
      const lenient = decode(body(character), { edition: edition2017 });
      expect(lenient.ok && lenient.warnings.map(({ code }) => code)).to.include('stray-text');
    });

  it('is a blank where it is one of the four of XML', () => {
    const reading = decode(body(' \t\r\n'), { edition: edition2017, strictness: 'strict' });
    expect(reading.ok && reading.warnings).to.deep.equal([]);
  });
});

describe('a name that is none behind its prefix', () => {
  for (const name of ['6ersion', '-x', '.x', '\u00B7x'])
    it(`is not well-formed: ill:${name}`, () => {
      for (const body of [
        requestXml({ rest: `<ill:${name}/>` }),
        requestXml({ attributes: ` ill:version="1.2" ill:${name}="x"` }),
      ]) {
        const reading = decode(Buffer.from(body), { edition: edition2017 });
        expect(reading.ok ? 'taken' : reading.refusal.rule).to.equal('not-well-formed');
      }
    });
});

describe('a processing instruction', () => {
  const ruleOf = (xml: string): string => {
    const reading = decode(Buffer.from(xml), { edition: edition2017 });
    return reading.ok ? 'taken' : reading.refusal.rule;
  };

  for (const instruction of ['<?x?xml version="1.0"?>', '<?x?y?>', '<?x??>'])
    it(`whose name goes on after a question mark is not well-formed: ${instruction}`, () => {
      const inside = requestXml({ rest: instruction });
      const before = `${instruction}${requestXml({}).replace(/^<\?xml.*?\?>/, '')}`;
      const after = `${requestXml({})}${instruction}`;
      for (const xml of [inside, before, after]) expect(ruleOf(xml)).to.equal('not-well-formed');
    });

  for (const instruction of ['<?x?>', '<?x ?y?>', '<?x y="?"?>'])
    it(`is dropped where it is one: ${instruction}`, () => {
      expect(ruleOf(requestXml({ rest: instruction }))).to.equal('taken');
    });
});
