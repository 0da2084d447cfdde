import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockForServing } from '../../../src/storage/index.js';
import { endServed, serve } from '../../support/crash-serve.js';

let folder = '';
let neighbour: Server | undefined;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function configuration(port = 0): object {
  return {
    agencies: [{ id: 'ISIL:SE-NORTH', name: 'North' }],
    database: { path: 'north.sqlite' },
    keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
    server: { port },
  };
}

describe('the program', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-start-'));
  });
  afterEach(() => {
    endServed();
    neighbour?.close();
    neighbour = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('does not start with a configuration that cannot be used, and says everything that is wrong with it', async () => {
    const faulty = {
      ...configuration(99_999),
      agencies: [{ id: 'no-agency', name: 'North' }],
      log: { level: 'loud' },
    };
    const [missing, broken, wrong] = await Promise.all([
      serve(join(folder, 'nowhere.json')).ended(),
      serve(file('broken.json', '{ "name": ')).ended(),
      serve(file('faulty.json', JSON.stringify(faulty))).ended(),
    ]);

    expect([missing.code, broken.code, wrong.code]).to.deep.equal([1, 1, 1]);
    expect(missing.words).to.match(/^The configuration file .*nowhere\.json cannot be read: ENOENT/);
    expect(broken.words).to.match(/^The configuration file .*broken\.json is not JSON: /);
    expect(wrong.words).to.match(/^The configuration .*faulty\.json has 3 faults:\n/);
    for (const key of ['agencies.0.id: ', 'server.port: ', 'log.level: '])
      expect(wrong.words).to.include(`\n  ${key}`);
    for (const { words } of [missing, broken, wrong]) expect(words).not.to.include('    at ');
  });

  it('does not start on a port that is in use, names it, and leaves its database free', async () => {
    neighbour = createServer().listen(0, '127.0.0.1');
    await once(neighbour, 'listening');
    const { port } = neighbour.address() as AddressInfo;
    const config = file('north.json', JSON.stringify(configuration(port)));

    const { code, words } = await serve(config).ended();

    expect(code).to.equal(1);
    expect(words).to.include(`Port ${port} on 127.0.0.1 is in use`).and.not.include('    at ');
    expect(existsSync(join(folder, 'north.sqlite')), 'it had opened its database').to.equal(true);
    expect(lockForServing(join(folder, 'north.sqlite')), 'and holds it no longer').to.be.a('function');
  });

  it('does not start twice on one database, and names the process that serves it', async () => {
    const config = file('north.json', JSON.stringify(configuration()));
    const first = serve(config);
    await first.serves();

    const second = await serve(config).ended();

    expect(second.code).to.equal(1);
    expect(second.words).to.include(`north.sqlite is served already, by process ${first.pid}.`);
    first.terminate();
    expect(await first.ended(), 'the first one goes on until it is told to stop').to.have.property('code', 0);
  });
});
