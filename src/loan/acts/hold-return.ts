import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import { ask } from '../compose/ask.js';
import type { RequesterCase, SupplierCase } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind } from '../happening.js';
import { without } from '../present.js';
import { ActRefusal, type ActOf } from './act.js';
import {
  done,
  sendCell,
  whyNotTellOnLoan,
  type ActOutcome,
  type EitherRule,
  type SupplierRule,
} from './act-rule.js';
import { asSupplier, isRequester } from './notify.js';
import { changed } from './supplier/on-loan.js';

/**
 * The item stays where it is for the time being: the supplier asks for it with a status, the requester says it with an
 * action. Both are of 2021; the conversion says them to whoever speaks an older edition. Tables 3.4 and 3.7.
 */
export const holdReturn: EitherRule<'hold-return'> = {
  whyNot: (c) => (isRequester(c) ? whyNotKept(c) : whyNotTellOnLoan(asSupplier(c), 'HoldReturn')),
  perform: (c, act) => (isRequester(c) ? kept(c, act) : held(asSupplier(c), act)),
};

/** What was held may be returned again: the loan stands where it stood before. Table 3.4; iso18626.md 3.1. */
export const releaseHold: SupplierRule<'release-hold'> = {
  whyNot: (c) => whyNotTellOnLoan(c, 'ReleaseHoldReturn'),
  perform: (c, act) =>
    done(
      changed(c, act, {
        state: { ...without(c.state, 'heldFrom'), state: c.state.heldFrom ?? 'Loaned' },
        because: 'Staff take the item back again.',
        status: 'ReleaseHoldReturn',
      }),
    ),
};

function held(c: SupplierCase, act: ActOf<'hold-return'>): ActOutcome {
  const { state } = c.state;
  const heldFrom = state === 'Overdue' || state === 'Recalled' ? state : 'Loaned';
  return done(
    changed(c, act, {
      state: { ...c.state, state: 'HoldReturn', heldFrom },
      because: 'Staff ask not to send the item back for now.',
    }),
  );
}

function whyNotKept(c: RequesterCase): ActRefusal | undefined {
  const cell = sendCell(c, 'HoldReturn');
  if (cell === undefined) return ActRefusal.NotSentYet;
  if (cell !== 'yes') return ActRefusal.NotInThisState;
  return c.state.requesterHold === undefined ? undefined : ActRefusal.Held;
}

function kept(c: RequesterCase, act: ActOf<'hold-return'>): ActOutcome {
  const { state, owe } = ask(
    { ...c, state: { ...c.state, requesterHold: nowOf(c.ctx) } },
    'HoldReturn',
    act.note,
  );
  return done(
    happened(HappeningKind.Act, {
      because: 'Staff say that the item cannot be returned for the time being.',
      transactions: byId(c.transaction, state),
      owe,
      facts: { verb: act.verb },
    }),
  );
}
