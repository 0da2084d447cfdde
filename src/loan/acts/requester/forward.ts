import { ActRefusal } from '../act.js';
import { done, sendCell, type RequesterRule } from '../act-rule.js';
import { sentOff } from './return.js';
import { readParcel } from '../read-parcel.js';

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
    const read = readParcel(act);
    if ('refusal' in read) return read;
    const { parcel } = read;
    const because = 'Staff have sent the item on to another library.';
    return done(sentOff(c, act, { parcel, action: 'ShippedForward', because }));
  },
};
