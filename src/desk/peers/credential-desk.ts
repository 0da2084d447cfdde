import { actorOf } from '../../access/index.js';
import {
  addCredential,
  removeCredential,
  rotateCredential,
  type Credential,
  type Peer,
} from '../../peers/index.js';
import type { CredentialDesk, CredentialView } from './credentials.js';
import type { DeskOptions } from '../loans/loan-record-desk.js';

/** Credentials of peers over the API. */
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
