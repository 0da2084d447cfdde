import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { edition2017, encode } from '../../../src/iso18626/index.js';
import { bodyText } from '../../../src/iso18626/reading/body-text.js';
import { walkPlain } from '../../../src/iso18626/reading/plain-walk.js';
import { walkXml } from '../../../src/iso18626/reading/xml-walk.js';
import type { XmlVisitor } from '../../../src/iso18626/reading/xml-walk.js';
import { generateMessage, pick, seeded } from '../../support/iso18626-generate.js';
import { mutate } from '../../support/iso18626-mutate.js';
import { requestXml } from '../../support/iso18626-messages.js';

/** What a visitor is told, adjacent texts as one: a parser may tell a text in pieces. */
class Told implements XmlVisitor {
  readonly events: unknown[] = [];

  open(...told: unknown[]): void {
    this.events.push(['open', ...told]);
  }
  close(...told: unknown[]): void {
    this.events.push(['close', ...told]);
  }
  text(...told: unknown[]): void {
    this.events.push(['text', ...told]);
  }
  aside(...told: unknown[]): void {
    this.events.push(['aside', ...told]);
  }
}

/** What the parser tells; undefined for a document that it refuses. */
function parsed(text: string): unknown[] | undefined {
  const told = new Told();
  try {
    walkXml(text, told, 32);
    return told.events.filter((event) => !isOutside(event));
  } catch {
    return undefined;
  }
}

/** Blanks around the root, which the plain walk does not tell. */
function isOutside(event: unknown): boolean {
  return Array.isArray(event) && event[0] === 'text' && event[1] === '';
}

/** Whether the plain walk took the document; if so, it told what the parser tells. */
function agrees(text: string): boolean {
  const told = new Told();
  if (!walkPlain(text, told, 32)) return false;
  const events = parsed(text);
  expect(events, `taken, and refused by the parser: ${text}`).to.not.equal(undefined);
  const inside = (events ?? []).filter((event) => !isAround(event as unknown[], text));
  expect(told.events, text).to.deep.equal(inside);
  return true;
}

function isAround([what, , from]: unknown[], text: string): boolean {
  if (what !== 'text') return false;
  const root = text.search(/<[^?!]/);
  return Number(from) < root || Number(from) >= text.trimEnd().length;
}

const oneOff = (xml: string, random: () => number): string => {
  const at = Math.floor(random() * xml.length);
  const junk = [
    ...[
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '=',
      ':',
      ' ',
      '\n',
      '\r',
      ']]>',
      '&amp;',
      '&#x26;',
      '&#38;',
      '&#0;',
      '&#13;',
    ],
    ...[
      '&#xD800;',
      '&#xFFFE;',
      '&#99999;',
      '&lt',
      '&x;',
      'é',
      '\u{1F4DA}',
      '\u0085',
      '\u2028',
      '\uFEFF',
      '\uFFFE',
      '\u0001',
    ],
    ...[
      ' a="b"',
      ' a="b" a="c"',
      " a='b'",
      ' xmlns=""',
      ' xmlns:ill=""',
      ' xmlns:p="urn:p"',
      ' p:a=""',
      ' xml:lang="en"',
    ],
    ...[
      ' xmlns:xml="urn:x"',
      ' xmlns:q="http://www.w3.org/2000/xmlns/"',
      '<a/>',
      '<a:b/>',
      '<p:a xmlns:p="urn:p" p:b=""/>',
    ],
    ...[
      '<!--x-->',
      '<?x?>',
      '<![CDATA[x]]>',
      '<!DOCTYPE x>',
      '<xmlns:a/>',
      '<:a/>',
      '<a:/>',
      '<a:b:c/>',
      '<-a/>',
      '<a.b-c_1/>',
    ],
  ];
  const cut = random() < 0.5 ? 0 : 1 + Math.floor(random() * 3);
  // Through bytes, as every text comes: that leaves no half of a character.
  return Buffer.from(xml.slice(0, at) + pick(random, junk) + xml.slice(at + cut)).toString();
};

describe('the plain walk', () => {
  it('takes an ordinary message, and tells what the parser tells', () => {
    for (let seed = 0; seed < 400; seed++) {
      const xml = encode(generateMessage(seed, edition2017), edition2017).bytes.toString();
      expect(agrees(xml), xml).to.equal(true);
      expect(agrees(`\n${requestXml()}\n`.trimStart().replaceAll('\n', '\r\n'))).to.equal(true);
    }
  });

  it('leaves what is out of the ordinary to the parser', () => {
    for (const rest of ['<!--x-->', '<?x y?>', '<![CDATA[x]]>', '<é/>', '<x a="\t"/>', '<x>&#x1F4DA;</x>'])
      expect(agrees(requestXml({ rest })), rest).to.equal(false);
  });

  it('never takes what the parser refuses, and never tells anything else: 20,000 changed messages', () => {
    let taken = 0;
    for (let seed = 0; seed < 20_000; seed++) {
      const random = seeded(seed);
      const xml = encode(generateMessage(seed, edition2017, { density: 0.2 }), edition2017).bytes.toString();
      const changed = random() < 0.5 ? mutate(xml, random) : oneOff(xml, random);
      if (agrees(random() < 0.3 ? oneOff(changed, random) : changed)) taken++;
    }
    expect(taken).to.be.greaterThan(5000);
  });

  it('nor for any fixture', () => {
    const folder = new URL('../../fixtures/iso18626/', import.meta.url);
    for (const kind of ['valid', 'invalid', 'hostile'])
      for (const name of readdirSync(new URL(`${kind}/`, folder))) {
        const source = bodyText(readFileSync(new URL(`${kind}/${name}`, folder)));
        if (typeof source !== 'string') agrees(source.text);
      }
  });
});
