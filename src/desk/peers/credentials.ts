import type { Caller } from '../../access/index.js';
import type {
  AskedCredential,
  AskedRotation,
  CredentialChange,
  CredentialKind,
  Direction,
  Pin,
} from '../../peers/index.js';

/** A credential as it is shown: everything but what is secret. */
export interface CredentialView {
  id: string;
  direction: Direction;
  kind: CredentialKind;
  header?: string;
  networks?: readonly string[];
  pin?: Pin;
  answersWithout?: true;
  expiresAt?: string;
  addedAt?: string;
  changedAt?: string;
  /** Until when what it was before still counts. */
  previousUntil?: string;
  /** The peers file holds it: it is changed there. */
  fromFile?: true;
}

/** Credentials of peers over the API. */
export interface CredentialDesk {
  /** Nothing where the peer is unknown. */
  list(peer: string, by: Caller): Promise<CredentialView[] | undefined>;
  add(peer: string, asked: AskedCredential, by: Caller): Promise<CredentialChange>;
  rotate(which: { peer: string; id: string }, asked: AskedRotation, by: Caller): Promise<CredentialChange>;
  remove(which: { peer: string; id: string }, by: Caller): Promise<CredentialChange>;
}
