import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import exceljs from 'exceljs';
import { fromBuffer, type Entry } from 'yauzl';
import type { Caller } from '../../../src/access/index.js';
import { buildExportDesk, NotApproved, type ExportDesk } from '../../../src/audit/index.js';
import { csvRow } from '../../../src/audit/bundle/csv.js';
import { folderOf, verifyBundle } from '../../../src/audit/verify/verify.mjs';
import { openExportHouse, type OpenExportHouse } from '../../../src/cli/ledger/export-house.js';
import { closeLibraries, type Libraries } from '../../support/two-libraries.js';
import { lendwire } from '../../unit/cli/running.js';
import { knownToEachOther, personalRecord } from './busy-libraries.js';
import { canaries, foundIn } from './canaries.js';

const auditor: Caller = { kind: 'person', id: 'user-auditor', name: 'A', rights: {} };
const privacy: Caller = { kind: 'person', id: 'user-privacy', name: 'P', rights: {} };

/** A spreadsheet that takes it for a number shows 1.23457E+13. */
const digits = '12345678901234';

describe('the desk for exports', function () {
  this.timeout(60_000);
  let two: Libraries;
  let folder: string;
  let house: OpenExportHouse;
  let desk: ExportDesk;
  let loan: string;
  let redacted: string;

  before(async () => {
    two = await knownToEachOther({ forWholeSuite: true });
    loan = (await two.ask({ id: digits, ...personalRecord, item: { title: '=cmd()|<b>' } })).north;
    folder = mkdtempSync(join(tmpdir(), 'lendwire-exports-'));
    house = await openExportHouse(two.north.settings, { opensPersons: true, env: {} });
    desk = buildExportDesk(house, { folder, keepDays: 30 });
  });
  after(async () => {
    await desk.stop();
    await house.close();
    await closeLibraries(two);
    rmSync(folder, { recursive: true, force: true });
  });

  it('counts, makes one in the background, lists it, and gives a bundle that is whole', async () => {
    const selection = { request: loan };
    const counted = await desk.count(selection, auditor);
    expect(counted.entries).to.be.above(1).and.below(counted.size);
    const { id } = await desk.start({ selection, because: 'audit', messages: 'redacted' }, auditor);
    redacted = id;
    const done = await ended(id);
    expect(done).to.include({
      state: 'done',
      entries: counted.entries,
      isHere: true,
      words: `of request ${loan}`,
    });
    const files = await unzipped(id);
    const report = await verifyBundle(folderOf(files), {});
    expect(report.findings).to.deep.equal([]);
    expect(
      foundIn(readFileSync(join(files, 'messages/messages.jsonl')), Object.values(canaries)),
    ).to.deep.equal([]);
    const entry = (await two.north.entries()).find(({ facts }) => facts?.['export'] === id);
    expect(entry).to.deep.include({ kind: 'ledger-exported', because: 'audit' });
    expect(readFileSync(join(files, 'csv/requests.csv'), 'utf8')).to.match(/,'=cmd\(\)\|<b>,.*,title\r\n$/);
  });

  it('names persons only where another one has approved that selection', async () => {
    const wanted = { selection: { request: loan }, because: 'a dispute', messages: 'as-they-came' as const };
    const refused = await desk.start(wanted, auditor).catch((thrown: unknown) => thrown);
    expect(refused).to.be.instanceOf(NotApproved);
    const approval = (await desk.approve({ export: redacted, because: 'the court asks' }, privacy)) ?? '';
    expect(
      await desk.start({ ...wanted, approval }, privacy).catch((thrown: unknown) => thrown),
    ).to.be.instanceOf(NotApproved);
    const other = { ...wanted, selection: {}, approval };
    expect(await desk.start(other, auditor).catch((thrown: unknown) => thrown)).to.be.instanceOf(NotApproved);
    const { id: named } = await desk.start({ ...wanted, approval }, auditor);
    expect((await ended(named)).state).to.equal('done');
    const lines = readFileSync(join(await unzipped(named), 'messages/messages.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const bytes = lines.map((line) => (JSON.parse(line) as { bytes?: string }).bytes ?? '');
    expect(Buffer.from(bytes.join(''), 'base64').toString()).to.include(canaries.surname);
  });

  it('shows whoever is bound to an agency only what was asked for it', async () => {
    const bound = { ...auditor, agencies: ['isil:se-other'] };
    expect((await desk.count({}, bound)).entries).to.equal(0);
    expect(await desk.list(bound)).to.deep.equal([]);
    expect(await desk.list(auditor)).to.have.length(2);
  });

  it('gives no messages as they came without an approval at the command line either', async () => {
    const out = join(folder, 'named.zip');
    const asked = ['export', '--request', loan, '--out', out, '--approval', 'none'];
    const made = await lendwire([...asked, '--config', join(two.north.folder, 'gateway.json')]);
    expect(made.code).to.equal(1);
    expect(made.err).to.include('There is no approval none.');
    expect(existsSync(out)).to.equal(false);
  });

  it('gives the messages as they came at the command line under an approval of privacy, and covered without', async () => {
    const approval = (await desk.approve({ export: redacted, because: 'the court asks' }, privacy)) ?? '';
    const config = ['--config', join(two.north.folder, 'gateway.json')];
    const messagesOf = async (name: string, ...more: string[]): Promise<string> => {
      const out = join(folder, name);
      const made = await lendwire(['export', '--request', loan, '--out', out, ...more, ...config]);
      expect(made.code, made.err).to.equal(0);
      const lines = readFileSync(join(out, 'messages/messages.jsonl'), 'utf8').trim().split('\n');
      const bytes = lines.map((line) => (JSON.parse(line) as { bytes?: string }).bytes ?? '');
      return lines.join('') + Buffer.from(bytes.join(''), 'base64').toString();
    };
    expect(await messagesOf('as-they-came', '--approval', approval)).to.include(canaries.surname);
    expect(await messagesOf('covered')).to.not.include(canaries.surname);
  });

  it('tells how far one is, and ends it when asked, leaving no file', async () => {
    const before = readdirSync(folder);
    const { id } = await desk.start({ selection: {}, because: 'by mistake', messages: 'redacted' }, auditor);
    const begun = await desk.get(id, auditor);
    expect(begun?.state).to.equal('running');
    expect(begun?.progress).to.be.within(0, 1);
    expect(await desk.cancel(id, { ...auditor, agencies: ['isil:se-other'] })).to.equal(false);
    expect(await desk.cancel(id, auditor)).to.equal(true);
    const view = await ended(id);
    expect(view).to.include({ state: 'cancelled', isHere: false, failure: 'the export was ended' });
    expect(view).not.to.have.property('progress');
    expect(await desk.download(id, auditor)).to.equal(undefined);
    expect(await desk.cancel(id, auditor)).to.equal(false);
    expect(readdirSync(folder)).to.deep.equal(before);
  });

  it('gives a workbook whose ids are text, digits and all', async () => {
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(join(await unzipped(redacted), 'ledger.xlsx'));
    expect(workbook.worksheets.map(({ name }) => name)).to.deep.equal([
      'ledger',
      'requests',
      'deliveries',
      'definitions',
    ]);
    const sheet = workbook.getWorksheet('requests');
    const titles = sheet?.getRow(1).values as string[];
    const cell = (name: string) => sheet?.getRow(2).getCell(titles.indexOf(name));
    expect(cell('libraryId')?.value).to.equal(digits);
    expect(cell('request')?.value).to.equal(loan);
    expect(cell('title')?.value).to.equal('=cmd()|<b>');
    for (const name of ['libraryId', 'request', 'title', 'requestingAgencyRequestId'])
      expect([cell(name)?.type, cell(name)?.numFmt], name).to.deep.equal([exceljs.ValueType.String, '@']);
  });

  it('makes a case folder that names nobody and runs nothing', async () => {
    const file = join(folder, 'case.html');
    const made = await lendwire([
      'export',
      '--request',
      loan,
      '--case-folder',
      file,
      '--config',
      join(two.north.folder, 'gateway.json'),
    ]);
    expect(made.code, made.err).to.equal(0);
    const html = readFileSync(file, 'utf8');
    expect(html).to.include('What happened').and.include('=cmd()|&lt;b&gt;').and.not.include('<script>');
    expect(foundIn(Buffer.from(html), Object.values(canaries))).to.deep.equal([]);
  });

  async function ended(id: string) {
    for (;;) {
      const view = await desk.get(id, auditor);
      if (view !== undefined && view.state !== 'running') return view;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function unzipped(id: string): Promise<string> {
    const download = await desk.download(id, auditor);
    if (download === undefined) throw new Error('there is no file');
    const zip = join(folder, `${id}.zip`);
    await pipeline(download.content, createWriteStream(zip));
    const out = mkdtempSync(join(folder, 'out-'));
    await extract(readFileSync(zip), out);
    return out;
  }
});

describe('a row of a table', () => {
  it('runs nothing in a spreadsheet, says where it was kept from that, and doubles quotes [nr 33]', () => {
    const columns = ['a', 'b', 'c'].map((name, at) => ({ name, means: '', of: (row: string[]) => row[at] }));
    expect(csvRow(columns, ['=1+1', 'say "no"', '@x,y'])).to.equal(`'=1+1,"say ""no""","'@x,y",a c\r\n`);
  });
});

function extract(bytes: Buffer, out: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed !== null) return reject(failed);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            mkdirSync(join(out, entry.fileName, '..'), { recursive: true });
            writeFileSync(join(out, entry.fileName), Buffer.concat(chunks));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
