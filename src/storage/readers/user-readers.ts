import { open, unwrapDataKey, type DataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { Database } from '../sql/connected.js';
import type { StoredSession, UserCredential } from '../use-case.js';

/** A user's row as the fold gives it, and what is sealed beside it. */
export interface StoredUser {
  id: string;
  version: number;
  state: unknown;
  /** Who they are, opened; missing once their data key is destroyed. */
  person: string | undefined;
}

export interface FoundSession {
  session: StoredSession;
  usedAt: string;
  user: StoredUser;
}

export interface UserReaders {
  users(): Promise<StoredUser[]>;
  user(id: string): Promise<StoredUser | undefined>;
  /** By one of the keyed hashes. */
  credential(
    by: { user: string } | { login: string } | { subject: string },
  ): Promise<UserCredential | undefined>;
  /** By the hash of its secret. */
  session(id: string): Promise<FoundSession | undefined>;
  /** The data key of a holder that is no loan; nothing where there is none. */
  dataKey(holder: string): Promise<DataKey | undefined>;
}

/** Word for word the condition of the partial index. */
const NEWEST_PERSON = `(SELECT s.id FROM sealed_values s WHERE s.holder = 'user:' || r.id
  AND s.purpose IN ('wish', 'act', 'credential') AND s.purpose = 'credential' ORDER BY s.id DESC LIMIT 1)`;

const USERS = `SELECT r.id, r.version, r.state, k.wrapped, p.id AS sealed_id, p.value AS sealed
  FROM roots r LEFT JOIN data_keys k ON k.holder = 'user:' || r.id LEFT JOIN sealed_values p ON p.id = ${NEWEST_PERSON}`;

interface UserRow {
  id: string;
  version: number;
  state: string;
  wrapped: string | null;
  sealed_id: string | null;
  sealed: string | null;
}

interface CredentialRow {
  user_id: string;
  login: string;
  password: string | null;
  subject: string | null;
  changed_at: string;
}

type SessionRow = UserRow & {
  session: string;
  generation: number;
  signed_in_by: StoredSession['by'];
  signed_in_at: string;
  ended_at: string | null;
  used_at: string | null;
};

export function userReaders(database: Database, ring: WrappingKeyRing): UserReaders {
  return {
    async users() {
      const rows = await database.all<UserRow>(`${USERS} WHERE r.aggregate = 'user' ORDER BY r.id`);
      return rows.map((row) => userOf(row, ring));
    },
    async user(id) {
      const [row] = await database.all<UserRow>(`${USERS} WHERE r.aggregate = 'user' AND r.id = $1`, [id]);
      return row === undefined ? undefined : userOf(row, ring);
    },
    async credential(by) {
      const [column, value] =
        'user' in by ? ['user_id', by.user] : 'login' in by ? ['login', by.login] : ['subject', by.subject];
      const [row] = await database.all<CredentialRow>(
        `SELECT user_id, login, password, subject, changed_at FROM user_credentials WHERE ${column} = $1`,
        [value],
      );
      return row === undefined ? undefined : credentialOf(row);
    },
    async session(id) {
      const [row] = await database.all<SessionRow>(
        `SELECT s.id AS session, s.generation, s.signed_in_by, s.signed_in_at, s.ended_at, w.used_at, u.*
           FROM sessions s JOIN (${USERS} WHERE r.aggregate = 'user') u ON u.id = s.user_id
           LEFT JOIN session_uses w ON w.session_id = s.id WHERE s.id = $1`,
        [id],
      );
      return row === undefined ? undefined : sessionOf(row, ring);
    },
    async dataKey(holder) {
      const [row] = await database.all<{ wrapped: string }>(
        'SELECT wrapped FROM data_keys WHERE holder = $1',
        [holder],
      );
      return row === undefined ? undefined : unwrapDataKey(row.wrapped, ring, holder);
    },
  };
}

function userOf(
  { id, version, state, wrapped, sealed_id, sealed }: UserRow,
  ring: WrappingKeyRing,
): StoredUser {
  const person =
    wrapped === null || sealed === null || sealed_id === null
      ? undefined
      : open(unwrapDataKey(wrapped, ring, `user:${id}`), sealed, sealed_id);
  return { id, version: version, state: JSON.parse(state) as unknown, person };
}

function credentialOf(row: CredentialRow): UserCredential {
  return {
    user: row.user_id,
    login: row.login,
    changedAt: row.changed_at,
    ...(row.password === null ? {} : { password: row.password }),
    ...(row.subject === null ? {} : { subject: row.subject }),
  };
}

function sessionOf(row: SessionRow, ring: WrappingKeyRing): FoundSession {
  return {
    session: {
      id: row.session,
      user: row.id,
      generation: row.generation,
      by: row.signed_in_by,
      signedInAt: row.signed_in_at,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    },
    usedAt: row.used_at ?? row.signed_in_at,
    user: userOf(row, ring),
  };
}
