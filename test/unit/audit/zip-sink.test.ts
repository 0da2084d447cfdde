import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { open, type Entry } from 'yauzl';
import { Outgoing } from '../../../src/audit/bundle/outgoing.js';
import { zipSink } from '../../../src/audit/bundle/sink.js';

describe('a zip file that is written', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-zip-'));
    mkdirSync(join(folder, 'beside'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('holds files that grew at the same time, packed or as they are, with their checksums', async () => {
    const path = join(folder, 'a.zip');
    const sink = await zipSink(path, join(folder, 'beside'));
    const first = new Outgoing(sink.open('first.jsonl'));
    const second = new Outgoing(sink.open('csv/zweite Fläche.csv'));
    const stored = new Outgoing(sink.open('stored.bin', { compress: false }));
    const empty = new Outgoing(sink.open('empty.txt'));
    const expected = { first: '', second: '' };
    for (let line = 0; line < 20_000; line += 1) {
      expected.first += `${line} \u00e5\u{1f4d6} and so on\n`;
      first.add(`${line} \u00e5\u{1f4d6} and so on\n`);
      expected.second += `${line * 7};"x"\r\n`;
      second.add(`${line * 7};"x"\r\n`);
      if (line % 500 === 0) await Promise.all([first.flush(), second.flush()]);
    }
    const long = 'z'.repeat(600_000);
    second.add(long);
    stored.addBytes(Buffer.from([1, 2, 3]));
    const told = await first.end();
    for (const file of [second, stored, empty]) await file.end();
    const bytes = await sink.end();
    expect(told.bytes).to.equal(Buffer.byteLength(expected.first));
    const read = await contentsOf(path);
    expect(read.bytes).to.equal(bytes);
    expect([...read.files.keys()]).to.deep.equal([
      'first.jsonl',
      'csv/zweite Fläche.csv',
      'stored.bin',
      'empty.txt',
    ]);
    expect(read.files.get('first.jsonl')?.toString() === expected.first).to.equal(true);
    expect(read.files.get('csv/zweite Fläche.csv')?.toString() === expected.second + long).to.equal(true);
    expect(read.files.get('stored.bin')).to.deep.equal(Buffer.from([1, 2, 3]));
    expect(read.files.get('empty.txt')).to.have.length(0);
  });

  it('leaves nothing behind where it is ended before its end', async () => {
    const sink = await zipSink(join(folder, 'a.zip'), join(folder, 'beside'));
    const file = new Outgoing(sink.open('first.txt'));
    file.add('x'.repeat(100_000));
    await file.flush();
    await sink.abort();
    expect(readdirSync(folder)).to.deep.equal(['beside']);
    const late = await file.end().catch((thrown: unknown) => thrown);
    expect(late).to.be.instanceOf(Error);
  });
});

/** All files of an archive, each held against its checksum. */
function contentsOf(path: string): Promise<{ bytes: number; files: Map<string, Buffer> }> {
  const files = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      zip.on('error', reject);
      zip.on('end', () => resolve({ bytes: zip.fileSize, files }));
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed !== null) return reject(failed);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            const content = Buffer.concat(chunks);
            if (crc32(content) !== entry.crc32) return reject(new Error(`${entry.fileName} is damaged`));
            files.set(entry.fileName, content);
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
