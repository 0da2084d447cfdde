import {
  buildPeople,
  buildPasswords,
  buildTally,
  buildTokenCheck,
  isScope,
  makeFirstAdministrator,
  type People,
  type Tally,
  type TokenCheck,
  type TokenStore,
} from '../access/index.js';
import type { Ground } from './ground.js';
import { agencyKey } from '../iso18626/index.js';
import { agencyIdFrom } from '../peers/index.js';
import { systemClock, type Clock } from '../platform/index.js';
import { openGatewayKey, type Storage } from '../storage/index.js';
import type { DataKey } from '../vault/index.js';

/** Who may come in, and what is written of those who may not. */
export interface Entrance {
  tokens: TokenCheck;
  people: People;
  tally: Tally;
  gatewayKey: DataKey;
}

export interface EntranceOptions {
  storage: Storage;
  /** In the place of real time, for tests of sessions. */
  sessionClock?: Clock | undefined;
  /** Shows a password once. Without it no first administrator is made. */
  announce?: ((text: string) => void) | undefined;
}

export async function buildEntrance(ground: Ground, options: EntranceOptions): Promise<Entrance> {
  const { storage, sessionClock = systemClock, announce } = options;
  const { settings, ring, clock, log } = ground;
  const ours = settings.agencies.map(({ id }) => agencyKey(agencyIdFrom(id)));
  const { committer, readers } = storage;
  const gatewayKey = await openGatewayKey(storage, ring);
  const tally = buildTally({ committer, clock, log });
  const known = { committer, readers, gatewayKey, ring };
  const people = buildPeople({ ...known, ours, tally, clock: sessionClock, log, settings: settings.signIn });
  if (announce !== undefined) {
    const passwords = buildPasswords({ log2N: settings.signIn.passwordCost });
    const made = await makeFirstAdministrator({ ...known, passwords });
    if (made !== undefined)
      announce(
        `There was no user yet. The administrator signs in as ${made.login} with the password ${made.password}\nIt is not shown again. Others are made with \`lendwire users add\`.`,
      );
  }
  return {
    tokens: buildTokenCheck({ store: tokenStore(storage), clock: systemClock, ours }),
    people,
    tally,
    gatewayKey,
  };
}

/** Tokens as the check of access wants them. */
function tokenStore({ readers }: Storage): TokenStore {
  return {
    async findByHash(hash) {
      const token = await readers.peers.tokenByHash(hash);
      if (token === undefined) return undefined;
      const { agency, scopes, ...rest } = token;
      return {
        ...rest,
        scopes: scopes.filter(isScope),
        ...(agency === undefined ? {} : { agencies: [agency] }),
      };
    },
  };
}
