import { expect } from 'chai';
import { fakeGateway, lendwire, type Asked, type FakeGateway, type Reply } from './running.js';

const HOOKS = '/api/v1/webhooks';
const webhook = {
  id: 'W1',
  name: 'ILS',
  url: 'https://ils.example.org/hooks',
  createdAt: '2026-03-02T08:00:00.000Z',
  state: 'failing',
  cursor: 7,
  failures: 2,
  nextAttemptAt: '2026-03-02T08:05:00.000Z',
  cause: 'HTTP 500',
  setAside: 1,
};

describe('lendwire webhooks', () => {
  let gateway: FakeGateway;
  const running = async (words: string, answer: (asked: Asked) => Reply) => {
    gateway = await fakeGateway(answer);
    return lendwire(['webhooks', ...words.split(' ').filter(Boolean)], { env: gateway.env });
  };
  const asked = () => gateway.asked.map(({ method, address, body }) => [method, address, body]);
  afterEach(() => gateway.stop());

  it('lists them, and says in words how it stands with each', async () => {
    const { code, out } = await running('', () => ({ body: { items: [webhook] } }));
    expect(code).to.equal(0);
    expect(out).to.match(/ILS .*failed 2 times \(HTTP 500\), tried again 2026-03-02 08:05/);
    expect(asked()).to.deep.equal([['GET', HOOKS, undefined]]);
  });

  it('adds one with the events that are named, and shows its secret', async () => {
    const words = 'add https://ils.example.org/hooks --name ILS --event shipped --event overdue --after 0';
    const { out } = await running(words, () => ({ status: 201, body: { webhook, secret: 'whsec_eA==' } }));
    expect(out).to.match(/\nwhsec_eA==$/);
    const { url, name } = webhook;
    expect(asked()).to.deep.equal([['POST', HOOKS, { name, url, events: ['shipped', 'overdue'], after: 0 }]]);
  });

  it('knows no event that there is not', async () => {
    const { code, err } = await running('add https://x.example.org --name x --event eaten', () => ({}));
    expect(code).to.equal(64);
    expect(err).to.include('eaten');
  });

  it('changes, pauses, resumes, replays, rotates, drops and removes', async () => {
    const calls: [string, unknown[]][] = [
      [
        'change W1 https://a.example.org/ --name A',
        ['PUT', `${HOOKS}/W1`, { name: 'A', url: 'https://a.example.org/' }],
      ],
      ['pause W1', ['POST', `${HOOKS}/W1/pause`, undefined]],
      ['resume W1', ['POST', `${HOOKS}/W1/resume`, undefined]],
      ['remove W1', ['DELETE', `${HOOKS}/W1`, undefined]],
      ['replay W1 --after 12', ['POST', `${HOOKS}/W1/replay`, { after: 12 }]],
      ['rotate-secret W1 --keep-hours 2', ['POST', `${HOOKS}/W1/rotate-secret`, { keepHours: 2 }]],
      ['drop W1 5 --reason known', ['POST', `${HOOKS}/W1/failed/5/drop`, { reason: 'known' }]],
    ];
    for (const [words, call] of calls) {
      const body = {
        result: 'done',
        secret: 'whsec_eA==',
        previousUntil: '2026-03-02T10:00:00.000Z',
        webhook,
      };
      const { code, err } = await running(words, () => ({ body }));
      expect(code, `${words}: ${err}`).to.equal(0);
      expect(asked(), words).to.deep.equal([call]);
      await gateway.stop();
    }
  });

  it('fails where a test or an event that is sent again is not taken', async () => {
    for (const words of ['test W1', 'send-again W1 5']) {
      const ran = await running(words, () => ({ body: { result: 'not-taken', cause: 'HTTP 422' } }));
      expect(ran.code, words).to.equal(1);
      expect(ran.out).to.equal('Not taken: HTTP 422.');
      await gateway.stop();
    }
  });

  it('shows the board: what was stopped, and what is refused', async () => {
    const at = '2026-03-02T08:00:00.000Z';
    const body = {
      items: [{ webhook: 'W1', seq: 5, type: 'shipped', setAsideAt: at, cause: 'HTTP 422', attempts: 5 }],
      stopped: [{ webhook: 'W2', name: 'chat', stoppedAt: at, cause: 'HTTP 410', cursor: 4 }],
    };
    const { out } = await running('failed', () => ({ body }));
    expect(out).to.match(/^chat \(W2\) was stopped 2026-03-02 08:00 at entry 4: HTTP 410/);
    expect(out).to.match(/W1 +5 +shipped/);
  });
});
