import { delivery } from './delivery.js';
import type { Rule } from './draft.js';
import { notifications } from './notifications.js';
import { parcel } from './parcel.js';
import { retry } from './retry.js';

/**
 * What is said another way where the peer's edition has no element or code for it, in the order in which it is tried. A
 * rule asks the edition's table, never its name. What none of them takes is said in words, by `convert`.
 */
export const rules: readonly Rule[] = [...notifications, ...retry, ...delivery, ...parcel];
