import { expect } from 'chai';
import express from 'express';
import request from 'supertest';
import type { FileDesk } from '../../../src/desk/index.js';
import { copiesRoute } from '../../../src/http/copies-route.js';
import { answerErrors } from '../../../src/http/answer-errors.js';
import { addresses, silentLogger } from '../../../src/platform/index.js';

/** Nobody has ever supplied anything: each guess is a miss. */
const desk = { fetchCopy: () => Promise.resolve({ kind: 'unknown' }) } as unknown as FileDesk;

/** Guesses from readers' addresses, over a proxy on this machine; with the status of each answer. */
async function guesses(from: readonly string[], proxies: readonly string[]): Promise<number[]> {
  const app = express().use(copiesRoute(desk, addresses(proxies)), answerErrors(silentLogger));
  const statuses: number[] = [];
  for (const address of from) {
    const { status } = await request(app).get('/copies/guess').set('X-Forwarded-For', address);
    statuses.push(status);
  }
  return statuses;
}

describe('whoever guesses links of copies', () => {
  const busy = Array.from({ length: 30 }, () => '192.0.2.1');

  it('is kept waiting after thirty, and keeps nobody waiting who comes over the same proxy', async () => {
    const statuses = await guesses([...busy, '192.0.2.1', '192.0.2.2'], ['127.0.0.1']);
    expect(statuses.slice(0, 30)).to.deep.equal(busy.map(() => 404));
    expect(statuses.slice(30)).to.deep.equal([429, 404]);
  });

  it('is not believed about other addresses where nobody trusts the proxy', async () => {
    expect((await guesses([...busy, '192.0.2.2'], [])).at(-1)).to.equal(429);
  });
});
