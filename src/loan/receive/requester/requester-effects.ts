import { byId } from '../../by-id.js';
import { reportedBy } from '../../../iso18626/index.js';
import { withAnomaly } from '../../model/anomaly.js';
import { nowOf } from '../../case.js';
import { conditionHeard } from '../../conditions/condition-heard.js';
import { received } from '../../happened.js';
import type { LoanEvent, Reaction } from '../../happening.js';
import { without } from '../../present.js';
import { withReport } from '../../model/reports.js';
import {
  requesterReceivesTable,
  type PlainEffect,
  type RequesterEffect,
} from '../../tables/requester-receives-table.js';
import type { AskedState } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { accept, refuse, unrecognisedValue } from '../reaction.js';
import { rowOf } from './requester-event.js';
import { changed, lookAt, refreshed, unchanged, type HeardAnswer } from './requester-heard.js';
import { move, withConditions } from './requester-moves.js';

/** Does what a cell of table 3.6 says. */
export function applyCell(heard: HeardAnswer, cell: RequesterEffect): Reaction {
  return cell.effect === 'move'
    ? accept(...move(heard, cell.to, cell.missedSteps))
    : effects[cell.effect](heard);
}

/** The effects of table 3.6 that keep the transaction going. Source: iso18626.md 3.6, the marks. */
const effects: Record<PlainEffect, (heard: HeardAnswer) => Reaction> = {
  refresh,
  regression: (heard) =>
    accept(
      heard.event === 'RenewResponseYes'
        ? changed(heard, without(heard.c.state, 'renewPending', 'renewalAssumed'), {
            because: 'Renewed, but the item is on its way back already.',
          })
        : unchanged(heard, {
            because: `Behind what we know: the status here is ${heard.c.state.state}.`,
            facts: { ignored: true },
          }),
    ),
  'back-on-loan': (heard) =>
    accept(
      changed(heard, onLoanAgain(heard), { because: 'The item is on loan again.', event: dueEvent(heard) }),
    ),
  'while-returning': (heard) =>
    accept(
      changed(
        heard,
        { ...refreshed(heard.c.state, heard.message), overdueWhileReturning: nowOf(heard.c.ctx) },
        { because: 'The item is on its way back: this will settle itself when it arrives.' },
      ),
    ),
  impossible,
  'clear-cancel': clearCancel,
  'set-due': (heard) => accept(renewed(heard, refreshed(heard.c.state, heard.message))),
  'back-with-due': (heard) => accept(renewed(heard, onLoanAgain(heard))),
  sync,
  note,
};

function refresh(heard: HeardAnswer): Reaction {
  const { event, message, c } = heard;
  const known = refreshed(c.state, message);
  if (event === 'RenewResponseNo')
    return accept(
      changed(heard, without(known, 'renewPending'), {
        because: 'The supplier does not renew.',
        event: lookAt('The supplier does not renew.'),
      }),
    );
  return accept(
    changed(heard, withConditions(heard, known), {
      because: 'The status is as we knew it; its dates are refreshed.',
      event: dueEvent(heard),
    }),
  );
}

/** What the library's system hears when the due date is another one than before. */
function dueEvent({ c, message }: HeardAnswer): LoanEvent | undefined {
  const { dueDate } = refreshed(c.state, message);
  return dueDate === undefined || dueDate === c.state.dueDate ? undefined : { type: 'due-changed', dueDate };
}

function onLoanAgain({ c, message }: HeardAnswer): RequesterTransaction {
  const inHand = c.state.received ?? c.state.receivedHeldBack;
  const state: AskedState = inHand === undefined ? 'Loaned' : 'Received';
  return { ...refreshed(c.state, message), state };
}

function renewed(heard: HeardAnswer, state: RequesterTransaction): Reaction['happenings'][number] {
  return changed(heard, without(state, 'renewPending'), {
    because: 'The supplier renews the loan.',
    event: dueEvent(heard),
  });
}

function impossible(heard: HeardAnswer): Reaction {
  const { message, c } = heard;
  const said = message.statusInfo.status ?? message.messageInfo.reasonForMessage;
  const text = `The supplier says ${said}, and the status here is ${c.state.state}.`;
  const state = withAnomaly(c.state, `said-${said}`, { text, at: nowOf(c.ctx) });
  return refuse(message, unrecognisedValue(`status: ${said}; current: ${c.state.state}`), {
    transactions: byId(c.transaction, state),
    event: lookAt(text),
  });
}

/** The answer wins over the status: a No that says Cancelled cancels nothing. Source: iso18626.md 7.6 nr. 81. */
function clearCancel(heard: HeardAnswer): Reaction {
  const { message, c } = heard;
  const answered = without(c.state, 'cancelPending');
  const text = 'The supplier does not cancel, and says Cancelled in the same message.';
  const state =
    message.statusInfo.status === 'Cancelled'
      ? withAnomaly(answered, 'no-but-cancelled', { text, at: nowOf(c.ctx) })
      : answered;
  return accept(
    changed(heard, state, {
      because: 'The supplier does not cancel.',
      event: c.state.cancelPending === undefined ? undefined : lookAt('The supplier does not cancel.'),
    }),
  );
}

/** A status that was asked for moves us only where we were behind. */
function sync(heard: HeardAnswer): Reaction {
  const { message, c } = heard;
  const { status } = message.statusInfo;
  const cell =
    status === undefined ? undefined : requesterReceivesTable[rowOf(status)][c.state.state as AskedState];
  if (cell?.effect === 'move') return accept(...move(heard, cell.to, cell.missedSteps));
  if (cell?.effect === 'refresh') return refresh(heard);
  return accept(unchanged(heard, { because: 'The supplier has told how it stands.' }));
}

function note(heard: HeardAnswer): Reaction {
  const { message, c } = heard;
  const kind = reportedBy(message.messageInfo.note);
  if (kind === undefined) return looksOrNote(heard);
  const at = nowOf(c.ctx);
  const flag = kind === 'lost' ? 'lostReported' : 'damageReported';
  return accept(
    received(message, {
      because: `The supplier reports the item ${kind}: staff decide what follows.`,
      transactions: byId(c.transaction, { ...c.state, [flag]: c.state[flag] ?? at }),
      record: withReport(c.view.record, c.ctx.at.newId(), { kind, by: 'peer', at }),
      event: { type: kind, text: `Reported ${kind} by the supplier.` },
    }),
  );
}

function looksOrNote(heard: HeardAnswer): Reaction {
  const { message, c } = heard;
  const looks = conditionHeard(c, message.messageInfo.note);
  if (looks === undefined)
    return accept(
      unchanged(heard, {
        because: 'A note for staff to read; a Notification never moves the status.',
        event: lookAt('The supplier has written a note.'),
      }),
    );
  return accept(
    unchanged(heard, {
      ...looks,
      because: 'The supplier tells how the item looks.',
      event: lookAt('The supplier tells how the item looks.'),
    }),
  );
}
