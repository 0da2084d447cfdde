import type { Response, Router } from 'express';
import type { CredentialDesk } from '../../../desk/index.js';
import { askedCredential, askedRotation, type CredentialChange } from '../../../peers/index.js';
import { callerOf, router } from '../../guard.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart, readContent } from '../query.js';

/** By what a peer is known, and we to it. A secret is taken and never given back, but for one that was made here. */
export function credentialsRoutes(desk: CredentialDesk): Router {
  return router({
    'GET /api/v1/peers/:id/credentials': async (req, res) => {
      const items = await desk.list(pathPart(req, 'id'), callerOf(res));
      if (items === undefined) throw refusal({ kind: 'unknown-peer' });
      res.json({ items });
    },
    'POST /api/v1/peers/:id/credentials': async (req, res) => {
      const asked = readContent(req, askedCredential);
      answer(res, 201, await desk.add(pathPart(req, 'id'), asked, callerOf(res)));
    },
    'POST /api/v1/peers/:id/credentials/:credential/rotate': async (req, res) => {
      const which = { peer: pathPart(req, 'id'), id: pathPart(req, 'credential') };
      answer(res, 200, await desk.rotate(which, readContent(req, askedRotation), callerOf(res)));
    },
    'DELETE /api/v1/peers/:id/credentials/:credential': async (req, res) => {
      const which = { peer: pathPart(req, 'id'), id: pathPart(req, 'credential') };
      answer(res, 200, await desk.remove(which, callerOf(res)));
    },
  });
}

function answer(res: Response, status: number, change: CredentialChange): void {
  if (change.kind !== 'done') throw refusal(change);
  const { id, secret } = change;
  res.status(status).json({ id, ...(secret === undefined ? {} : { secret }) });
}

function refusal(change: Exclude<CredentialChange, { kind: 'done' }>): ProblemError {
  switch (change.kind) {
    case 'unknown-peer':
      return new ProblemError(problems.notFound, { detail: 'No peer has this id.' });
    case 'unknown-credential':
      return new ProblemError(problems.notFound, {
        detail:
          'The peer has no credential with this id. A key of the peers file is changed by importing it.',
      });
    case 'faults': {
      const errors = change.faults.map(({ field, detail }) => ({
        field: `/${field}`,
        detail: `${field} ${detail}`,
      }));
      return new ProblemError(problems.credentialRefused, { errors });
    }
  }
}
