import type { Random } from '../random.js';

/** A valid message that is about to be spoilt. */
export interface Base {
  xml: string;
  /** A valid confirmation of the same peer. */
  confirmation: string;
}

/** How a body leaves; what is not said is a plain POST with the standard's own headers. */
export interface Spoilt {
  body: Buffer;
  contentType?: string;
}

/** A change of a message's text. */
export type TextMutation = (base: Base, random: Random) => string;
/** A change that only bytes or headers can carry. */
export type BodyMutation = (base: Base, random: Random) => Spoilt;

/** Mutations by their names. */
export type Family<Mutation> = Readonly<Record<string, Mutation>>;
