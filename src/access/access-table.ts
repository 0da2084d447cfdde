import { pageTable } from './page-table.js';
import { Right } from './rights.js';
import { OPEN, type Needed } from './needed.js';

/** The part of the access table that peers, probes and systems use. */
export const apiTable = {
  'ALL /iso18626': OPEN,
  'GET /healthz': OPEN,
  'GET /readyz': OPEN,
  'GET /metrics': OPEN,
  'GET /ledger/checkpoint': OPEN,
  'POST /api/v1/loan-records': Right.Import,
  'GET /api/v1/loan-records': Right.Read,
  'GET /api/v1/loan-records/:id': Right.Read,
  'PUT /api/v1/loan-records/:id': Right.Import,
  'DELETE /api/v1/loan-records/:id': Right.Import,
  'POST /api/v1/loan-records/:id/acts': Right.Work,
  'GET /api/v1/claims': Right.Read,
  'GET /api/v1/balances': Right.Read,
  'GET /api/v1/peers/:id/statement': Right.Read,
  'GET /api/v1/deliveries': Right.Read,
  'GET /api/v1/deliveries/causes': Right.Read,
  'POST /api/v1/deliveries/:id/send-again': Right.Deliveries,
  'POST /api/v1/deliveries/:id/compose-anew': Right.Deliveries,
  'POST /api/v1/deliveries/:id/probe': Right.Deliveries,
  'POST /api/v1/deliveries/:id/drop': Right.Deliveries,
  'GET /api/v1/events': Right.Read,
  'GET /api/v1/ledger': Right.Ledger,
  'POST /api/v1/erasures': Right.Erase,
  'POST /api/v1/erasures/preview': Right.Erase,
  'GET /api/v1/erasures/proposals': Right.ApproveErasure,
  'POST /api/v1/erasures/proposals/:id/approve': Right.ApproveErasure,
  'GET /api/v1/peers': Right.Read,
  'POST /api/v1/peers/import': Right.Credentials,
  'GET /api/v1/peers/:id/credentials': Right.Credentials,
  'POST /api/v1/peers/:id/credentials': Right.Credentials,
  'POST /api/v1/peers/:id/credentials/:credential/rotate': Right.Credentials,
  'DELETE /api/v1/peers/:id/credentials/:credential': Right.Credentials,
  'GET /api/v1/peers/profiles': Right.Read,
  'POST /api/v1/peers/:id/dry-run': Right.Peers,
  'GET /api/v1/peers/:id/quirks': Right.Peers,
  'POST /api/v1/peers/:id/adopt': Right.Peers,
  'POST /api/v1/peers/:id/pause': Right.Peers,
  'POST /api/v1/peers/:id/resume': Right.Peers,
  'POST /api/v1/peers/:id/test': Right.Peers,
  'POST /api/v1/peers/:id/conformance': Right.Peers,
  'GET /api/v1/peers/:id/conformance': Right.Peers,
  'DELETE /api/v1/peers/:id/conformance': Right.Peers,
  'GET /api/v1/webhooks': Right.Settings,
  'POST /api/v1/webhooks': Right.Settings,
  'PUT /api/v1/webhooks/:id': Right.Settings,
  'DELETE /api/v1/webhooks/:id': Right.Settings,
  'POST /api/v1/webhooks/:id/rotate-secret': Right.Settings,
  'POST /api/v1/webhooks/:id/pause': Right.Settings,
  'POST /api/v1/webhooks/:id/resume': Right.Settings,
  'POST /api/v1/webhooks/:id/test': Right.Settings,
  'GET /api/v1/webhooks/failed': Right.Deliveries,
  'POST /api/v1/webhooks/:id/replay': Right.Deliveries,
  'POST /api/v1/webhooks/:id/failed/:seq/send-again': Right.Deliveries,
  'POST /api/v1/webhooks/:id/failed/:seq/drop': Right.Deliveries,
} as const satisfies Record<string, Needed>;

/** Who may do what: each route of the gateway and the right that it needs. A route that is not here does not exist. */
export const accessTable = { ...apiTable, ...pageTable } as const satisfies Record<string, Needed>;

export type ApiKey = keyof typeof apiTable;

export type RouteKey = keyof typeof accessTable;
