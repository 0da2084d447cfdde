import type { Express } from 'express';
import request, { type Test } from 'supertest';
import {
  allScopes,
  buildTokenCheck,
  createToken,
  type Scope,
  type StoredToken,
} from '../../../src/access/index.js';
import type { Gateway } from '../../../src/desk/index.js';
import { buildHttpApp, buildMetrics, type Metrics } from '../../../src/http/index.js';
import { addresses, silentLogger, VirtualClock, type Logger } from '../../../src/platform/index.js';
import { fakeGateway, type Asked } from './fake-gateway.js';

export { LIMIT } from './fake-gateway.js';

export interface Harness {
  app: Express;
  gateway: Gateway;
  metrics: Metrics;
  asked: Asked[];
  /** A token with these scopes. */
  tokenFor: (...scopes: Scope[]) => string;
  /** One that is bound to no agency: what concerns the whole gateway asks for it. */
  unboundFor: (...scopes: Scope[]) => string;
  /** Calls as somebody who may do everything for one agency. */
  call: (method: 'get' | 'post' | 'put' | 'delete', path: string) => Test;
  /** The same, for all of them. */
  callForAll: (method: 'get' | 'post' | 'put' | 'delete', path: string) => Test;
}

/** The whole HTTP edge over a fake gateway, which a test may change before it asks. */
export function harness(options: { log?: Logger } = {}): Harness {
  const asked: Asked[] = [];
  const gateway = fakeGateway(asked);
  const metrics = buildMetrics({ processMetrics: false });
  const tokens = new Map<string, StoredToken>();
  const app = buildHttpApp({
    gateway,
    metrics,
    log: options.log ?? silentLogger,
    believed: { proxies: addresses([]), authorities: () => [] },
    tokens: buildTokenCheck({
      store: { findByHash: (hash) => Promise.resolve(tokens.get(hash)) },
      clock: new VirtualClock(),
      ours: ['isil:se-north', 'isil:se-south'],
    }),
  });

  function made(scopes: Scope[], bound: Pick<StoredToken, 'agencies'>): string {
    const { token, hash } = createToken();
    tokens.set(hash, { id: `token-${tokens.size + 1}`, name: 'test', hash, scopes, ...bound });
    return token;
  }
  const tokenFor = (...scopes: Scope[]): string => made(scopes, { agencies: ['isil:se-north'] });
  const unboundFor = (...scopes: Scope[]): string => made(scopes, {});
  const callWith =
    (token: string): Harness['call'] =>
    (method, path) =>
      request(app)[method](path).set('Authorization', `Bearer ${token}`);

  return {
    app,
    gateway,
    metrics,
    asked,
    tokenFor,
    unboundFor,
    call: callWith(tokenFor(...allScopes)),
    callForAll: callWith(unboundFor(...allScopes)),
  };
}
