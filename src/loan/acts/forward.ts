import { ActRefusal } from './act.js';
import { done, refused, sendCell, type RequesterRule } from './act-rule.js';
import { sentOff } from './return.js';
import { readParcel } from './ship.js';

/** The item goes on to the library that the loan named to return it to, where that is not the supplier. Table 3.7, mark f. */
export const forward: RequesterRule<'forward'> = {
  whyNot(c) {
    const cell = sendCell(c, 'ShippedForward');
    if (cell === undefined) return ActRefusal.NotSentYet;
    if (c.state.returnShipped !== undefined) return ActRefusal.AlreadyReturned;
    if (cell !== 'forward-to-returning' && cell !== 'confirmed') return ActRefusal.NotInThisState;
    return c.state.forwardTo === undefined ? ActRefusal.NowhereToForward : undefined;
  },
  needsConfirmation: (c) => sendCell(c, 'ShippedForward') === 'confirmed',
  perform(c, act) {
    const parcel = readParcel(act);
    if (parcel === undefined) return refused(ActRefusal.DateUnreadable);
    const because = 'Staff have sent the item on to another library.';
    return done(sentOff(c, act, { parcel, action: 'ShippedForward', because }));
  },
};
