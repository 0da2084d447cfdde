import type { Request, Response, Router } from 'express';
import type { AgendashReads } from '../../desk/index.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, type PageParts } from '../page-parts.js';
import { cacheForEver, pageRouter, setAgendashPolicy } from '../session/index.js';
import { agendashFiles } from './agendash-files.js';

const READ_ONLY =
  'Agendash is read-only here: nothing was changed. The gateway plans its jobs itself and mends what is changed by hand.';
const NO_JOBS = 'No jobs run in this process.';
const MOST_ROWS = 1_000;

/**
 * Agendash: its own files, and what it reads. What it would change with has no route, and the controller behind it has
 * nothing to change with. Live updates are left out: each would hold a connection open until the gateway stops.
 */
export function agendashRoutes({ gateway, readerOf }: PageParts): Router {
  const answer = (ask: (reads: AgendashReads, req: Request) => Promise<object>) => {
    return async (req: Request, res: Response): Promise<void> => {
      const reads = gateway.jobs.agendash();
      if (reads === undefined) refuse(res, 404, NO_JOBS);
      else res.json(await ask(reads, req));
    };
  };
  return pageRouter({
    'GET /jobs/agendash': (req, res) => {
      if (gateway.jobs.agendash() === undefined) {
        const reader = readerOf(req, res);
        const { t } = reader;
        const main = <p>{t('jobs.no-agendash')}</p>;
        sendPage(
          res,
          { title: t('jobs.title'), place: 'jobs', width: 'narrow', main, statusCode: 404 },
          reader,
        );
      } else if (!req.path.endsWith('/')) res.redirect(303, '/jobs/agendash/');
      else {
        setAgendashPolicy(res);
        res.type('html').send(agendashFiles().page);
      }
    },
    'GET /jobs/agendash/assets/:file': (req, res) => {
      const file = agendashFiles().assets.get(String(req.params['file']));
      if (file === undefined) {
        refuse(res, 404, 'There is no such file.');
        return;
      }
      cacheForEver(res);
      res.set('Content-Type', `${file.type}; charset=utf-8`).send(file.body);
    },
    'GET /jobs/agendash/api': answer((reads, req) => reads.jobs(queryOf(req))),
    'GET /jobs/agendash/api/stats': answer((reads, req) => reads.stats(req.query['fullDetails'] === 'true')),
    'GET /jobs/agendash/api/logs': answer((reads) => reads.logs()),
    'ALL /jobs/agendash/*rest': (req, res) => {
      if (req.method === 'GET' || req.method === 'HEAD') refuse(res, 404, 'There is nothing here.');
      else refuse(res, 403, READ_ONLY);
    },
  });
}

function refuse(res: Response, status: number, error: string): void {
  res.status(status).json({ error });
}

function queryOf({ query }: Request): Parameters<AgendashReads['jobs']>[0] {
  const [name, state, search] = [textIn(query, 'job'), textIn(query, 'state'), textIn(query, 'q')];
  return {
    ...(name === undefined ? {} : { name }),
    ...(state === undefined ? {} : { state }),
    ...(search === undefined ? {} : { search }),
    skip: countIn(query, 'skip', 0),
    limit: Math.min(Math.max(1, countIn(query, 'limit', 50)), MOST_ROWS),
  };
}

function countIn(query: unknown, name: string, otherwise: number): number {
  const text = textIn(query, name) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
