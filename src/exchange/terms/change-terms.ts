import type { Actor, Entry, JsonObject, JsonValue } from '../../ledger/index.js';
import {
  differencesOf,
  type CalendarChange,
  type PolicyChange,
  type TermsDifference,
} from '../../peers/index.js';
import { changeOf, type UseCase } from '../../storage/index.js';

/** A change of a policy or a calendar, as a person makes it. */
export interface TermsChange<Change> {
  /** The row: `house`, `peer:ID`, or our agency's key. */
  id: string;
  /** What the row holds from now on, whole. */
  change: Change;
  /** Whole policies or calendars before and after, for the entry. */
  before: unknown;
  after: unknown;
  actor: Actor;
  reason: string;
}

export type TermsChanged = { kind: 'changed'; differences: TermsDifference[] } | { kind: 'unchanged' };

/** Another policy holds from now on: an entry with what stood and stands at each key, and why. */
export function changePolicy(asked: TermsChange<PolicyChange>): UseCase<TermsChanged> {
  return changeOfTerms('policy', asked);
}

/** Other days count from now on: the same for a calendar. */
export function changeCalendar(asked: TermsChange<CalendarChange>): UseCase<TermsChanged> {
  return changeOfTerms('calendar', asked);
}

function changeOfTerms(
  aggregate: 'policy' | 'calendar',
  asked: TermsChange<PolicyChange | CalendarChange>,
): UseCase<TermsChanged> {
  const root = { aggregate, id: asked.id };
  return {
    name: `change-${aggregate}`,
    source: 'people',
    needs: { roots: [root] },
    decide(loaded, at) {
      const changes = changeOf(aggregate, loaded.root<JsonObject>(root), {
        id: asked.id,
        state: asked.change,
      });
      if (changes.length === 0) return { result: { kind: 'unchanged' } };
      const differences = differencesOf(asked.before, asked.after);
      const entry: Entry = {
        kind: `${aggregate}-changed`,
        at: at.now.toISOString(),
        actor: asked.actor,
        because: asked.reason,
        facts: { of: asked.id, differences: differences as unknown as JsonValue },
        changes,
      };
      return { result: { kind: 'changed', differences }, entries: [entry] };
    },
  };
}

/** Counts the clocks of some loans anew, after what they count by has changed: no entry, for nothing has happened yet. */
export function replan(loans: readonly string[]): UseCase<void> {
  return {
    name: 'replan',
    source: 'unbounded',
    needs: { loans: loans.map((id) => ({ by: 'id', id })) },
    decide(loaded) {
      const known = loans.filter((id) => loaded.loan({ by: 'id', id }) !== undefined);
      return { result: undefined, unfolded: { rederived: known } };
    },
  };
}
