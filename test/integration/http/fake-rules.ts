import type { Caller } from '../../../src/access/index.js';
import type { RuleDesk, RuleView } from '../../../src/desk/index.js';

export const RULE_ID = '0195a0c0-0000-7000-8000-000000000021';

const at = '2026-03-02T08:00:00.000Z';
const rule: RuleView = {
  id: RULE_ID,
  kind: 'accept-offer',
  name: 'In-library loans',
  conditions: ['LibraryUseOnly'],
  upTo: { monetaryValue: '10.00', currencyCode: { value: 'EUR' } },
  peers: ['south'],
  agencies: ['isil:se-north'],
  createdAt: at,
};

/** One rule, and one offer that it would have accepted. */
export function fakeRules(heard: (what: string, given: unknown, by?: Caller) => void): RuleDesk {
  return {
    list: () => [rule],
    add(content, by) {
      heard('add-rule', content, by);
      return Promise.resolve(rule);
    },
    remove: (id) => Promise.resolve(id === RULE_ID ? 'done' : 'unknown-rule'),
    dryRun(asked, by) {
      heard('dry-run-rules', asked, by);
      const trial = {
        ...{
          loan: 'L1',
          transaction: 'T1',
          peer: 'south',
          at,
          terms: 'LibraryUseOnly',
          was: 'declined (us)',
        },
        ...{ accepts: true, rule: rule.name, because: 'The rule accepts it.' },
      };
      return Promise.resolve({ looked: 1, accepted: 1, trials: [trial] });
    },
  };
}
