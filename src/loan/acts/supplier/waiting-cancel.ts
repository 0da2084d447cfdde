import { byId } from '../../by-id.js';
import { tell } from '../../compose/tell.js';
import type { SupplierCase } from '../../context.js';
import { foldHappening } from '../../fold-happening.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { without } from '../../present.js';

/**
 * The No that a waiting Cancel is owed before anything else is told, as an entry and a message of its own; and the case
 * as it stands then. Nothing when no Cancel waits.
 */
export function answerWaitingCancel(
  c: SupplierCase,
  said: { because: string; note?: string | undefined },
): { happenings: Happening[]; after: SupplierCase } {
  if (c.state.cancelPending === undefined) return { happenings: [], after: c };
  const state = without(c.state, 'cancelPending');
  const told = tell(
    { ...c, state },
    { reasonForMessage: 'CancelResponse', answerYesNo: 'N', note: said.note },
  );
  const happening = happened(HappeningKind.MessageOwed, {
    because: said.because,
    transactions: byId(c.transaction, told.state),
    owe: told.owe,
  });
  return {
    happenings: [happening],
    after: { ...c, view: foldHappening(c.view, happening), state: told.state },
  };
}
