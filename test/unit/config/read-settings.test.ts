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

  describe('of where suppliers are looked for', () => {
    const union = { id: 'union', url: 'https://sru.example/union', version: '1.2', layout: 'marc-852' };
    const read = (sourcing: object, outbound: object = {}) =>
      readSettings({ file: file({ agencies, sourcing, outbound }), env: {} }).sourcing;

    it('reach nobody unless a catalogue is named', () => {
      expect(read({}).catalogues).to.deep.equal([]);
    });

    it('take a catalogue with the indexes that most servers know', () => {
      expect(read({ catalogues: [union] }).catalogues[0]).to.deep.include({
        ...union,
        recordSchema: 'marcxml',
        libraries: {},
      });
    });

    it('say what is wrong with a catalogue: its name, its address, its indexes, its libraries', () => {
      const wrong = {
        ...union,
        url: 'ftp://sru.example',
        indexes: { isbn: 'a"b' },
        libraries: { X: 'SE-X' },
      };
      expect(() => read({ catalogues: [wrong, union, union] }))
        .to.throw(SettingsError)
        .with.property('message')
        .that.matches(/catalogues\.0\.url: an http or https URL/)
        .and.matches(/catalogues\.0\.indexes\.isbn: a CQL index/)
        .and.matches(/catalogues\.0\.libraries\.X: an agency is written TYPE:VALUE/);
      expect(() => read({ catalogues: [union, union] })).to.throw(
        SettingsError,
        /union names two catalogues/,
      );
    });

    it('ask no catalogue over plain http unless the house allows it', () => {
      const plain = { catalogues: [{ ...union, url: 'http://sru.example/union' }] };
      expect(() => read(plain)).to.throw(SettingsError, /sourcing\.catalogues\.0\.url: use https/);
      expect(read(plain, { allowPlainHttp: true }).catalogues.length).to.equal(1);
    });
  });
});
