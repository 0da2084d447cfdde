import type { Actor, Entry, JsonObject } from '../../ledger/index.js';
import { changeOf, type Kept, type Moment, type UseCase } from '../../storage/index.js';
import { createDataKey, seal, wrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import type { PeerRow } from '../peer.js';
import {
  readCredentialValue,
  type AskedCredential,
  type AskedRotation,
  type CredentialFault,
  type ReadValue,
} from './asked-credential.js';
import {
  placeOf,
  secretHolder,
  type Credential,
  type CredentialValue,
  type Credentials,
} from './credential.js';

/** What became of a change: a secret that was made here is told this once. */
export type CredentialChange =
  | { kind: 'done'; id: string; secret?: string }
  | { kind: 'unknown-peer' }
  | { kind: 'unknown-credential' }
  | { kind: 'faults'; faults: CredentialFault[] };

interface By {
  actor: Actor;
  ring: WrappingKeyRing;
}

const MOST_CREDENTIALS = 32;
/** Headers that say what is sent, or that connections and proxies write. */
const ofTheMessage: ReadonlySet<string> = new Set([
  ...[
    'accept',
    'content-type',
    'content-length',
    'content-encoding',
    'transfer-encoding',
    'connection',
    'host',
  ],
  ...[
    'upgrade',
    'expect',
    'keep-alive',
    'te',
    'trailer',
    'x-forwarded-for',
    'x-forwarded-proto',
    'authorization',
  ],
]);
const HOUR_MS = 3_600_000;

/** Demands something of a peer, or shows it something, from now on. All that is demanded has to be met at once. */
export function addCredential(peer: string, asked: AskedCredential, by: By): UseCase<CredentialChange> {
  return changing(
    peer,
    (row, at) => {
      const { direction, kind, header, answersWithout } = asked;
      const read = readCredentialValue(kind, { asked, direction, random: at.randomBytes });
      if ('faults' in read) return { faults: read.faults };
      if ((kind === 'header') !== (header !== undefined))
        return faultOf('header', 'is missing, or nothing of this kind');
      if (ofTheMessage.has(header?.toLowerCase() ?? ''))
        return faultOf('header', 'belongs to the message itself, and cannot hold a key');
      const named = {
        direction,
        kind,
        ...(header === undefined ? {} : { header: header.toLowerCase() }),
      };
      const full = whyNot(row, named);
      if (full !== undefined) return full;
      const made = sealed(peer, read, { ...by, at });
      const credential: Credential = {
        ...named,
        ...made.value,
        ...(answersWithout === true ? { answersWithout } : {}),
        addedAt: at.now.toISOString(),
      };
      return {
        id: at.newId(),
        told: 'peer-credential-added',
        credential,
        keep: made.keep,
        ...(read.generated === undefined ? {} : { generated: read.generated }),
      };
    },
    by.actor,
  );
}

/** Another value in the place of the one that counts; the old one is taken beside it for a while. */
export function rotateCredential(
  which: { peer: string; id: string },
  asked: AskedRotation,
  by: By,
): UseCase<CredentialChange> {
  const { peer, id } = which;
  return changing(
    peer,
    (row, at) => {
      const before = row.credentials?.[id];
      if (before === undefined) return 'unknown-credential';
      const { keepHours, ...value } = asked;
      const read = readCredentialValue(before.kind, {
        asked: value,
        direction: before.direction,
        random: at.randomBytes,
      });
      if ('faults' in read) return { faults: read.faults };
      const made = sealed(peer, read, { ...by, at });
      const { value: old, rest } = apart(before);
      const keeps = before.direction === 'incoming' && keepHours > 0;
      const until = new Date(at.now.getTime() + keepHours * HOUR_MS).toISOString();
      const destroyed = holdersOf(peer, [before.previous?.secret, keeps ? undefined : before.secret]);
      return {
        id,
        told: 'peer-credential-rotated',
        credential: {
          ...rest,
          ...made.value,
          changedAt: at.now.toISOString(),
          ...(keeps ? { previous: { ...old, until } } : {}),
        },
        keep: { ...made.keep, destroyed },
        ...(read.generated === undefined ? {} : { generated: read.generated }),
      };
    },
    by.actor,
  );
}

/** Demanded and shown no more; what was sealed of it is destroyed. */
export function removeCredential(
  { peer, id }: { peer: string; id: string },
  actor: Actor,
): UseCase<CredentialChange> {
  return changing(
    peer,
    (row) => {
      const before = row.credentials?.[id];
      if (before === undefined) return 'unknown-credential';
      return {
        id,
        told: 'peer-credential-removed',
        credential: undefined,
        of: before,
        keep: { destroyed: holdersOf(peer, [before.secret, before.previous?.secret]) },
      };
    },
    actor,
  );
}

/** Forgets what a rotated credential was, once its time is over; what was sealed of it is destroyed. */
export function lapseCredential({ peer, id }: { peer: string; id: string }): UseCase<CredentialChange> {
  return changing(
    peer,
    (row, at) => {
      const { previous, ...rest } = row.credentials?.[id] ?? {};
      if (previous === undefined || previous.until > at.now.toISOString()) return 'unknown-credential';
      return {
        id,
        told: 'peer-credential-lapsed',
        credential: rest as Credential,
        keep: { destroyed: holdersOf(peer, [previous.secret]) },
      };
    },
    { kind: 'clock', id: 'credentials' },
  );
}

/** What counts, and what stays when that is another one. */
function apart(credential: Credential): {
  value: CredentialValue;
  rest: Omit<Credential, keyof CredentialValue | 'previous'>;
} {
  const { secret, networks, pin, expiresAt, previous: _older, ...rest } = credential;
  return { rest, value: present({ secret, networks, pin, expiresAt }) };
}

/** Without what is undefined. */
function present(value: {
  [Key in keyof CredentialValue]: CredentialValue[Key] | undefined;
}): CredentialValue {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

function holdersOf(peer: string, secrets: readonly (string | undefined)[]): string[] {
  return secrets.flatMap((one) => (one === undefined ? [] : [secretHolder(peer, one)]));
}

/** What a change comes to: the line that stands afterwards (none where it is removed), and what is kept beside it. */
interface Changed {
  id: string;
  told: string;
  credential: Credential | undefined;
  of?: Credential;
  keep: Kept;
  generated?: string;
}
type Change = Changed | { faults: CredentialFault[] } | 'unknown-credential';

function changing(
  peer: string,
  change: (row: PeerRow, at: Moment) => Change,
  actor: Actor,
): UseCase<CredentialChange> {
  return {
    name: 'change-credentials',
    source: actor.kind === 'clock' ? 'unbounded' : 'people',
    needs: { roots: [{ aggregate: 'peer', id: peer }] },
    decide(loaded, at) {
      const before = loaded.root<PeerRow>({ aggregate: 'peer', id: peer });
      if (before === undefined) return { result: { kind: 'unknown-peer' } };
      const made = change(before.state, at);
      if (made === 'unknown-credential') return { result: { kind: made } };
      if ('faults' in made) return { result: { kind: 'faults', faults: made.faults } };
      const state = withCredential(before.state, made);
      const entry: Entry = {
        kind: made.told,
        at: at.now.toISOString(),
        actor,
        because: actor.kind === 'clock' ? 'its time is over' : 'a person asked for it',
        peer,
        facts: factsOf(made),
        changes: changeOf('peer', before, { id: peer, state }),
      };
      const { id, generated } = made;
      return {
        result: { kind: 'done', id, ...(generated === undefined ? {} : { secret: generated }) },
        entries: [entry],
        keep: made.keep,
      };
    },
  };
}

function withCredential({ credentials = {}, ...rest }: PeerRow, { id, credential }: Changed): PeerRow {
  const { [id]: _before, ...others } = credentials;
  const all: Credentials = credential === undefined ? others : { ...others, [id]: credential };
  return { ...rest, ...(Object.keys(all).length === 0 ? {} : { credentials: all }) };
}

/** Which one, never what it is. */
function factsOf({ id, credential, of = credential }: Changed): JsonObject {
  return {
    credential: id,
    ...(of === undefined ? {} : { direction: of.direction, kind: of.kind }),
    ...(of?.header === undefined ? {} : { header: of.header }),
  };
}

function whyNot(row: PeerRow, named: Pick<Credential, 'direction' | 'kind' | 'header'>): Change | undefined {
  const beside = Object.values(row.credentials ?? {});
  if (beside.length >= MOST_CREDENTIALS)
    return faultOf('kind', 'cannot be added: there are as many as there may be');
  const place = placeOf(named);
  const ofFile = named.direction === 'incoming' ? row.incomingKeyHeader : row.outgoingKeyHeader;
  const isTaken =
    beside.some((other) => other.direction === named.direction && placeOf(other) === place) ||
    place === `header ${ofFile?.toLowerCase() ?? ''}`;
  return isTaken
    ? faultOf('kind', 'has its place taken by another credential: rotate or remove that one')
    : undefined;
}

function faultOf(field: string, detail: string): { faults: CredentialFault[] } {
  return { faults: [{ field, detail }] };
}

function sealed(
  peer: string,
  { open, sealed: secret }: ReadValue,
  { ring, at }: By & { at: Moment },
): { value: CredentialValue; keep: Kept } {
  if (secret === undefined) return { value: open, keep: {} };
  const id = at.newId();
  const holder = secretHolder(peer, id);
  const dataKey = createDataKey(holder, at.randomBytes);
  const value = seal(dataKey, JSON.stringify(secret), { context: id, random: at.randomBytes });
  return {
    value: { ...open, secret: id },
    keep: {
      dataKeys: [{ holder, wrapped: wrapDataKey(dataKey, ring.current, at.randomBytes) }],
      sealed: [{ id, holder, purpose: 'credential', value }],
    },
  };
}
