import { Scope } from './scopes.js';

/** Needs no token: peers, probes of the machine room, and what everybody may hold against the ledger. */
export const OPEN = 'open';

/** Who may do what: each route of the gateway and the scope that it needs. A route that is not here does not exist. */
export const accessTable = {
  'ALL /iso18626': OPEN,
  'GET /healthz': OPEN,
  'GET /readyz': OPEN,
  'GET /metrics': OPEN,
  'GET /ledger/checkpoint': OPEN,
  'POST /api/v1/loan-records': Scope.Import,
  'GET /api/v1/loan-records': Scope.Read,
  'GET /api/v1/loan-records/:id': Scope.Read,
  'PUT /api/v1/loan-records/:id': Scope.Import,
  'DELETE /api/v1/loan-records/:id': Scope.Import,
  'POST /api/v1/loan-records/:id/acts': Scope.Act,
  'GET /api/v1/deliveries': Scope.Read,
  'GET /api/v1/deliveries/causes': Scope.Read,
  'POST /api/v1/deliveries/:id/send-again': Scope.Deliveries,
  'POST /api/v1/deliveries/:id/compose-anew': Scope.Deliveries,
  'POST /api/v1/deliveries/:id/probe': Scope.Deliveries,
  'POST /api/v1/deliveries/:id/drop': Scope.Deliveries,
  'GET /api/v1/events': Scope.Read,
  'GET /api/v1/ledger': Scope.Ledger,
  'GET /api/v1/peers': Scope.Read,
  'POST /api/v1/peers/import': Scope.Peers,
  'POST /api/v1/peers/:id/pause': Scope.Peers,
  'POST /api/v1/peers/:id/resume': Scope.Peers,
} as const satisfies Record<string, Scope | typeof OPEN>;

export type RouteKey = keyof typeof accessTable;
