import type { Request, Response } from 'express';
import type { People } from '../../access/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import type { DataKey } from '../../vault/index.js';
import type { Reader } from '../frame/reader.js';
import type { IdentityProvider } from './provider.js';

export interface SignInPagesOptions {
  people: People;
  readerOf: (req: Request, res: Response) => Reader;
  /** What an agency of ours is called, by its folded key. */
  agencyName: (key: string) => string;
  /** Under which a sign-in elsewhere is sealed while it is under way. */
  gatewayKey: DataKey;
  clock: Clock;
  log: Logger;
  /** The library's identity provider and what its button says, where there is one. */
  provider?: { reach: IdentityProvider; name?: string | undefined } | undefined;
  /** Where browsers reach the page; as the request says where it is missing. */
  publicUrl?: string | undefined;
}
