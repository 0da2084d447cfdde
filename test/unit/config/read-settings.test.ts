import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, SettingsError } from '../../../src/config/index.js';

describe('the settings', () => {
  let folder: string;
  const file = (content: unknown): string => {
    const path = join(folder, 'lendwire.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const agencies = [{ id: 'ISIL:SE-NORTH', name: 'North' }];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-settings-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('lay a file over the defaults, and the environment over both', () => {
    const settings = readSettings({
      file: file({ name: 'north', agencies, server: { port: 9000 } }),
      env: { LENDWIRE_PORT: '9001', MONGODB_URL: 'mongodb://127.0.0.1/agenda' },
    });
    expect(settings.name).to.equal('north');
    expect(settings.server.port).to.equal(9001);
    expect(settings.server.host).to.equal('127.0.0.1');
    expect(settings.jobs.mongoUrl).to.equal('mongodb://127.0.0.1/agenda');
  });

  it('take paths relative to the file that names them', () => {
    const settings = readSettings({ file: file({ agencies, database: { path: 'here.sqlite' } }), env: {} });
    expect(settings.database.path).to.equal(join(folder, 'here.sqlite'));
  });

  it('say all faults at once, each with its key', () => {
    const read = (): unknown =>
      readSettings({
        file: file({ name: 'North!', agencies: [], server: { port: 'eighty' }, polcy: {} }),
        env: {},
      });
    expect(read)
      .to.throw(SettingsError)
      .with.property('message')
      .that.matches(/has 4 faults/)
      .and.matches(/name: a name is lower-case/)
      .and.matches(/agencies: name at least one agency/)
      .and.matches(/server\.port/)
      .and.matches(/polcy/);
  });

  it('name a file that is missing, and one that is not JSON', () => {
    expect(() => readSettings({ file: join(folder, 'none.json'), env: {} })).to.throw(
      SettingsError,
      /none\.json cannot be read/,
    );
    expect(() => readSettings({ file: file('{ "name": '), env: {} })).to.throw(SettingsError, /is not JSON/);
  });

  it('refuse a clock that runs fast anywhere but on loopback', () => {
    const given = { agencies, clock: { speed: 100 }, server: { host: '0.0.0.0' } };
    expect(() => readSettings({ file: file(given), env: {} })).to.throw(SettingsError, /clock\.speed/);
    expect(readSettings({ file: file({ ...given, server: {} }), env: {} }).clock.speed).to.equal(100);
  });
});
