/**
 * E-mail and letters to readers, staff and the people at a peer: what they say, how they are sent, and what comes back.
 * Says nothing in a subject about what was asked for. Between use cases only: it writes nothing itself (architecture 3.1).
 */
export { writeNotice } from './write-notice.js';
export type { NoticeValues, ToWrite, WrittenNotice } from './write-notice.js';
