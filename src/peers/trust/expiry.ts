import type { PeerDirectory } from '../peer-directory.js';
import type { CredentialKind, Direction } from './credential.js';

/** A credential that has run out, or soon will. */
export interface Expiring {
  peer: string;
  credential: string;
  direction: Direction;
  kind: CredentialKind;
  at: string;
  isOver: boolean;
}

const DAY_MS = 86_400_000;

/** Credentials of peers that run out within so many days, the earliest first. */
export function expiring(
  { peers }: PeerDirectory,
  { now, withinDays }: { now: Date; withinDays: number },
): Expiring[] {
  const by = new Date(now.getTime() + withinDays * DAY_MS).toISOString();
  return [...peers]
    .flatMap(([peer, { credentials = {} }]) =>
      Object.entries(credentials).flatMap(([credential, { direction, kind, expiresAt }]): Expiring[] =>
        expiresAt === undefined || expiresAt > by
          ? []
          : [{ peer, credential, direction, kind, at: expiresAt, isOver: expiresAt <= now.toISOString() }],
      ),
    )
    .sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Rotated credentials whose old value counts no more. */
export function lapsed({ peers }: PeerDirectory, now: Date): { peer: string; id: string }[] {
  return [...peers].flatMap(([peer, { credentials = {} }]) =>
    Object.entries(credentials).flatMap(([id, { previous }]) =>
      previous !== undefined && previous.until <= now.toISOString() ? [{ peer, id }] : [],
    ),
  );
}
