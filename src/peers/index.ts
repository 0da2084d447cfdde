/**
 * The directory of agencies and the peers that speak for them, as data. Knows how a peer wants things said; decides
 * nothing about a loan.
 */
export * from './editions.js';
export * from './agencies.js';
export * from './peer.js';
export * from './peer-directory.js';
export { calendarOfPeer, houseOf, ourCalendar, type House, type TermsFor } from './terms.js';
export * from './policies.js';
export * from './import-peers.js';
export * from './peer-keys.js';
export * from './credentials.js';
export * from './trust/index.js';
export { peersThat } from './peers-that.js';
export { rememberEdition } from './remember-edition.js';
export * from './rules/index.js';
export { profileDocument, profileOverrides, parameterNames } from './profiles/profile.js';
export type { ProfileDocument, ProfileOverrides } from './profiles/profile.js';
export { profileSchema } from './profiles/profile-schema.js';
export { ProfileError, profileNamed, profiles, readProfile } from './profiles/profiles.js';
export { resolvePeer, resolveUnder } from './profiles/resolve-peer.js';
export * from './quirks/index.js';
export { offerPracticeOf } from './profiles/offer-practice.js';
export { layered, type Wire } from './profiles/wire.js';
export {
  asTheyMeanIt,
  hindranceOf,
  inTheirHabits,
  meaningOf,
  noteShortened,
  type Habitual,
} from './profiles/habits.js';
