import type { Router } from 'express';
import { narrowed, Right, type Caller } from '../../access/index.js';
import type { ProposalView } from '../../audit/index.js';
import { sendPage } from '../frame/send-page.js';
import type { PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { approvedPage } from './erasures.js';

/** The second person of an erasure. */
export function erasuresPages({ gateway, readerOf }: PageParts): Router {
  return pageRouter({
    'POST /erasures/:id/approve': async (req, res) => {
      const answer = await gateway.erasures.approve(String(req.params['id']), signedOf(res).caller);
      const reader = readerOf(req, res);
      sendPage(res, approvedPage(answer, reader), reader);
    },
  });
}

/** Erasures that wait and that this person may be the second one of. */
export async function waitingFor({ gateway }: PageParts, by: Caller): Promise<ProposalView[]> {
  const approver = narrowed(by, Right.ApproveErasure);
  return approver === undefined ? [] : gateway.erasures.waiting(approver);
}
