import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeGateway, lendwire, problem, type FakeGateway, type Reply } from './running.js';

describe('speaking to a gateway', () => {
  let gateway: FakeGateway | undefined;
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
  });

  async function answering(reply: Reply): Promise<FakeGateway> {
    gateway = await fakeGateway(() => reply);
    return gateway;
  }

  it('needs a token, and says how to get one', async () => {
    const { code, err } = await lendwire(['records', '--url', 'http://127.0.0.1:1']);
    expect(code).to.equal(3);
    expect(err).to.contain('A token is needed').and.contain('lendwire tokens add');
  });

  it('says in one sentence that no gateway answers, and what to do', async () => {
    const gone = await fakeGateway(() => ({}));
    await gone.stop();
    const { code, err } = await lendwire(['records'], { env: gone.env });
    expect(code).to.equal(3);
    expect(err).to.match(
      /^lendwire: No gateway answers at .* \(connection refused\)\. Start it with `lendwire serve`/,
    );
    expect(err.split('\n')).to.have.length(1);
  });

  it('takes what is no gateway for none', async () => {
    const { env } = await answering({ status: 404, body: '<html>nginx</html>' });
    const { code, err } = await lendwire(['records'], { env });
    expect([code, err]).to.deep.equal([
      3,
      `lendwire: What answers at ${env['LENDWIRE_URL'] ?? ''} is no Lendwire gateway (HTTP 404). Say where the gateway is with --url or LENDWIRE_URL.`,
    ]);
  });

  it('follows no redirect: the token would go with it', async () => {
    const { env, asked } = await answering({ status: 307, headers: { location: 'http://127.0.0.1:1/' } });
    const { code } = await lendwire(['records'], { env });
    expect(code).to.equal(3);
    expect(asked).to.have.length(1);
  });

  it('sends the token as a bearer', async () => {
    const { env, asked } = await answering({ body: { items: [] } });
    await lendwire(['records', '--token', 'lw_other'], { env });
    expect(asked[0]?.headers.authorization).to.equal('Bearer lw_other');
  });

  it('tells an unknown token from one that may not', async () => {
    const first = await answering(problem(401, {}));
    const unknown = await lendwire(['records'], { env: first.env });
    await first.stop();
    const second = await answering(
      problem(403, { detail: 'The token lacks the scope read.', scope: 'read' }),
    );
    const poor = await lendwire(['records'], { env: second.env });
    expect([unknown.code, poor.code]).to.deep.equal([3, 3]);
    expect(unknown.err).to.contain('does not know this token');
    expect(poor.err).to.contain('lacks the scope read').and.contain('--scope read');
  });

  it('turns a problem document into sentences, each fault with the option that it is of', async () => {
    const { env } = await answering(
      problem(400, {
        title: 'The query cannot be read',
        errors: [{ parameter: 'dueBefore', detail: 'a day (2026-12-24)' }],
      }),
    );
    const { code, err } = await lendwire(['records', '--due-before', 'soon'], { env });
    expect(code).to.equal(1);
    expect(err).to.equal('lendwire: The query cannot be read:\n  --due-before: a day (2026-12-24)');
  });

  it('finds the gateway by its own configuration', async () => {
    const { url } = await answering({ body: { items: [] } });
    const folder = mkdtempSync(join(tmpdir(), 'lendwire-cli-'));
    const config = join(folder, 'north.json');
    const port = Number(new URL(url).port);
    writeFileSync(
      config,
      JSON.stringify({
        agencies: [{ id: 'ISIL:SE-NORTH', name: 'North' }],
        server: { host: '0.0.0.0', port },
      }),
    );
    const { code, out } = await lendwire(['peers', 'list', '--config', config], {
      env: { LENDWIRE_TOKEN: 'lw_x' },
    });
    rmSync(folder, { recursive: true });
    expect([code, out]).to.deep.equal([
      0,
      'There are no peers yet: take them in with `lendwire peers import FILE`.',
    ]);
  });

  it('refuses an address that is none', async () => {
    const { code, err } = await lendwire(['records', '--url', 'localhost:8626', '--token', 'lw_x']);
    expect(code).to.equal(1);
    expect(err).to.contain('is no address of a gateway');
  });
});

describe('the command line itself', () => {
  it('lists its verbs, a line each', async () => {
    const { code, out } = await lendwire(['--help']);
    expect(code).to.equal(0);
    const verbs = ['serve', 'migrate', 'import', 'peers', 'act', 'records'];
    for (const verb of [...verbs, 'deliveries', 'export', 'verify', 'rebuild', 'tokens', 'keys'])
      expect(out).to.match(new RegExp(`^  ${verb} +.*\\S$`, 'm'));
  });

  it('ends with 64 where it is not understood', async () => {
    expect((await lendwire(['lend'])).code).to.equal(64);
    expect((await lendwire(['export'])).code).to.equal(64);
    expect((await lendwire(['records', '--role', 'reader'])).code).to.equal(64);
  });

  it('gives the configuration to serve', async () => {
    const served: (string | undefined)[] = [];
    const serve = (file?: string): Promise<void> => {
      served.push(file);
      return Promise.resolve();
    };
    const { code } = await lendwire(['serve', '--config', 'north.json'], { serve });
    expect([code, served]).to.deep.equal([0, ['north.json']]);
  });

  it('ends with 70 and asks for a report where something unexpected happens', async () => {
    const serve = (): Promise<void> => Promise.reject(new Error('odd', { cause: new Error('odder') }));
    const { code, err } = await lendwire(['serve'], { serve });
    expect(code).to.equal(70);
    expect(err).to.match(/^lendwire: odd\n {2}because: odder\nThis should not have happened\./);
  });
});
