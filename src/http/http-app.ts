import express, { type Express, type RequestHandler } from 'express';
import type { Denial, TokenCheck } from '../access/index.js';
import type { Logger } from '../platform/index.js';
import { accessLog } from './access-log.js';
import { actsRoute } from './api/loans/acts-route.js';
import { conditionsRoutes } from './api/loans/conditions-routes.js';
import { claimsRoutes } from './api/loans/claims-routes.js';
import { conformRoutes } from './api/peers/conform-routes.js';
import { credentialsRoutes } from './api/peers/credentials-routes.js';
import { deliveriesRoutes } from './api/peers/deliveries-routes.js';
import { erasuresRoutes } from './api/ledger/erasures-routes.js';
import { ledgerRoutes } from './api/ledger/ledger-routes.js';
import { loanRecordsRoutes } from './api/loans/loan-records-routes.js';
import { noticesRoutes } from './api/loans/notices-routes.js';
import { carriersRoutes } from './api/parcels/carriers-routes.js';
import { parcelsRoutes } from './api/parcels/parcels-routes.js';
import { peersRoutes } from './api/peers/peers-routes.js';
import { rotaRoutes } from './api/loans/rota-routes.js';
import { rulesRoutes } from './api/terms/rules-routes.js';
import { policyRoutes } from './api/terms/policy-routes.js';
import { webhooksRoutes } from './api/webhooks-routes.js';
import { copiesRoute } from './copies-route.js';
import { answerErrors, answerNotFound } from './answer-errors.js';
import type { Gateway } from '../desk/index.js';
import { authenticate } from './guard.js';
import { refuseHeaderFloods } from './header-flood.js';
import { healthRoutes } from './health-routes.js';
import { iso18626Route } from './iso18626-route.js';
import type { Metrics } from './metrics.js';
import type { Believed } from './presented.js';

export interface HttpAppOptions {
  gateway: Gateway;
  tokens: TokenCheck;
  metrics: Metrics;
  log: Logger;
  /** Whom to believe about peers that post. */
  believed: Believed;
  /** Whether each request to page and API has a line in the log. */
  logsAccess?: boolean;
  /** Is told what was refused to whoever is known. */
  denied?: (denial: Denial) => void;
  /** The staff page, where there is one. */
  pages?: RequestHandler;
}

/** Everything that the gateway answers over HTTP, from top to bottom. */
export function buildHttpApp(options: HttpAppOptions): Express {
  const { gateway, tokens, metrics, log, believed, denied, pages, logsAccess } = options;
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(metrics.timeRequests, refuseHeaderFloods, safeHeaders);
  app.use(iso18626Route({ gateway, believed, log }));
  app.use(healthRoutes(gateway, metrics));
  app.use(copiesRoute(gateway.files, believed.proxies));
  if (logsAccess === true) app.use(accessLog(log));
  app.use('/api', neverStored, authenticate(tokens, denied));
  app.use(loanRecordsRoutes(gateway.loanRecords), actsRoute(gateway.loanRecords, gateway.files));
  app.use(conditionsRoutes(gateway.files));
  app.use(rotaRoutes(gateway.rota));
  app.use(deliveriesRoutes(gateway.deliveries), claimsRoutes(gateway.claims));
  app.use(noticesRoutes(gateway.notices));
  app.use(parcelsRoutes(gateway.parcels), carriersRoutes(gateway.carriers));
  app.use(policyRoutes(gateway.policies));
  app.use(ledgerRoutes(gateway.ledger), erasuresRoutes(gateway.erasures));
  app.use(peersRoutes(gateway.peers), credentialsRoutes(gateway.credentials));
  app.use(conformRoutes(gateway.conformance), webhooksRoutes(gateway.webhooks));
  app.use(rulesRoutes(gateway.rules));
  if (pages !== undefined) app.use(notUnder('/api', pages));
  app.use(answerNotFound, answerErrors(log));
  return app;
}

/** Only for what does not lie under the path: there, what is missing is a problem document. */
function notUnder(path: string, handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (!req.path.startsWith(`${path}/`)) return handler(req, res, next);
    next();
    return undefined;
  };
}

const safeHeaders: RequestHandler = (_req, res, next) => {
  res.set('X-Content-Type-Options', 'nosniff');
  next();
};

const neverStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
