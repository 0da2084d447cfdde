import { failed, passed, together, type SharedCheck, type Finding } from '../check.js';
import { altering, either, refused, taken } from '../expect.js';
import { beforeRoot, content, swap, within } from '../talk/alter.js';
import { answerWords } from '../talk/answer.js';
import type { Sent } from '../talk/play.js';
import { oneByOne } from './envelope.js';

const note = (text: string, by: string): string => content(text, 'note', by);

/** XML that no peer should trust, each in a size that harms nobody. Source: iso18626.md 7.2. */
export const hostile: readonly SharedCheck[] = [
  {
    ...{ id: 'doctype', statements: [19], severity: 'must' },
    title: 'Any DOCTYPE is refused, even an empty one',
    run: altering(({ text }) => beforeRoot(text, '<!DOCTYPE x>'), refused, 'an empty DOCTYPE'),
  },
  {
    ...{ id: 'entity-internal', statements: [22], severity: 'must' },
    title: 'Entities of the sender are never expanded',
    run: altering(
      ({ text }) =>
        note(
          beforeRoot(text, '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'),
          '&c;',
        ),
      refused,
      'three small entities, one within the other',
    ),
  },
  {
    ...{ id: 'entity-external', statements: [20, 21], severity: 'must' },
    title: 'External entities and DTDs are refused, and fetched from nowhere',
    run: (play) =>
      oneByOne(
        play,
        [
          {
            what: 'an entity that names a file which does not exist',
            alter: (text) =>
              note(
                beforeRoot(text, '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///lendwire-conform/none">]>'),
                '&f;',
              ),
          },
          {
            what: 'an external DTD that nobody serves',
            alter: (text) => beforeRoot(text, '<!DOCTYPE x SYSTEM "http://dtd.invalid/x.dtd">'),
          },
        ],
        refused,
      ),
  },
  {
    ...{ id: 'nesting', statements: [23], severity: 'should' },
    title: 'Elements nested 40 deep are refused',
    run: altering(
      ({ text, element }) => within(text, element, '<ill:a>'.repeat(40) + '</ill:a>'.repeat(40)),
      refused,
      'forty elements, one within the other',
    ),
  },
  {
    ...{ id: 'attributes-many', statements: [26], severity: 'should' },
    title: 'A thousand attributes are answered, and harm nothing',
    run: altering(
      ({ text }) =>
        swap(
          text,
          ' ill:version=',
          ` ${Array.from({ length: 1000 }, (_, at) => `a${at}=""`).join(' ')} ill:version=`,
        ),
      either,
      'a thousand attributes on the root',
    ),
  },
  {
    ...{ id: 'not-well-formed', statements: [27], severity: 'must' },
    title: 'XML that is not well-formed is refused',
    run: (play) => oneByOne(play, malformed, refused),
  },
  {
    ...{ id: 'encodings', statements: [28], severity: 'should' },
    title: 'UTF-8 with a byte order mark, UTF-16 and ISO-8859-1 are read',
    run: (play) => oneByOne(play, encodings, taken),
  },
  {
    ...{ id: 'bytes-invalid', statements: [28], severity: 'must' },
    title: 'Bytes that are no UTF-8 are refused',
    run: altering(
      ({ text }) => withBytes(note(text, '\u0001'), Buffer.of(0xc0, 0xaf)),
      refused,
      'an overlong sequence in the note',
    ),
  },
  {
    ...{ id: 'encoding-unknown', statements: [28], severity: 'should' },
    title: 'An encoding that may not be used is refused',
    run: altering(
      ({ text }) => swap(text, 'encoding="UTF-8"', 'encoding="UTF-7"'),
      refused,
      'UTF-7 by its declaration',
    ),
  },
  {
    ...{ id: 'encodings-disagree', statements: [29], severity: 'info' },
    title: 'Where HTTP and the declaration disagree, the message is either read or refused',
    run: altering(
      ({ text }) => swap(text, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
      either,
      'UTF-8 by its Content-Type, ISO-8859-1 by its declaration',
    ),
  },
  {
    ...{ id: 'split-value', statements: [30], severity: 'must' },
    title: 'A comment or CDATA within a value changes nothing of it',
    run: (play) =>
      oneByOne(
        play,
        [
          { what: 'a comment in a code', alter: (text) => splitCode(text, (a, b) => `${a}<!-- x -->${b}`) },
          { what: 'CDATA in a code', alter: (text) => splitCode(text, (a, b) => `${a}<![CDATA[${b}]]>`) },
        ],
        (sent) => together([taken(sent), isRepeated(sent)]),
      ),
  },
  {
    ...{ id: 'character-forbidden', statements: [31], severity: 'must' },
    title: 'A reference to a character that XML forbids is refused',
    run: altering(({ text }) => note(text, '&#0;'), refused, 'the reference &#0; in the note'),
  },
  {
    ...{ id: 'foreign-twin', statements: [32], severity: 'must' },
    title: 'An element of another namespace is never taken for the standard’s',
    run: altering(
      ({ text }) => foreignTwin(text),
      (sent) => together([either(sent), isRepeated(sent)]),
      'beside the real code another one, of another namespace',
    ),
  },
  {
    ...{ id: 'markup-in-note', statements: [33], severity: 'must' },
    title: 'Markup and formulas in a text are text',
    run: altering(
      ({ text }) => note(text, '&lt;b&gt; "&gt;&lt;script&gt; =cmd() {{7*7}} &amp;amp; TEST'),
      taken,
      'a note with markup, a formula and a template',
    ),
  },
  {
    ...{ id: 'names-odd', statements: [35], severity: 'should' },
    title: 'An element named __proto__ harms nothing',
    run: altering(
      ({ text, element }) => within(text, element, '<ill:__proto__>x</ill:__proto__>'),
      either,
      'elements named as parts of programming languages',
    ),
  },
  {
    ...{ id: 'blanks-many', statements: [36, 24], severity: 'info' },
    title: 'A message of 120 KB, most of it blanks, is taken or refused for its size',
    async run(play) {
      const judge = (sent: Sent): Finding => sizeSeen(sent, play.scene);
      return altering(
        ({ text, element }) => within(text, element, ' '.repeat(120_000)),
        judge,
        '120 KB',
      )(play);
    },
  },
];

const SLOW_MS = 5_000;

function sizeSeen(sent: Sent, scene: { refusedSize?: number; largestMessage?: number }): Finding {
  const bytes = Buffer.byteLength(sent.sending.body);
  const { answer, exchange } = sent;
  if (exchange.durationMs > SLOW_MS) return failed(`it took ${exchange.durationMs} ms`, 'should');
  if (answer.kind !== 'nothing' && answer.statusCode === 413) {
    scene.refusedSize = bytes;
    return passed(`refused as too large: HTTP 413`);
  }
  if (answer.kind === 'confirmation' && answer.ok) scene.largestMessage = bytes;
  return either(sent);
}

const malformed = [
  {
    what: 'an attribute twice',
    alter: (text: string) => swap(text, ' ill:version=', ' ill:version="1.2" ill:version='),
  },
  { what: 'a prefix that is not declared', alter: (text: string) => note(text, '<un:x/>') },
  { what: 'an element that is not closed', alter: (text: string) => swap(text, '</ill:note>', '') },
  { what: 'text after the root', alter: (text: string) => `${text}more` },
  { what: 'a second root', alter: (text: string) => `${text}<second/>` },
];

const encodings = [
  { what: 'UTF-8 with a byte order mark', alter: (text: string) => `\ufeff${text}` },
  {
    what: 'UTF-16, little end first, with its mark',
    alter: (text: string) =>
      Buffer.from(`\ufeff${swap(text, 'encoding="UTF-8"', 'encoding="UTF-16"')}`, 'utf16le'),
    headers: { 'content-type': 'application/xml' },
  },
  {
    what: 'ISO-8859-1, with letters that are two bytes elsewhere',
    alter: (text: string) =>
      Buffer.from(note(swap(text, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'), 'TEST åäö'), 'latin1'),
    headers: { 'content-type': 'application/xml' },
  },
];

function withBytes(text: string, bytes: Buffer): Buffer {
  const [before = '', after = ''] = text.split('\u0001');
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

/** The code that a confirmation repeats: an action, a reason; for a request nothing. */
const code = /<ill:(action|reasonForMessage|serviceType)>(\w)(\w+)<\/ill:\1>/;

function splitCode(text: string, by: (first: string, rest: string) => string): string {
  const [whole = '', name = '', first = '', rest = ''] = code.exec(text) ?? [];
  return swap(text, whole, `<ill:${name}>${by(first, rest)}</ill:${name}>`);
}

function foreignTwin(text: string): string {
  const [whole = '', name = ''] = code.exec(text) ?? [];
  const other = name === 'action' ? 'Cancel' : 'StatusChange';
  return swap(text, whole, `<o:${name} xmlns:o="urn:example:other">${other}</o:${name}>${whole}`);
}

/** Whether the code was read right is seen in what the confirmation repeats. */
export function isRepeated({ answer, echoed }: Sent): Finding {
  if (answer.kind !== 'confirmation' || echoed === undefined) return passed();
  const { confirmation } = answer;
  const repeated = {
    action: 'action' in confirmation ? confirmation.action : undefined,
    reason: 'reasonForMessage' in confirmation ? confirmation.reasonForMessage : undefined,
  };
  for (const name of ['action', 'reason'] as const)
    if (repeated[name] !== undefined && repeated[name] !== echoed[name])
      return failed(`${name} came back as ${repeated[name]}: ${answerWords(answer)}`);
  return passed();
}
