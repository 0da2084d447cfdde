import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { composeRequest } from '../../compose/compose-request.js';
import { nextTimestamp } from '../../compose/timestamps.js';
import { whatOf } from '../../compose/what.js';
import { happened } from '../../happened.js';
import { HappeningKind } from '../../happening.js';
import { supplierOf } from '../../record/suppliers.js';
import { ActRefusal } from '../act.js';
import { done, sendCell, type RequesterRule } from '../act-rule.js';
import { remindAgainAt } from '../loan-terms.js';

/**
 * The request once more, as a Reminder: the supplier answers with its status, and makes nothing new of it. At most once
 * in the policy's time, and not while a Cancel waits. Table 3.7, mark m.
 */
export const remind: RequesterRule<'remind'> = {
  whyNot(c) {
    const cell = sendCell(c, 'Reminder');
    if (cell === undefined || c.state.state === 'Queued') return ActRefusal.NotSentYet;
    if (cell !== 'once-per-interval') return ActRefusal.NotInThisState;
    if (c.view.record.serviceInfo === undefined) return ActRefusal.NotInThisState;
    if (c.state.cancelPending !== undefined) return ActRefusal.CancelWaits;
    const again = remindAgainAt(c);
    return again === undefined || again <= nowOf(c.ctx) ? undefined : ActRefusal.RemindedLately;
  },
  perform(c, act) {
    const { state, view, ctx, transaction } = c;
    const timestamp = nextTimestamp(ctx.at.now, state.lastSentAt);
    const supplier = supplierOf(view.record, transaction)?.[1].agency;
    const request = composeRequest(view.record, ctx.wish ?? {}, {
      requestId: state.requestingAgencyRequestId,
      timestamp,
      requestingAgencyId: state.requestingAgencyId,
      supplyingAgencyId: state.supplyingAgencyId,
      patronData: supplier !== undefined && ctx.reach(supplier)?.patronData === true,
    });
    const { serviceInfo } = request;
    const message =
      serviceInfo === undefined
        ? request
        : { ...request, serviceInfo: { ...serviceInfo, requestType: 'Reminder' as const } };
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff remind the supplier of the request.',
        transactions: byId(transaction, { ...state, lastSentAt: timestamp, remindedAt: nowOf(ctx) }),
        owe: { transaction, peer: state.peer, message, what: whatOf(message) },
        facts: { verb: act.verb },
      }),
    );
  },
};
