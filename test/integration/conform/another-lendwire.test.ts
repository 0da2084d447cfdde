import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { reportText, type SignedReport } from '../../../src/conform/index.js';
import { fingerprint, parseSigningKey } from '../../../src/ledger/index.js';
import { newId, systemClock } from '../../../src/platform/index.js';
import { conform, failures } from '../../support/conform-run.js';
import { openLibrary, type Library } from '../../support/library.js';
import { aRecord, introduce } from '../../support/two-libraries.js';
import { lendwire } from '../../unit/cli/running.js';

const KEY = 'canary-key-for-the-south-4711';

describe('a conformance test of another Lendwire', () => {
  let folder: string;
  let north: Library;
  let south: Library;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-conform-two-'));
    const open = (name: string, agency: string): Promise<Library> => {
      mkdirSync(join(folder, name));
      return openLibrary({
        ...{ name, folder: join(folder, name), agencies: [{ id: agency }], clock: systemClock },
      });
    };
    [north, south] = await Promise.all([open('north', 'ISIL:SE-NORTH'), open('south', 'ISIL:SE-SOUTH')]);
    await speak('2017');
  });
  after(async () => {
    await Promise.all([north.app.stop(), south.app.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Both are told the edition in which the other speaks, and the key of the north. */
  async function speak(edition: string): Promise<void> {
    const key = { header: 'X-Api-Key', key: KEY };
    await introduce(north, {
      ...{ as: 'south', agencies: ['ISIL:SE-SOUTH'], url: south.url, outgoingKey: key, edition },
    });
    await introduce(south, {
      ...{ as: 'north', agencies: ['ISIL:SE-NORTH'], url: north.url, incomingKey: key, edition },
    });
  }

  const env = (): Record<string, string> => ({
    LENDWIRE_URL: `http://127.0.0.1:${north.port}`,
    LENDWIRE_TOKEN: north.token,
  });
  const command = (...words: string[]): ReturnType<typeof lendwire> =>
    lendwire(['conform', ...words], { env: env(), wait: (milliseconds) => wait(milliseconds / 10) });

  describe('when we ask', () => {
    let out: string;
    let code: number;
    let said: string;
    let signed: SignedReport;
    before(async () => {
      out = join(folder, 'report');
      const asked = ['--peer', 'south', '--as', 'requester', '--rate', '200', '--answers', '1', '--out', out];
      const ran = await command(...asked);
      ({ code, out: said } = ran);
      signed = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as SignedReport;
    });

    it('passes everything that must hold, and should', () => {
      expect(failures(signed.report, 'must')).to.deep.equal([]);
      expect(failures(signed.report, 'should')).to.deep.equal([]);
      expect(code).to.equal(0);
      expect(said).to.include('south does everything that was seen of it as it must.');
    });

    it('hears what the peer sends back, which is no request of ours', async () => {
      expect(signed.report.heard.map(({ what }) => what)).to.include('StatusRequestResponse RequestReceived');
      const { body } = await north.api('GET', '/api/v1/loan-records');
      expect(body['items']).to.deep.equal([]);
    });

    it('leaves nothing open at the peer but what a person has to cancel', () => {
      const cleaned = signed.report.results.find(({ id }) => id === 'clean-up');
      expect(cleaned).to.include({ verdict: 'passed' });
    });

    it('is an entry before anything leaves, and one with the hash of the report', async () => {
      const { mark } = signed.report;
      const told = (await north.entries()).filter(({ facts }) => facts?.['mark'] === mark);
      expect(told.map(({ kind }) => kind)).to.deep.equal([
        'conformance-test-begun',
        'conformance-test-ended',
      ]);
      const [begun, ended] = told;
      expect(begun).to.deep.include({ peer: 'south' });
      expect(begun?.facts).to.deep.include({ mark, as: 'requester' });
      expect(ended?.facts).to.deep.include({
        mark,
        reportSha256: hash('sha256', reportText(signed.report), 'hex'),
      });
    });

    it('keeps our key out of the report, the log and the ledger', async () => {
      expect(signed.report.results.find(({ id }) => id === 'without-keys')?.verdict).to.equal('passed');
      const page = readFileSync(join(out, 'report.html'), 'utf8');
      const entries = JSON.stringify(await north.entries());
      for (const text of [JSON.stringify(signed), page, entries, north.log()])
        expect(text).not.to.include('canary');
    });

    it('is signed: verified by the gateway’s key, and not once somebody has changed it', async () => {
      const { verifierKey } = parseSigningKey(readFileSync(north.settings.keys.signingKeyFile, 'utf8'));
      const file = join(out, 'report.json');
      const right = await command('verify', file, '--key', fingerprint(verifierKey));
      expect([right.code, right.out]).to.deep.equal([0, right.out]);
      expect(right.out).to.include('as north signed it');
      const wrong = await command('verify', file, '--key', '0'.repeat(64));
      expect(wrong.code).to.equal(1);
      const altered = join(folder, 'altered.json');
      writeFileSync(altered, readFileSync(file, 'utf8').replace('"verdict":"passed"', '"verdict":"failed"'));
      const found = await command('verify', altered);
      expect([found.code, found.out]).to.deep.equal([
        1,
        'The report is not as it was signed: somebody has changed it.',
      ]);
    });

    it('is a page that needs nothing else', () => {
      const page = readFileSync(join(out, 'report.html'), 'utf8');
      expect(page).not.to.match(/<script|<link|<img|url\(/);
      expect(page).to.include('Everything that was seen is as it must be.');
      expect(page.match(/ id="exchange-/g)).to.have.length(signed.report.exchanges.length);
    });
  });

  describe('when the peer asks', () => {
    it('passes a whole loan that somebody there opens with the mark', async () => {
      const at = { loan: '', isOver: false };
      const asked = { as: 'supplier', waitSeconds: 30, messagesPerSecond: 200 };
      const { report } = await conform(north, 'south', { ...asked, begun: (mark) => theirSide(mark, at) });
      at.isOver = true;
      expect(failures(report, 'must')).to.deep.equal([]);
      expect(failures(report, 'should')).to.deep.equal([]);
      const passed = report.results.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id);
      expect(passed).to.include.members(['their-request', 'told-twice', 'received', 'completed', 'doctype']);
      expect(report.heard.map(({ what }) => what)).to.include.members([
        'request',
        'Received',
        'ShippedReturn',
      ]);
      const { body } = await south.api('GET', '/api/v1/loan-records');
      expect((body['items'] as object[])[0]).to.deep.include({ id: at.loan });
    });

    /** Somebody in the south opens a request with the mark, takes the item in when it is said to be sent, and returns it. */
    async function theirSide(mark: string, at: { loan: string; isOver: boolean }): Promise<void> {
      const record = aRecord({ id: 'S-1', item: { title: `Test ${mark}` }, suppliers: ['ISIL:SE-NORTH'] });
      const handedIn = await south.api('POST', '/api/v1/loan-records', record);
      at.loan = String(handedIn.body['id']);
      void act(at, ['receive', 'return']);
    }

    async function act(at: { loan: string; isOver: boolean }, verbs: string[]): Promise<void> {
      while (!at.isOver && verbs.length > 0) {
        await south.app.jobs.runOne('redeliver', new Date());
        const path = `/api/v1/loan-records/${at.loan}/acts`;
        const body = { verb: verbs[0] };
        const { status } = await south.api('POST', path, body, { 'idempotency-key': newId() });
        if (status === 200) verbs.shift();
        await wait(20);
      }
    }
  });

  it('cannot be run where nobody answers: exit code 2, and everything else is not tried', async () => {
    await introduce(north, {
      ...{ as: 'gone', agencies: ['ISIL:SE-GONE'], url: 'http://127.0.0.1:9/iso18626' },
    });
    const ran = await command('--peer', 'gone', '--rate', '200', '--out', join(folder, 'gone'));
    expect(ran.code).to.equal(2);
    expect(ran.out).to.include('gone could not be tested: the peer cannot be reached: connection refused.');
  });

  it('can be ended early: what it opened is cancelled, and the report says what was not tried', async () => {
    const path = '/api/v1/peers/south/conformance';
    const begun = await north.api('POST', path, { as: 'requester', messagesPerSecond: 1 });
    expect(begun.status).to.equal(202);
    expect((await north.api('POST', path, {})).status).to.equal(409);
    const view = await viewOnce(path, ({ results }) => (results as object[]).length > 0);
    expect(view['state']).to.equal('running');
    expect((await north.api('DELETE', path)).body).to.deep.equal({ result: 'done' });
    const { signed } = await viewOnce(path, ({ state }) => state !== 'running');
    const { report } = signed as SignedReport;
    expect(report.outcome).to.equal('stopped');
    expect(report.exchanges.map(({ check }) => check)).to.deep.equal(['request', 'cancel']);
    const tried = report.results.filter(({ verdict }) => verdict !== 'skipped').map(({ id }) => id);
    expect(tried).to.include.members(['request', 'cancel', 'clean-up']).and.not.include('doctype');
  });

  for (const edition of ['2014', '2021', '2017'])
    it(`passes where both speak the edition of ${edition}`, async () => {
      await speak(edition);
      const asked = { as: 'requester', messagesPerSecond: 200, answerSeconds: 1 };
      const { report } = await conform(north, 'south', asked);
      expect(report.edition).to.equal(edition);
      expect(failures(report, 'must')).to.deep.equal([]);
      expect(failures(report, 'should')).to.deep.equal([]);
    });

  async function viewOnce(
    path: string,
    fits: (view: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const { body } = await north.api('GET', path);
      if (fits(body)) return body;
      await wait(20);
    }
  }
});
