import type { Router } from 'express';
import type { Gateway } from '../desk/index.js';
import type { Metrics } from './metrics.js';
import { router } from './guard.js';

/** Whether the process lives, whether it can work, and how much. Needs no token and names no person. */
export function healthRoutes(gateway: Gateway, metrics: Metrics): Router {
  return router({
    'GET /healthz': (_req, res) => {
      res.json({ status: 'ok' });
    },
    'GET /readyz': async (_req, res) => {
      const { checks, oldestUndeliveredAt, credentialsEnding } = await gateway.readiness();
      const wrong = Object.entries(checks).flatMap(([name, check]) => (check.ok ? [] : [name]));
      const isReady = wrong.length === 0;
      res.status(isReady ? 200 : 503).json({
        status: isReady ? 'ready' : 'not-ready',
        wrong,
        checks,
        ...(credentialsEnding === undefined ? {} : { credentialsEnding }),
        ...(oldestUndeliveredAt === undefined ? {} : { oldestUndeliveredAt }),
      });
    },
    'GET /metrics': async (_req, res) => {
      const text = await metrics.expose(await gateway.gauges());
      res.set('Content-Type', metrics.contentType).send(text);
    },
  });
}
