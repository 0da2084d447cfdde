import { policySchema, policyTree } from '../../src/config/index.js';
import { plainCalendar, type Policy } from '../../src/loan/index.js';
import type { House } from '../../src/peers/index.js';

export const shippedPolicy: Policy = policySchema.parse(policyTree('default'));

/** The shipped policy, and Monday to Friday in UTC. */
export const plainHouse: House = { policy: shippedPolicy, calendar: plainCalendar, calendars: new Map() };
