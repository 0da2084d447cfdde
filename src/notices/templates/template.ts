import type { NoticeKind, NoticeReceiver } from '../../loan/index.js';

/**
 * A notice in one language: ICU messages, of which no sentence is put together from pieces. The subject stands where
 * strangers read it, on a locked screen or in a log of mail: it never says which work it is about.
 */
export interface Template {
  subject: string;
  /** One that speaks of a value which is not known is left out. */
  paragraphs: readonly string[];
}

/** How a notice begins and ends; the name of a receiver is never in it. */
export interface Frame {
  greeting: string;
  closing: string;
}

/** Everything that is said in one language. */
export interface Templates {
  frames: Readonly<Record<NoticeReceiver, Frame>>;
  kinds: Readonly<Record<NoticeKind, Template>>;
  /** How many requests wait for staff: a mail about no loan in particular. */
  digest: Template;
}
