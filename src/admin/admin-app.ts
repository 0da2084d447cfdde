/**
 * The staff page: what a browser gets. It asks the desks that the API asks, shows finished views, and decides nothing.
 * Every page stands behind the door (`session`) and the access table.
 */
import { Router, type Request, type Response } from 'express';
import type { Denial, People } from '../access/index.js';
import type { Gateway } from '../desk/index.js';
import type { Clock, Logger } from '../platform/index.js';
import type { DataKey } from '../vault/index.js';
import { answerPageErrors, answerNoPage } from './answer-page-errors.js';
import { sendAsset } from './assets/assets.js';
import type { Reader } from './frame/reader.js';
import { actRoutes } from './acts/act-routes.js';
import { holdSecondsFor, type HoldSettings } from './acts/hold-seconds.js';
import type { PageParts } from './page-parts.js';
import { housePages } from './house-pages.js';
import { readerFor } from './reader-for.js';
import { requestRoutes } from './request/request-routes.js';
import { rotaRoutes } from './request/rota-routes.js';
import { wishRoutes } from './wish/wish-routes.js';
import { workRoutes } from './work/work-routes.js';
import { addresses, door, pageRouter } from './session/index.js';
import { signInPages, type IdentityProvider } from './sign-in/index.js';

export interface AdminOptions {
  gateway: Gateway;
  people: People;
  denied: (denial: Denial) => void;
  gatewayKey: DataKey;
  /** The gateway's clock, by which pages say how long ago something was. */
  clock: Clock;
  /** Real time, for what a browser holds. */
  sessionClock: Clock;
  log: Logger;
  library: string;
  timeZone: string;
  agencyName: (key: string) => string;
  ownAgencies: PageParts['ownAgencies'];
  /** How long what staff do can be taken back. */
  hold: HoldSettings;
  trustedProxies: readonly string[];
  publicUrl?: string | undefined;
  provider?: { reach: IdentityProvider; name?: string | undefined } | undefined;
}

export type ReaderOf = (req: Request, res: Response) => Reader;

export function buildAdmin(options: AdminOptions): Router {
  const { people, denied, log, sessionClock, gatewayKey, agencyName, provider, publicUrl } = options;
  const readerOf = readerFor(options);
  const admin = Router({ caseSensitive: true });
  // Before the door: the page that asks for a secure connection wears the same style.
  admin.use(pageRouter({ 'GET /assets/:file': sendAsset }));
  admin.use(door({ sessions: people.sessions, proxies: addresses(options.trustedProxies), denied }));
  admin.use(
    signInPages({ people, readerOf, agencyName, gatewayKey, clock: sessionClock, log, provider, publicUrl }),
  );
  const parts: PageParts = {
    gateway: options.gateway,
    readerOf,
    agencyName,
    ownAgencies: options.ownAgencies,
    holdSecondsOf: (signed) => holdSecondsFor(signed, options.hold),
  };
  admin.use(workRoutes(parts), wishRoutes(parts), actRoutes(parts), requestRoutes(parts), rotaRoutes(parts));
  admin.use(housePages(parts));
  admin.use(answerNoPage(readerOf), answerPageErrors(readerOf, log));
  return admin;
}
