import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLists } from '../../../src/iso18626/index.js';
import { readRecords } from '../../../src/intake/index.js';
import { recordFields } from '../../../src/intake/loan-record-schema.js';
import type { ReadOptions, ReadRecord } from '../../../src/intake/index.js';
import { all } from './reading.js';

const demo = new URL('../../../config/demo/', import.meta.url).pathname;
const files: [file: string, options: ReadOptions, records: number][] = [
  ['north/books.csv', { mapPath: join(demo, 'north/map.json') }, 14],
  ['north/articles.json', {}, 8],
  ['south/books.json', {}, 10],
  ['south/films.marcxml', { mapPath: join(demo, 'south/films.map.json') }, 8],
  ['south/more.csv', {}, 8],
];

describe("the demo's loan records", () => {
  for (const [file, options, records] of files)
    it(`${file} is read without a fault or a doubt, to its last byte`, async () => {
      const reading = readRecords(join(demo, file), options);
      const read = await all(reading);
      expect(read.filter(({ outcome }) => !outcome.ok || outcome.warnings.length > 0)).to.deep.equal([]);
      expect(read).to.have.length(records);
      expect(reading.bytesRead).to.equal((await stat(join(demo, file))).size);
      expect(reading.totalBytes).to.equal(reading.bytesRead);
    });

  it('have ids of their own, and ask the other library', async () => {
    const read: ReadRecord[] = [];
    for (const [file, options] of files) read.push(...(await all(readRecords(join(demo, file), options))));
    const records = read.flatMap(({ outcome }) => (outcome.ok ? [outcome.record] : []));
    expect(new Set(records.map(({ id }) => id)).size).to.equal(48);
    for (const { agency, suppliers } of records)
      expect(suppliers.at(-1)).to.equal(agency === 'ISIL:SE-NORTH' ? 'ISIL:SE-SOUTH' : 'ISIL:SE-NORTH');
    expect(records.filter(({ suppliers }) => suppliers[0] === 'ISIL:SE-EAST')).to.have.length(3);
  });
});

describe('a file that cannot be read', () => {
  it('is one fault, in words', async () => {
    const faultOf = async (path: string): Promise<unknown> => (await all(readRecords(path)))[0]?.outcome;
    const refused = (field: string, reason: string): unknown => ({
      ok: false,
      faults: [{ at: 'file', field, reason }],
    });
    expect(await faultOf(join(demo, 'none.csv'))).to.deep.equal(refused('none.csv', 'does not exist'));
    expect(await faultOf(join(demo, 'README.md'))).to.deep.equal(
      refused('README.md', 'has an ending that says no format; say which: csv, json, jsonl, marcxml'),
    );
    const [folder] = await all(readRecords(tmpdir(), { format: 'csv' }));
    expect(folder?.outcome).to.have.nested.property('faults[0].reason', 'is a folder');
  });
});

interface Node {
  $ref?: string;
  description?: string;
  examples?: unknown[];
  properties?: Record<string, Node>;
  enum?: string[];
  additionalProperties?: boolean;
  type?: string;
}

describe('the contract of a loan record', () => {
  const path = new URL('../../../schemas/loan-record.schema.json', import.meta.url);
  const contract = JSON.parse(readFileSync(path, 'utf8')) as Node & { $defs: Record<string, Node> };
  const nodes = [contract, ...Object.values(contract.$defs)].flatMap((node) => [node, ...within(node)]);

  function within(node: Node): Node[] {
    return Object.values(node.properties ?? {}).flatMap((child) => [child, ...within(child)]);
  }

  it('describes every field, gives an example of every text, and lets no unknown field pass', () => {
    for (const node of nodes) {
      expect(node.description, JSON.stringify(node)).to.be.a('string');
      if (node.type === 'string') expect(node.examples, JSON.stringify(node)).not.to.be.empty;
      if (node.type === 'object') expect(node.additionalProperties, node.description ?? '').to.equal(false);
    }
    expect(nodes.length).to.be.greaterThan(60);
  });

  it('has every field in its guide', () => {
    const guide = readFileSync(new URL('../../../docs/loan-records.md', import.meta.url), 'utf8');
    expect([...recordFields.keys()].filter((field) => !guide.includes(`\`${field}\``))).to.deep.equal([]);
    expect(recordFields.size).to.equal(59);
  });

  it("has the standard's codes", () => {
    const codesOf = (field: string): string[] | undefined =>
      nodes.find((node) => node.properties?.[field]?.enum !== undefined)?.properties?.[field]?.enum;
    expect(codesOf('publicationType')).to.have.members([...openLists.publicationType.values]);
    expect(codesOf('level')).to.have.members([...openLists.serviceLevel.values]);
    expect(openLists.preferredFormat.values).to.include.members(codesOf('format') ?? []);
  });
});
