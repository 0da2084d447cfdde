import type { Response } from 'express';
import { may, type Caller, type Denial, type Right, type SignedIn } from '../../access/index.js';
import type { FileFault } from '../../files/index.js';
import type { DocumentGiven, PhotoGiven } from '../../loan/index.js';
import type { Locale } from '../words/translate.js';
import type { Transport } from './transport.js';

/** Whoever looks at a page, signed in or not. */
export interface Visitor {
  transport: Transport;
  locale: Locale;
  /** For the hidden field of each form; empty where no cookie has been set yet. */
  form: string;
}

/** A person who has signed in. */
export interface Signed extends Visitor {
  /** Bound to the agencies where the route's right is held: what a desk is called with. */
  caller: Caller;
  /** With all rights: for what a menu or a button asks. */
  person: Caller;
  session: SignedIn;
  /** Whether the right is held anywhere, or for one agency. */
  can(right: Right, agency?: string): boolean;
}

interface Locals {
  visitor?: Visitor;
  /** The secret that form tokens follow from: the session's, or the visit's before there is one. */
  secret?: string;
  /** The browser holds a session that is over. */
  isOver?: boolean;
  signed?: { person: Caller; session: SignedIn };
  caller?: Caller;
  denied?: (denial: Denial) => void;
  handedIn?: FilesHandedIn;
}

/** Photos that came with a form, or why one of them is not taken. */
export interface FilesHandedIn {
  photos: readonly PhotoGiven[];
  document?: DocumentGiven | undefined;
  fault: FileFault | undefined;
}

/** What came with the form of this request; nothing with most. */
export function handedInOf(res: Response): FilesHandedIn {
  return localsOf(res).handedIn ?? { photos: [], fault: undefined };
}

export function localsOf(res: Response): Locals {
  return res.locals as Locals;
}

/** Whoever looks. Throws where no door stands before the route. */
export function visitorOf(res: Response): Visitor {
  const { visitor } = localsOf(res);
  if (visitor === undefined) throw new Error('a page without its door asked who looks at it');
  return visitor;
}

/** Whoever is signed in; nothing on a page that needs nobody and has nobody. */
export function signedIfAny(res: Response): Signed | undefined {
  const { signed, caller } = localsOf(res);
  if (signed === undefined) return undefined;
  const { person, session } = signed;
  return {
    ...visitorOf(res),
    caller: caller ?? person,
    person,
    session,
    can: (right, agency) => may(person, right, agency),
  };
}

/** Whoever is signed in. Throws on a page that needs nobody, where there may be nobody. */
export function signedOf(res: Response): Signed {
  const signed = signedIfAny(res);
  if (signed === undefined) throw new Error('a page that needs nobody asked who is signed in');
  return signed;
}
