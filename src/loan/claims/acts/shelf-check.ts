import { byId, withId } from '../../by-id.js';
import { ActRefusal, type ActOf } from '../../acts/act.js';
import { done, refused, type ActCase, type EitherRule } from '../../acts/act-rule.js';
import { notify, whyNotNotify } from '../../acts/notify.js';
import { isMissing, turnedUp } from '../../acts/report.js';
import { nowOf } from '../../case.js';
import { noteOf } from '../../compose/notes.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import type { LoanRecord, ShelfCheck } from '../../model/loan-record.js';
import type { TransactionStateName } from '../../model/states.js';
import { missedSince, shelfChecked } from '../shelf-checked.js';

/** States in which an item that one side misses may stand on a shelf of the other. */
const searched: ReadonlySet<TransactionStateName> = new Set([
  ...(['Loaned', 'Received', 'Overdue', 'Recalled', 'HoldReturn', 'ShippedReturn'] as const),
]);

/** Staff have looked on our shelves. What is there is found; what is not is written down, and told where a note says so. */
export const shelfCheck: EitherRule<'shelf-check'> = {
  whyNot(c) {
    if (!searched.has(c.state.state)) return ActRefusal.NotInThisState;
    return whyNotNotify(c);
  },
  perform(c, act) {
    const { outcome } = act;
    if (outcome === undefined) return refused(ActRefusal.OutcomeMissing);
    const record = withCheck(c, outcome);
    if (outcome === 'found' && isMissing(c)) return done(turnedUp(c, { ...act, record }));
    return done(looked(c, act, record));
  },
};

const said: Record<ShelfCheck['outcome'], string> = {
  found: 'We have looked for the item on our shelves: it is here.',
  'not-found': 'We have looked for the item on our shelves: it is not here.',
};

function looked(
  c: ActCase,
  { verb, outcome = 'not-found', note }: ActOf<'shelf-check'>,
  record: LoanRecord,
): Happening {
  const told = note === undefined ? undefined : notify(c, noteOf(said[outcome], note));
  return happened(HappeningKind.Act, {
    because: 'Staff have looked for the item on our shelves.',
    record,
    transactions: told === undefined ? undefined : byId(c.transaction, told.state),
    owe: told?.owe,
    facts: { verb, outcome },
  });
}

function withCheck({ view: { record }, ctx }: ActCase, outcome: ShelfCheck['outcome']): LoanRecord {
  const check: ShelfCheck = { at: nowOf(ctx), outcome };
  return { ...record, shelfChecks: withId(record.shelfChecks, ctx.at.newId(), check) };
}

/** What is missed is written off only when somebody has looked on our shelves. Source: practice.md 5.4. */
export function whyNotWriteOff({
  view: { record },
  state,
}: Pick<ActCase, 'view' | 'state'>): ActRefusal | undefined {
  const isMissed = missedSince(record) !== undefined;
  return isMissed && !shelfChecked(record, state) ? ActRefusal.ShelfCheckFirst : undefined;
}
