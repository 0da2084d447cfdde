import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { buildRejectionLog, type Rejection, type RejectionLog } from '../../../src/inbound/index.js';
import type { ExchangeContext } from '../../../src/exchange/index.js';
import type { Entry } from '../../../src/ledger/index.js';
import { newId, silentLogger } from '../../../src/platform/index.js';
import type { Kept, Loaded, UseCase } from '../../../src/storage/index.js';
import { generateWrappingKey } from '../../../src/vault/index.js';

const at = (time: string): Date => new Date(`2026-03-02T${time}.000Z`);

describe('the log of rejections', () => {
  let entries: Entry[];
  let kept: Kept[];
  let fails: boolean;
  let log: RejectionLog;

  beforeEach(() => {
    entries = [];
    kept = [];
    fails = false;
    log = buildRejectionLog({
      context: {
        ring: { current: generateWrappingKey(randomBytes), older: [] },
      } as unknown as ExchangeContext,
      log: silentLogger,
      committer: {
        commit<Result>(useCase: UseCase<Result>) {
          if (fails) return Promise.reject(new Error('the store is gone'));
          const outcome = useCase.decide({} as Loaded, { now: at('08:05:00'), newId, randomBytes });
          entries.push(...(outcome.entries ?? []));
          if (outcome.keep !== undefined) kept.push(outcome.keep);
          return Promise.resolve(outcome.result);
        },
      },
    });
  });

  const rejection = (given: Partial<Rejection> = {}): Rejection => ({
    source: { address: '198.51.100.7' },
    cause: 'BadlyFormedMessage: not-well-formed',
    statusCode: 400,
    body: Buffer.from('<canary'),
    ...given,
  });

  it('makes one entry of what one stranger repeats within a minute, with a count and a first sample', async () => {
    for (let time = 0; time < 500; time += 1) await log.note(rejection(), at('08:00:10'));
    expect(entries).to.have.length(0);
    await log.flush(at('08:01:00'));
    expect(entries).to.have.length(1);
    expect(entries[0]?.facts).to.include({ count: 500, statusCode: 400 });
    expect(kept[0]?.bodies).to.have.length(1);
  });

  it('leaves the minute that runs alone until it is over', async () => {
    await log.note(rejection(), at('08:00:10'));
    await log.flush(at('08:00:59'));
    expect(entries).to.have.length(0);
  });

  it('tells causes and sources apart', async () => {
    await log.note(rejection(), at('08:00:10'));
    await log.note(rejection({ cause: 'unauthorized' }), at('08:00:10'));
    await log.note(rejection({ source: { address: '198.51.100.8' } }), at('08:00:10'));
    await log.flush('all');
    expect(entries).to.have.length(3);
  });

  it('enters each of a proven peer at once, up to 60 a minute', async () => {
    for (let time = 0; time < 70; time += 1)
      await log.note(rejection({ source: { peer: 'south' } }), at('08:00:10'));
    expect(entries).to.have.length(60);
    await log.flush('all');
    expect(entries).to.have.length(61);
    expect(entries[60]?.facts).to.include({ count: 10 });
    await log.note(rejection({ source: { peer: 'south' } }), at('08:01:10'));
    expect(entries, 'a new minute, a new allowance').to.have.length(62);
  });

  it('holds strangers from a thousand addresses to a bounded number of entries', async () => {
    for (let host = 0; host < 3000; host += 1)
      await log.note(rejection({ source: { address: `198.51.${host >> 8}.${host & 255}` } }), at('08:00:10'));
    await log.flush('all');
    expect(entries.length).to.be.at.most(1001);
  });

  it('puts nothing of the body or the address into the entry in the open', async () => {
    await log.note(rejection(), at('08:00:10'));
    await log.flush('all');
    expect(JSON.stringify(entries)).to.not.include('canary').and.not.include('198.51');
    expect(JSON.stringify(kept)).to.not.include('canary');
  });

  it('keeps what could not be written, and writes it when the store is back', async () => {
    await log.note(rejection(), at('08:00:10'));
    fails = true;
    await log.flush('all');
    fails = false;
    await log.flush('all');
    expect(entries).to.have.length(1);
  });
});
