import type { Instant } from '../model/transaction.js';

/** With whom, which way, by what, and what came of it: chips, so that a call takes three interactions (practice.md 1, M7). */
export const callParties = ['peer', 'patron', 'carrier', 'other'] as const;
export type CallParty = (typeof callParties)[number];
export const callDirections = ['out', 'in'] as const;
export type CallDirection = (typeof callDirections)[number];
export const callChannels = ['phone', 'mail', 'letter', 'in-person'] as const;
export type CallChannel = (typeof callChannels)[number];
export const callResults = [
  'reached',
  'no-answer',
  'message-left',
  'they-look',
  'they-promise',
  'agreed',
  'declined',
] as const;
export type CallResult = (typeof callResults)[number];

/** A day on which somebody wants to ask again. */
export interface FollowUp {
  party: CallParty;
  madeAt: Instant;
  /** The end of that day with us; it is due from its morning on. */
  at: Instant;
}
