import { actorOf, type Caller } from '../access/index.js';
import {
  addCredential,
  removeCredential,
  rotateCredential,
  type AskedCredential,
  type AskedRotation,
  type Credential,
  type CredentialChange,
  type CredentialKind,
  type Direction,
  type Peer,
  type Pin,
} from '../peers/index.js';
import type { DeskOptions } from './loan-record-desk.js';

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

export function buildCredentialDesk({
  committer,
  context,
  directory,
}: Pick<DeskOptions, 'committer' | 'context' | 'directory'>): CredentialDesk {
  const { ring } = context;
  return {
    list(id) {
      const peer = directory().peer(id);
      return Promise.resolve(peer === undefined ? undefined : credentialViews(peer));
    },
    add: (peer, asked, by) => committer.commit(addCredential(peer, asked, { actor: actorOf(by), ring })),
    rotate: (which, asked, by) =>
      committer.commit(rotateCredential(which, asked, { actor: actorOf(by), ring })),
    remove: (which, by) => committer.commit(removeCredential(which, actorOf(by))),
  };
}

export function credentialViews(peer: Peer): CredentialView[] {
  const { credentials = {}, incomingKeyHeader, outgoingKeyHeader } = peer;
  const ofFile = [
    ['incoming', incomingKeyHeader],
    ['outgoing', outgoingKeyHeader],
  ] as const;
  return [
    ...ofFile.flatMap(([direction, header]): CredentialView[] =>
      header === undefined
        ? []
        : [{ id: `peers-file-${direction}`, direction, kind: 'header', header, fromFile: true }],
    ),
    ...Object.entries(credentials).map(([id, credential]) => viewOf(id, credential)),
  ];
}

function viewOf(id: string, { secret: _reference, previous, ...open }: Credential): CredentialView {
  return { id, ...open, ...(previous === undefined ? {} : { previousUntil: previous.until }) };
}
