import { expect } from 'chai';
import { EncodeError, Said, decode, editions, encode } from '../../../src/iso18626/index.js';
import type { Edition, Encoded, Loss, Message } from '../../../src/iso18626/index.js';
import { generateMessage } from '../../support/iso18626-generate.js';
import { judgeBy, officialJudge } from '../../support/iso18626-official.js';
import type { Judge } from '../../support/iso18626-official.js';
import { leavesOf, superset, withoutNumbers } from '../../support/iso18626-superset.js';
import type { LeafOf } from '../../support/iso18626-superset.js';
import { writeSchema } from '../../../src/iso18626/index.js';

const runs = 1500;
/** Its code is another one of the same meaning, or the reason of the message it became. */
const saidByMeaning: ReadonlySet<string> = new Set(['loan-possible', 'loan-possible-of-2021']);

describe('nothing of a canonical message is lost silently', () => {
  for (const edition of Object.values(editions)) {
    describe(`on the way into the edition of ${edition.id}`, () => {
      let judges: Judge[];
      before(() => {
        const official = officialJudge(edition.id);
        judges = [judgeBy(writeSchema(edition)), ...(official ? [official] : [])];
      });
      after(() => {
        for (const judge of judges) judge.dispose();
      });

      it('each value stands in its place, or in the note, or in the list of losses; and the output is valid', () => {
        let written = 0;
        for (let seed = 0; seed < runs; seed++) {
          const message = messageOf(seed);
          const encoded = encodedOr(message, edition);
          if (encoded === undefined) continue;
          written++;
          for (const judge of judges)
            expect(judge.verdict(encoded.bytes), `${seed}: ${encoded.bytes.toString()}`).to.equal(undefined);
          findEveryLeaf(message, encoded, edition);
        }
        expect(written).to.be.greaterThan(runs * 0.8);
      });

      it('and a second conversion finds nothing more to lose', () => {
        for (let seed = 0; seed < 300; seed++) {
          const encoded = encodedOr(messageOf(seed), edition);
          if (encoded === undefined) continue;
          const again = decode(encoded.bytes, { edition, strictness: 'strict' });
          if (!again.ok) throw new Error(`${seed}: ${again.refusal.path} ${again.refusal.rule}`);
          const { losses, bytes } = encode(again.message, edition);
          expect(losses, String(seed)).to.deep.equal([]);
          expect(bytes.equals(encoded.bytes), String(seed)).to.equal(true);
        }
      });
    });
  }
});

function messageOf(seed: number): Message {
  return generateMessage(seed, superset, { density: seed % 3 === 0 ? 1 : 0.5 });
}

/** Undefined where the edition demands what the message cannot give. */
function encodedOr(message: Message, edition: Edition): Encoded | undefined {
  try {
    return encode(message, edition);
  } catch (cause) {
    if (!(cause instanceof EncodeError)) throw cause;
    expect(cause.path).to.equal('request/header/supplyingAgencyId');
    return undefined;
  }
}

function findEveryLeaf(message: Message, { bytes, losses }: Encoded, edition: Edition): void {
  const reading = decode(bytes, { edition, strictness: 'strict' });
  if (!reading.ok) throw new Error(`${reading.refusal.path} ${reading.refusal.rule}: ${bytes.toString()}`);
  const there = leavesOf(reading.message);
  const left = [...there];
  const lost = [...losses];
  for (const leaf of leavesOf(message)) {
    const place = left.findIndex(({ path, value }) => path === leaf.path && holds(value, leaf));
    if (place >= 0) {
      left.splice(place, 1);
      continue;
    }
    const listed = lost.findIndex(({ path }) => withoutNumbers(path) === leaf.path);
    expect(listed, `${leaf.path} ${leaf.value} in ${bytes.toString()}`).to.be.greaterThan(-1);
    const [loss] = lost.splice(listed, 1);
    if (loss !== undefined)
      expect(isSaidSo(loss, leaf, { message, there }), `${JSON.stringify(loss)} ${leaf.value}`).to.equal(
        true,
      );
  }
  expect(lost.filter(({ said }) => said !== Said.Elsewhere)).to.deep.equal([]);
}

/** A note says more than it did. */
function holds(value: string, leaf: LeafOf): boolean {
  return value === leaf.value || (/\/note$|errorValue$/.test(leaf.path) && value.includes(leaf.value));
}

function isSaidSo(
  loss: Loss,
  leaf: LeafOf,
  { message, there }: { message: Message; there: LeafOf[] },
): boolean {
  switch (loss.said) {
    case Said.InNote: {
      const note = there.find(({ path }) => /^\w+\/(?:\w+Info\/)?note$/.test(path))?.value ?? '';
      return flat(note).includes(flat(inWords(loss, leaf)));
    }
    case Said.Elsewhere:
      return saidByMeaning.has(loss.rule) || there.some(({ value }) => value === leaf.value);
    case Said.Not:
      return (
        loss.path.endsWith('/@scheme') ||
        loss.path.includes('requestingAgencyAuthentication') ||
        hasNoNote(message) ||
        loss.rule === 'hold-status-as-notification'
      );
  }
}

/** What stands for a code in a note that people read. */
function inWords({ path, rule }: Loss, { value }: LeafOf): string {
  if (value === 'Lost') return '[ill:lost v1]';
  return rule === 'parcel-as-line' && path.endsWith('/insurance') ? 'insured' : value;
}

function hasNoNote(message: Message): boolean {
  return (
    message.kind.endsWith('Confirmation') || (message.kind === 'request' && message.serviceInfo === undefined)
  );
}

/** Line ends of a value are blanks in a line of the note. */
function flat(text: string): string {
  return text.replace(/[\s\u0085]+/g, ' ').trim();
}
