import { expect } from 'chai';
import { actOf, fieldsOf, type FieldName, type FieldValues } from '../../src/admin/acts/act-fields.js';
import { actWords } from '../../src/cli/acts/act-words.js';
import { actBodies } from '../../src/http/api/loans/act-bodies.js';
import type { Verb } from '../../src/loan/index.js';

const verbs = Object.keys(actBodies) as Verb[];

/** What the API calls otherwise than the act itself. */
const apiNames: Partial<Record<Verb, Record<string, string>>> = {
  'will-supply': { expectedAt: 'expectedDeliveryDate' },
  expect: { expectedAt: 'expectedDeliveryDate' },
  'cannot-supply': { reasonUnfilled: 'reason' },
  'ask-retry': { reasonRetry: 'reason' },
  note: { note: 'text' },
};

/** Said in another way there: several items are volumes. */
const saidOtherwise: Partial<Record<Verb, readonly string[]>> = { ship: ['moreItemIds'] };

/** In what the item is to come back is asked of whoever gets it: on a way back or with a copy there is nothing to ask. */
const notAsked: Partial<Record<Verb, readonly string[]>> = {
  return: ['packing'],
  forward: ['packing'],
  'supply-copy': ['packing'],
};

function apiArguments(verb: Verb): string[] {
  const body = actBodies[verb] as unknown as { shape?: object; in?: { shape: object } };
  const names = Object.keys(body.shape ?? body.in?.shape ?? {});
  return names.filter((name) => name !== 'verb' && saidOtherwise[verb]?.includes(name) !== true).sort();
}

const filled: FieldValues = {
  answer: 'yes',
  trackingId: '1, 2',
  itemIds: '3',
  confirmed: 'on',
  costCurrency: 'EUR',
};
/** Fields that a form shows as it is needed: of several volumes, for a second look, of several prices. */
const asNeeded: readonly FieldName[] = ['itemIds', 'confirmed', 'costCurrency'];

/** What is said of how the item looks, and its photos, is one argument; a copy as a file comes beside the act. */
function cliArguments(verb: Verb): string[] {
  const { options } = actWords[verb];
  return [
    ...new Set(
      options
        .filter(({ field }) => field !== 'document')
        .map(({ field, within }) => (within === undefined ? field : 'condition')),
    ),
  ].sort();
}

function pageArguments(verb: Verb): string[] {
  const values = Object.fromEntries(
    [...fieldsOf[verb], ...asNeeded].map((field) => [field, filled[field] ?? 'x']),
  );
  const { verb: _verb, ...said } = actOf(verb, values);
  return Object.keys(said)
    .map((name) => apiNames[verb]?.[name] ?? name)
    .sort();
}

describe('whatever an act may say', () => {
  for (const verb of verbs)
    it(`can be said on the page and at the command line: ${verb}`, () => {
      expect(cliArguments(verb), 'command line').to.deep.equal(apiArguments(verb));
      const asked = apiArguments(verb).filter((name) => notAsked[verb]?.includes(name) !== true);
      expect(pageArguments(verb), 'page').to.deep.equal(asked);
    });
});
