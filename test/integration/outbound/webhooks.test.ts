import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeToken } from '../../../src/access/index.js';
import { buildPostman } from '../../../src/outbound/index.js';
import { buildFetchOut, silentLogger } from '../../../src/platform/index.js';
import { webhookLines, type Sql } from '../../../src/storage/index.js';
import type { Library } from '../../support/library.js';
import { ledgersHold, twoLibraries, type Libraries } from '../../support/two-libraries.js';
import {
  signedBy,
  webhookReceiver,
  type Told,
  type WebhookReceiver,
} from '../../support/webhook-receiver.js';

interface Made {
  id: string;
  secret: string;
}
const HOOKS = '/api/v1/webhooks';

describe('a webhook', () => {
  let both: Libraries;
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await webhookReceiver();
    both = await twoLibraries();
  });
  afterEach(async () => {
    await receiver.stop();
    await ledgersHold();
  });

  /** Runs the job until nothing is on its way. */
  const tell = async (library: Library = both.north): Promise<void> => {
    await library.app.jobs.runOne('webhooks', both.clock.now());
    await library.app.telling.postman.idle();
  };
  const pass = async (minutes: number): Promise<void> => {
    both.clock.move(minutes * 60_000);
    await tell();
  };
  const call = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await both.north.api(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.be.oneOf([200, 201]);
    return answer.body;
  };
  const add = async (over: object = {}): Promise<Made> => {
    const body = await call('POST', HOOKS, { name: 'ILS', url: receiver.url, after: 0, ...over });
    return { id: (body['webhook'] as { id: string }).id, secret: body['secret'] as string };
  };
  const view = async (id: string): Promise<Record<string, unknown>> => {
    const { items } = await call('GET', HOOKS);
    return (items as Record<string, unknown>[]).find((one) => one['id'] === id)!;
  };
  const types = (): string[] => receiver.told.map(({ event }) => event.type);
  const events = async (): Promise<Record<string, unknown>[]> =>
    (await call('GET', '/api/v1/events'))['items'] as Record<string, unknown>[];
  const kinds = async (): Promise<string[]> =>
    (await both.north.entries()).map(({ kind }) => kind).filter((kind) => kind.startsWith('webhook-'));
  /** A loan of which north hears: sent, will-supply, shipped. */
  const lend = async (): Promise<void> => {
    const loan = await both.ask();
    await both.act('south', loan, 'will-supply');
    await both.act('south', loan, 'ship', { dueDate: '2026-04-20' });
  };

  it('is told each event of the events API once, in its order, signed', async () => {
    const { secret } = await add();
    await lend();
    await tell();
    await tell();
    const listed = await events();
    expect(types()).to.include.members(['sent', 'will-supply', 'shipped']);
    expect(receiver.told.map(({ event }) => event.data)).to.deep.equal(listed);
    for (const told of receiver.told) {
      expect(signedBy(told, [secret, 'whsec_b3RoZXI='])).to.deep.equal([secret]);
      const age = Date.now() / 1000 - Number(told.headers['webhook-timestamp']);
      expect(age).to.be.within(-1, 60);
      expect(told.event.timestamp).to.equal(told.event.data['at']);
    }
    expect(new Set(receiver.told.map(({ id }) => id)).size).to.equal(listed.length);
  });

  it('hears of what comes after it was added, where it asks for nothing earlier', async () => {
    await lend();
    await call('POST', HOOKS, { name: 'late', url: receiver.url });
    await tell();
    expect(receiver.told).to.deep.equal([]);
  });

  it('hears only the types and agencies that it asks for', async () => {
    await add({ events: ['shipped'] });
    await add({ agencies: ['ISIL:SE-NORTH'], events: ['will-supply'] });
    await lend();
    await tell();
    expect(types().sort()).to.deep.equal(['shipped', 'will-supply']);
    const refused = await both.north.api('POST', HOOKS, {
      name: 'x',
      url: receiver.url,
      agencies: ['ISIL:SE-SOUTH'],
    });
    expect(refused.status).to.equal(422);
  });

  it('that fails is tried again by the schedule under the same id, and the later events wait', async () => {
    const { id } = await add();
    await lend();
    receiver.answer = () => 500;
    await tell();
    expect(receiver.told).to.have.length(1);
    await tell();
    expect(receiver.told, 'not before its time').to.have.length(1);
    expect(await view(id)).to.include({ state: 'failing', failures: 1, cause: 'HTTP 500' });
    await pass(1);
    await pass(5);
    expect(receiver.told).to.have.length(3);
    expect(new Set(receiver.told.map((told) => told.id)).size).to.equal(1);
    receiver.answer = () => 204;
    await pass(15);
    expect(receiver.told.slice(3).map(({ event }) => event.data)).to.deep.equal(await events());
    expect(await view(id)).to.include({ state: 'sending', failures: 0 });
  });

  it('keeps to a Retry-After, and follows no redirect', async () => {
    await add({ events: ['shipped'] });
    await lend();
    receiver.answer = () => ({ status: 302, headers: { location: receiver.url, 'retry-after': '7200' } });
    await tell();
    expect(receiver.told).to.have.length(1);
    await pass(119);
    expect(receiver.told).to.have.length(1);
    await pass(2);
    expect(receiver.told).to.have.length(2);
  });

  describe('whose receiver refuses an event', () => {
    const refusing = async (): Promise<{ id: string; seq: number }> => {
      const { id } = await add();
      await lend();
      receiver.answer = ({ event }: Told) => (event.type === 'will-supply' ? 422 : 204);
      await tell();
      for (const minutes of [1, 5, 15]) await pass(minutes);
      expect(types(), 'the later ones wait meanwhile').to.not.include('shipped');
      await pass(60);
      const { items } = await call('GET', `${HOOKS}/failed`);
      const [item] = items as {
        seq: number;
        type: string;
        cause: string;
        attempts: number;
        webhook: string;
      }[];
      expect(item).to.include({ webhook: id, type: 'will-supply', cause: 'HTTP 422', attempts: 5 });
      return { id, seq: item!.seq };
    };

    it('sets it aside by number after the short steps, and goes on with the next', async () => {
      await refusing();
      expect(types().filter((type) => type === 'will-supply')).to.have.length(5);
      expect(types()).to.include('shipped');
      expect(await kinds()).to.deep.equal(['webhook-added', 'webhook-event-set-aside']);
    });

    it('sends it again when a person asks; it leaves the board when it is taken', async () => {
      const { id, seq } = await refusing();
      const again = `${HOOKS}/${id}/failed/${seq}/send-again`;
      expect(await call('POST', again)).to.include({ result: 'not-taken', statusCode: 422 });
      receiver.answer = () => 204;
      expect(await call('POST', again)).to.include({ result: 'taken' });
      expect((await call('GET', `${HOOKS}/failed`))['items']).to.deep.equal([]);
      expect((await both.north.api('POST', again)).status).to.equal(404);
      expect((await kinds()).at(-1)).to.equal('webhook-event-sent');
    });

    it('drops it when a person says why', async () => {
      const { id, seq } = await refusing();
      const drop = `${HOOKS}/${id}/failed/${seq}/drop`;
      expect((await both.north.api('POST', drop, {})).status).to.equal(422);
      await call('POST', drop, { reason: 'entered by hand' });
      expect((await both.north.entries()).at(-1)).to.deep.include({
        kind: 'webhook-event-dropped',
        because: 'entered by hand',
        facts: { webhook: id, event: seq },
      });
      expect((await view(id))['setAside']).to.equal(0);
    });
  });

  it('is stopped after three days of failures, keeps its place, and goes on from there', async () => {
    const { id } = await add();
    await lend();
    receiver.answer = () => 503;
    await tell();
    for (let hour = 0; hour < 26; hour += 1) await pass(60);
    for (let day = 0; day < 3; day += 1) await pass(24 * 60);
    const tries = receiver.told.length;
    expect(await view(id)).to.include({ state: 'stopped' });
    expect(await kinds()).to.deep.equal(['webhook-added', 'webhook-stopped']);
    const { stopped } = await call('GET', `${HOOKS}/failed`);
    expect((stopped as object[])[0]).to.include({ webhook: id, cause: 'HTTP 503' });
    await pass(24 * 60);
    expect(receiver.told).to.have.length(tries);
    receiver.answer = () => 204;
    await call('POST', `${HOOKS}/${id}/resume`);
    await tell();
    expect(receiver.told.slice(tries).map(({ event }) => event.data)).to.deep.equal(await events());
  });

  it('is stopped at once by 410', async () => {
    const { id } = await add();
    await lend();
    receiver.answer = () => 410;
    await tell();
    expect(receiver.told).to.have.length(1);
    expect(await view(id)).to.include({ state: 'stopped', cause: 'HTTP 410' });
  });

  it('is replayed from a cursor under the ids that it had, and never forward', async () => {
    const { id } = await add();
    await lend();
    await tell();
    const first = receiver.told.splice(0);
    const from = first[1]!.event.data['seq'] as number;
    await call('POST', `${HOOKS}/${id}/replay`, { after: from });
    await tell();
    expect(receiver.told.map((told) => told.id)).to.deep.equal(first.slice(2).map((told) => told.id));
    const ahead = await both.north.api('POST', `${HOOKS}/${id}/replay`, { after: 100_000 });
    expect(ahead.status).to.equal(422);
  });

  it('is signed with both secrets while one follows the other', async () => {
    const { id, secret } = await add();
    const rotated = await call('POST', `${HOOKS}/${id}/rotate-secret`, { keepHours: 1 });
    const secrets = [secret, rotated['secret'] as string];
    await lend();
    await tell();
    expect(signedBy(receiver.told[0]!, secrets)).to.deep.equal(secrets);
    await call('POST', `${HOOKS}/${id}/replay`, { after: 0 });
    receiver.told.splice(0);
    await pass(61);
    expect(signedBy(receiver.told[0]!, secrets)).to.deep.equal([secrets[1]]);
  });

  it('has secrets that stand in no list, entry, log or file', async () => {
    const { id, secret } = await add();
    const { secret: second } = await call('POST', `${HOOKS}/${id}/rotate-secret`);
    await lend();
    await tell();
    expect(JSON.stringify(await call('GET', HOOKS))).to.not.include('whsec_');
    const canaries = [secret, second as string].map((text) => text.slice('whsec_'.length));
    const { folder } = both.north;
    for (const name of readdirSync(folder))
      for (const canary of canaries)
        expect(readFileSync(join(folder, name)).includes(canary), name).to.equal(false);
  });

  it('goes on after a restart, with nothing lost and nothing twice', async () => {
    await add();
    const loan = await both.ask();
    await tell();
    await both.act('south', loan, 'will-supply');
    await both.down('north');
    await both.up('north');
    await both.act('south', loan, 'ship', { dueDate: '2026-04-20' });
    await tell();
    expect(receiver.told.map(({ event }) => event.data)).to.deep.equal(await events());
  });

  it('hears again, under the same ids, what a process that died had not noted; and misses nothing', async () => {
    await add();
    await lend();
    const { storage } = both.north.app;
    const fetchOut = buildFetchOut({
      allowPrivateAddresses: true,
      maxAnswerBytes: 1_000,
      connectionsPerLine: 1,
    });
    const dying = buildPostman({
      ...{ committer: storage.committer, readers: storage.readers, clock: both.clock, log: silentLogger },
      lines: {
        ...webhookLines(storage.database.sql),
        save: () => Promise.reject(new Error('the process is gone')),
        release: () => Promise.reject(new Error('the process is gone')),
      },
      ...{ fetchOut, settings: both.north.settings.outbound, process: 'dying' },
      wallNow: () => new Date(),
      random: () => 0.5,
    });
    await dying.run(both.clock.now());
    await dying.idle();
    await fetchOut.close();
    const before = receiver.told.splice(0).map((told) => told.id);
    expect(before).to.not.deep.equal([]);
    await leasesRunOutOf(storage.database.sql);
    await tell();
    expect(receiver.told.map((told) => told.id).slice(0, before.length)).to.deep.equal(before);
    expect(receiver.told.map(({ event }) => event.data)).to.deep.equal(await events());
  });

  it('that is paused or removed is told nothing; a test message reaches it', async () => {
    const { id } = await add();
    await call('POST', `${HOOKS}/${id}/pause`);
    await lend();
    await tell();
    expect(receiver.told).to.deep.equal([]);
    expect(await call('POST', `${HOOKS}/${id}/test`)).to.include({ result: 'taken', statusCode: 204 });
    expect(types()).to.deep.equal(['webhook.test']);
    expect(await call('DELETE', `${HOOKS}/${id}`)).to.deep.equal({ result: 'done' });
    await tell();
    expect(types()).to.deep.equal(['webhook.test']);
    expect((await both.north.api('POST', `${HOOKS}/${id}/resume`)).status).to.equal(404);
    expect(await kinds()).to.deep.equal([
      'webhook-added',
      'webhook-paused',
      'webhook-tested',
      'webhook-removed',
    ]);
  });

  it('of all agencies is not there for whoever is bound to one, and one of theirs is', async () => {
    const wide = await add();
    const own = await add({ agencies: ['ISIL:SE-NORTH'] });
    const { secret: token } = await both.north.app.storage.committer.commit(
      makeToken(
        { name: 'ils', scopes: ['deliveries'], agency: 'isil:se-north' },
        { kind: 'person', id: 'the tests' },
      ),
    );
    const asBound = (path: string): Promise<number> =>
      both.north
        .api('POST', path, { after: 0 }, { authorization: `Bearer ${token}` })
        .then(({ status }) => status);
    expect(await asBound(`${HOOKS}/${wide.id}/replay`)).to.equal(404);
    expect(await asBound(`${HOOKS}/${own.id}/replay`)).to.equal(200);
    expect(await asBound(`${HOOKS}/${own.id}/rotate-secret`)).to.equal(403);
  });

  it('costs a gateway nothing where nobody asked for one', async () => {
    await lend();
    await tell();
    const rows = await both.north.app.storage.database.all('SELECT webhook FROM webhook_lines');
    expect(rows).to.deep.equal([]);
    expect(receiver.told).to.deep.equal([]);
  });
});

/** As when so much time has passed: between several processes a claim lasts as long as its lease. */
async function leasesRunOutOf(sql: Sql): Promise<void> {
  await sql.run(`UPDATE webhook_lines SET claim_until = '2000-01-01T00:00:00.000Z'`);
}
