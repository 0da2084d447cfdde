import type { Actor, Change, Entry } from '../../ledger/index.js';
import type { AcceptRule } from '../../loan/index.js';
import { changeOf, type Moment, type UseCase } from '../../storage/index.js';

/** What of a rule a person says. */
export type RuleContent = Omit<AcceptRule, 'kind' | 'createdAt' | 'removedAt'>;

/** A new rule; it holds for offers that come in from now on. */
export function addRule(content: RuleContent, actor: Actor): UseCase<{ id: string }> {
  return {
    name: 'add-rule',
    source: 'people',
    needs: {},
    decide(_loaded, at) {
      const id = at.newId();
      const state: AcceptRule = { kind: 'accept-offer', ...content, createdAt: at.now.toISOString() };
      return {
        result: { id },
        entries: [entryOf('rule-added', at, { actor, changes: changeOf('rule', undefined, { id, state }) })],
      };
    },
  };
}

/** The rule accepts nothing any more; what it has accepted stays accepted. */
export function removeRule(id: string, actor: Actor): UseCase<'done' | 'unknown-rule'> {
  return {
    name: 'remove-rule',
    source: 'people',
    needs: { roots: [{ aggregate: 'rule', id }] },
    decide(loaded, at) {
      const before = loaded.root<AcceptRule>({ aggregate: 'rule', id });
      if (before === undefined || before.state.removedAt !== undefined) return { result: 'unknown-rule' };
      const state: AcceptRule = { ...before.state, removedAt: at.now.toISOString() };
      return {
        result: 'done',
        entries: [entryOf('rule-removed', at, { actor, changes: changeOf('rule', before, { id, state }) })],
      };
    },
  };
}

function entryOf(kind: string, at: Moment, { actor, changes }: { actor: Actor; changes: Change[] }): Entry {
  return { kind, at: at.now.toISOString(), actor, because: 'a person asked for it', changes };
}
