import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { onPostgres, placeOf } from '../../support/place.js';

const root = join(import.meta.dirname, '../../..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ');

interface Service {
  image?: string;
  build?: string;
  environment: Record<string, string>;
  read_only?: boolean;
  deploy?: { replicas: number };
  volumes: string[];
  healthcheck?: object;
}

const gateways = ['north', 'south'];

describe('docker-compose.yml and the Dockerfile', () => {
  it('start nothing without passwords, and have none of their own', () => {
    const text = JSON.stringify(compose.services);
    for (const [, variable, otherwise] of text.matchAll(/\$\{(\w+)([^}]*)\}/g))
      expect(otherwise, `${variable} has no default`).to.match(/^:\?/);
    for (const { environment } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD/.test(name)) expect(value).to.match(/^\$\{\w+:\?[^}]*\}$/);
  });

  it('run the gateways not as root, with nothing to write but their volume', () => {
    for (const name of gateways) {
      expect(compose.services[name]?.read_only, name).to.equal(true);
      expect(compose.services[name]?.volumes).to.deep.equal([`${name}:/data`]);
    }
    const [, last = ''] = dockerfile.split(/^FROM .*slim$/m);
    expect(last)
      .to.match(/^USER node$/m)
      .and.match(/^CMD \["node", "dist\/main.js"\]$/m);
    expect(last).to.match(/^HEALTHCHECK /m);
    for (const [, value] of last.matchAll(/LENDWIRE_[A-Z_]*(?:FILE|DATABASE)=(\S+)/g))
      expect(value).to.match(/^\/data\//);
  });

  it('keep what the servers have in volumes, and know whether they are well', () => {
    expect(compose.services['north']?.deploy?.replicas).to.equal(2);
    for (const name of ['postgres', 'mongo']) {
      expect(compose.services[name]?.healthcheck, name).to.be.an('object');
      expect(compose.volumes).to.have.property(name);
    }
  });

  describe('without Docker: the same commands and environment', () => {
    let folder: string;
    const children: ChildProcess[] = [];
    before(function () {
      if (onPostgres) return;
      console.log('      skipped: the two gateways of compose, because DATABASE_URL names no server');
      this.skip();
    });
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lendwire-compose-'))));
    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    /** The environment of a service, its image's own beneath it, where its folders and servers stand here. */
    function environmentOf(name: string, port: number): Record<string, string> {
      const [, image = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
      const given = Object.fromEntries(image.split(/\s+/).map((pair) => pair.split('=') as [string, string]));
      const { MONGODB_URL: _none, ...own } = compose.services[name]?.environment ?? {};
      const here = Object.entries({ ...given, ...own }).map(([key, value]) => [
        key,
        value.replace(/^\/data\//, `${folder}/${name}-`).replace(/^\/lendwire\//, `${root}/`),
      ]);
      return {
        ...(Object.fromEntries(here) as Record<string, string>),
        ...(own['DATABASE_URL'] === undefined ? {} : { DATABASE_URL: placeOf(join(folder, name)) }),
        LENDWIRE_HOST: '127.0.0.1',
        LENDWIRE_PORT: String(port),
        PATH: process.env['PATH'] ?? '',
      };
    }

    /** As the image's CMD does, from the sources. */
    function start(name: string, port: number): void {
      const words = ['--import', 'tsx', join(root, 'src/main.ts')];
      children.push(
        spawn(process.execPath, words, { env: environmentOf(name, port), cwd: root, stdio: 'ignore' }),
      );
    }

    /** As the image's HEALTHCHECK does. */
    async function isWell(port: number): Promise<void> {
      const [, list = '[]'] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(dockerfile) ?? [];
      const [, ...words] = JSON.parse(list.replaceAll('8626', String(port))) as string[];
      for (let tries = 0; tries < 100; tries += 1) {
        if (spawnSync(process.execPath, words).status === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`nobody is well on port ${port}`);
    }

    it('two processes of North begin at the same time on one database, and South beside them', async () => {
      const ports = await Promise.all([freePort(), freePort(), freePort()]);
      start('north', ports[0]);
      start('north', ports[1]);
      start('south', ports[2]);
      for (const port of ports) await isWell(port);
      const keys = await Promise.all(
        ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status),
      );
      expect(keys).to.deep.equal([200, 200, 200]);
    }).timeout(60_000);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
