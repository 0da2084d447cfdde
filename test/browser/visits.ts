import type { PageKey } from '../../src/access/index.js';
import type { StagedDesks } from '../support/staged-desks.js';

export type Shown = Extract<PageKey, `GET ${string}`>;

/** Where a page is visited, or why it is none. */
export type Visit = ((desks: StagedDesks) => readonly string[]) | { none: string };

/** Every address that answers a page, by its key in the access table: one that is missing here does not compile. */
export const visits: Readonly<Record<Shown, Visit>> = {
  'GET /sign-in': () => ['/sign-in'],
  'GET /oidc/start': { none: 'leads to the identity provider' },
  'GET /oidc/callback': { none: 'leads back from the identity provider' },
  'GET /assets/:file': { none: 'a file' },
  'GET /account': () => ['/account'],
  'GET /': () => ['/', '/?queue=overdue', '/?queue=ready-to-ship'],
  'GET /search': { none: 'leads to what was sought' },
  'GET /requests': () => ['/requests', '/requests?text=zzzz'],
  'GET /requests/new': () => ['/requests/new'],
  'GET /openurl': () => ['/openurl?rft.genre=article&rft.atitle=On+lending&rft.jtitle=Libri'],
  'GET /requests/:id': ({ lent, stuck }) => [`/requests/${lent.north}`, `/requests/${stuck}`],
  'GET /requests/:id/photos/:photo': { none: 'a picture' },
  'GET /requests/:id/case-folder': { none: 'a file to take home' },
  'GET /pull-slips': ({ asked, lent }) => ['/pull-slips', `/pull-slips?id=${asked.north}&id=${lent.north}`],
  'GET /requests/:id/pull-slip': ({ lent }) => [`/requests/${lent.north}/pull-slip`],
  'GET /requests/:id/book-strap': ({ lent }) => [`/requests/${lent.north}/book-strap`],
  'GET /requests/:id/preview': { none: 'leads back to the request; the preview is an answer to a form' },
  'GET /shipments': () => ['/shipments', '/shipments?way=out&late=yes'],
  'GET /shipments/manifest': () => ['/shipments/manifest', '/shipments/manifest?day=2026-01-01'],
  'GET /shipments/:id': ({ boxed }) => [`/shipments/${boxed.parcel}`],
  'GET /shipments/:id/manifest': ({ boxed }) => [`/shipments/${boxed.parcel}/manifest`],
  'GET /scan': () => ['/scan', '/scan?codes=RR123456785SE%0A30051200123456%0Anobody-knows'],
  'GET /settings/carriers': () => ['/settings/carriers', '/settings/carriers?change=postnord'],
  'GET /claims': () => ['/claims'],
  'GET /claims/statement': () => ['/claims/statement?peer=south&from=2026-01-01&to=2026-12-31'],
  'GET /messages': () => ['/messages', '/messages?state=stopped'],
  'GET /notices': () => ['/notices', '/notices?state=to-print', '/notices?state=bounced&to=peer'],
  'GET /peers': () => ['/peers'],
  'GET /policy': () => ['/policy', '/policy?peer=south'],
  'GET /ledger': ({ lent }) => ['/ledger', `/ledger?request=${lent.north}`],
  'GET /exports': () => ['/exports', '/exports?kind=act'],
  'GET /exports/:id': { none: 'one that was made; the page of each is among the pages that are heard' },
  'GET /exports/:id/bundle': { none: 'a file' },
  'GET /jobs': () => ['/jobs'],
  'GET /jobs/agendash': {
    none: 'Agendash, which others have written: exempt from axe and from no-JavaScript',
  },
  'GET /jobs/agendash/assets/:file': { none: 'a file of Agendash' },
  'GET /jobs/agendash/api': { none: 'what Agendash reads' },
  'GET /jobs/agendash/api/stats': { none: 'what Agendash reads' },
  'GET /jobs/agendash/api/logs': { none: 'what Agendash reads' },
};
