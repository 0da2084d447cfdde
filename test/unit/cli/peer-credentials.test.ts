import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeGateway, lendwire, type Asked, type FakeGateway, type Reply } from './running.js';

const PATH = '/api/v1/peers/south/credentials';
const item = { id: 'C1', direction: 'incoming', kind: 'bearer', expiresAt: '2026-06-01T00:00:00.000Z' };

describe('lendwire peers credentials', () => {
  let gateway: FakeGateway;
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-cli-credentials-'));
  const file = join(folder, 'secret.txt');
  writeFileSync(file, 'a secret in a file\n');
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => gateway.stop());

  const running = async (
    words: string[],
    answer: (asked: Asked) => Reply,
    env: Record<string, string> = {},
  ) => {
    gateway = await fakeGateway(answer);
    return lendwire(['peers', 'credentials', 'south', ...words], { env: { ...gateway.env, ...env } });
  };
  const asked = () => gateway.asked.map(({ method, address, body }) => [method, address, body]);

  it('lists them, and says when one ends', async () => {
    const { out } = await running([], () => ({ body: { items: [item] } }));
    expect(out).to.match(/C1 +incoming +bearer .*2026-06-01/);
    expect(asked()).to.deep.equal([['GET', PATH, undefined]]);
  });

  it('says what it means that there is none', async () => {
    expect((await running(['list'], () => ({ body: { items: [] } }))).out).to.include(
      'whoever names it is believed',
    );
  });

  it('shows a secret that was made, this once', async () => {
    const words = ['add', '--kind', 'bearer', '--generate'];
    const { out } = await running(words, () => ({ status: 201, body: { id: 'C1', secret: 'made-here' } }));
    expect(out).to.match(/\nmade-here$/);
    expect(asked()).to.deep.equal([
      ['POST', PATH, { direction: 'incoming', kind: 'bearer', generate: true }],
    ]);
  });

  it('takes a secret from a file or a variable, and has no option for the secret itself', async () => {
    const words = ['add', '--out', '--kind', 'basic', '--account', 'north', '--secret-file', file];
    await running(words, () => ({ status: 201, body: { id: 'C2' } }));
    const said = { direction: 'outgoing', kind: 'basic', account: 'north', secret: 'a secret in a file' };
    expect(asked()).to.deep.equal([['POST', PATH, said]]);
    await gateway.stop();
    const rotated = ['rotate', 'C1', '--secret-env', 'MY_SECRET', '--keep-hours', '12'];
    const reply = ({ method }: Asked): Reply => ({
      body: method === 'GET' ? { items: [item] } : { id: 'C1' },
    });
    await running(rotated, reply, { MY_SECRET: 'from the environment' });
    expect(asked()[1]).to.deep.equal([
      'POST',
      `${PATH}/C1/rotate`,
      { secret: 'from the environment', keepHours: 12 },
    ]);
    await gateway.stop();
    expect((await running(['add', '--kind', 'bearer', '--secret', 'x'], () => ({}))).code).to.equal(64);
  });

  it('removes one, and knows no other verb', async () => {
    await running(['remove', 'C1'], () => ({ body: { id: 'C1' } }));
    expect(asked()).to.deep.equal([['DELETE', `${PATH}/C1`, undefined]]);
    await gateway.stop();
    expect((await running(['forget', 'C1'], () => ({}))).err).to.include('list, add, rotate, remove');
  });
});
