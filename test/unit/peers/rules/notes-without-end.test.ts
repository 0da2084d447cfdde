import { expect } from 'chai';
import {
  canonicalBody,
  linkCandidates,
  reportedBy,
  type Initiating,
} from '../../../../src/iso18626/index.js';
import { inLine } from '../../../../src/iso18626/conversion/note.js';
import { conditionIn } from '../../../../src/loan/index.js';
import { acceptsInWords, acceptsTheseTerms } from '../../../../src/loan/offers/answer-words.js';
import { parcelIn } from '../../../../src/loan/shipments/parcel-line.js';
import { marksIn } from '../../../../src/peers/quirks/index.js';
import { ruleTable, type Rule } from '../../../../src/peers/index.js';
import { sequenceAskedIn, sequenceIn } from '../../../../src/peers/rules/index.js';
import { isInProportion } from '../../../support/iso18626-verdict.js';
import { cases } from './cases.js';
import { asks, header, tells, wantsWith } from './messages.js';

/** So few that what takes the square of them fails within seconds. */
const CHARACTERS = 3_000;

/** What a note may be full of. */
const fillings = [
  ...[' ', '\n', '\t', '\r', '\u2028', '1', '#', '.', ',', '[', '1 ', '\n '],
  ...[
    '[ill:lost v1',
    '[ill:condition v1',
    '[ill:',
    '#seq:',
    '#seq:1',
    '#seq:1# ',
    '#lastSeq:1',
    'URL:',
    'URL:\n',
  ],
  ...['12.00 EUR', 'We accept: 1\n', 'Sent by ', 'Supplier: ', 'back by ', 'Condition of the item when '],
  ...['#MultipleItems#', '#RETURN_TO#', '#SHIP_TO#', '#ReShareUpdatedField-a', '#ReShareAddLoanCondition# '],
];
/** Beginnings after which a reader goes on. */
const openings = ['', '#seq:', '[ill:lost v1', 'ACCEPT'];

const messages = (note: string): Initiating[] => [
  asks('Notification', note),
  tells('Loaned', { note }),
  tells('Unfilled', { note, reasonForMessage: 'Notification' }),
  wantsWith({ note }),
];
const ofAll =
  (read: (message: Initiating) => unknown) =>
  (note: string): unknown =>
    messages(note).map(read);

const readers: Record<string, (note: string) => unknown> = {
  'a report': reportedBy,
  'a condition': (note) => conditionIn(note, 'requester'),
  'an acceptance': acceptsInWords,
  'accepted terms': (note) => acceptsTheseTerms(`We accept: ${note}.`, {}),
  'a parcel': parcelIn,
  'a running number': ofAll(sequenceIn),
  'a question for a number': ofAll(sequenceAskedIn),
  'what tells a repeat': ofAll(canonicalBody),
  'what tells a repeat, where another text has a number': (note) =>
    canonicalBody(asks('Received', note, { requestingAgencyRequestId: '#seq:' })),
  'marks of systems': ofAll(marksIn),
  'marks of systems in an item': (text) =>
    marksIn(tells('Loaned', { deliveryInfo: { dateSent: header.timestamp, itemId: [text] } })),
  links: (note) => linkCandidates(tells('Loaned', { note })),
  'one line': inLine,
};

function readAsRule(rule: Rule): (note: string) => unknown {
  const given = cases.find(({ rule: name }) => name === rule.name)?.parameters ?? {};
  const parameters = rule.parameters.parse(given);
  return ofAll((message) => [rule.incoming?.(message, parameters), rule.outgoing?.(message, parameters)]);
}

describe('a note without end', function () {
  this.timeout(120_000);

  const rules = [...ruleTable.values()].filter((rule) => 'incoming' in rule || 'outgoing' in rule);
  const all = [
    ...Object.entries(readers),
    ...rules.map((rule) => [`the rule ${rule.name}`, readAsRule(rule)] as const),
  ];
  for (const [what, read] of all)
    it(`is read in proportion to its length for ${what}`, () => {
      for (const opening of openings)
        for (const filling of fillings) {
          const make = (size: number): Buffer =>
            Buffer.from(`${opening}${filling.repeat(size / filling.length)}x`);
          const isLinear = isInProportion(make, CHARACTERS, (body) => read(body.toString()));
          expect(isLinear, JSON.stringify(opening + filling)).to.equal(true);
        }
    });
});
