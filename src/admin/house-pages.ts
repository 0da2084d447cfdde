import { Router } from 'express';
import { agendashRoutes } from './jobs/agendash-routes.js';
import { claimsPages } from './claims/claims-routes.js';
import { jobsPages } from './jobs/jobs-page.js';
import { erasuresPages } from './ledger/erasures-routes.js';
import { exportsPages } from './ledger/exports-routes.js';
import { ledgerPages } from './ledger/ledger-routes.js';
import { messagesPages } from './messages/messages-routes.js';
import { scanPages } from './scan/scan-routes.js';
import { shipmentsPages } from './shipments/shipments-routes.js';
import { noticesPages } from './notices/notices-routes.js';
import type { PageParts } from './page-parts.js';
import { peersPages } from './peers/peers-routes.js';
import { carriersPages } from './carriers/carriers-routes.js';
import { policyPages } from './policy/policy-routes.js';
import { printPages } from './print/print-routes.js';

/** The pages around requests: what did not get through, with whom, what is written down, what runs by itself, paper. */
export function housePages(parts: PageParts): Router {
  return Router().use(
    shipmentsPages(parts),
    scanPages(parts),
    carriersPages(parts),
    claimsPages(parts),
    messagesPages(parts),
    noticesPages(parts),
    peersPages(parts),
    policyPages(parts),
    ledgerPages(parts),
    exportsPages(parts),
    erasuresPages(parts),
    jobsPages(parts),
    agendashRoutes(parts),
    printPages(parts),
  );
}
