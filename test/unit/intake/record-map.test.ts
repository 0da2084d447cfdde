import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readMap } from '../../../src/intake/index.js';
import { readingOf, told } from './reading.js';

function faults(map: unknown): string[] {
  const reading = readMap(map);
  return reading.ok ? [] : told(reading.faults);
}

describe('a map of columns', () => {
  it('says all its mistakes at once, before a record is read', () => {
    const map = {
      columns: { Titel: 'item.titel', A: 'item.title', B: 'item.title', C: 7 },
      default: {},
      defaults: { suppliers: 'ISIL:A', 'service.type': ['Loan'], 'service.typ': 'Loan' },
      values: { 'service.type': ['Lån'], nothing: {} },
      delimiter: ';;',
      listSeparator: '',
      encoding: 'latin-9',
    };
    expect(faults(map)).to.deep.equal([
      'map: /columns/Titel "item.titel" is not a field of a loan record; did you mean "item.title"?',
      'map: /columns/C must be the name of a field, but is a number',
      'map: /columns/B gives "item.title", as the column "A" does already',
      'map: /default is not a part of a map; did you mean "defaults"?',
      'map: /defaults/suppliers must be a list of texts, but is text',
      'map: /defaults/service.type must be text, but is a list',
      'map: /defaults/service.typ "service.typ" is not a field of a loan record; did you mean "service.type"?',
      'map: /values/service.type must be an object that gives a code for each word',
      'map: /values/nothing "nothing" is not a field of a loan record',
      'map: /delimiter must be one character, such as ";"',
      'map: /listSeparator must be one character, such as "|"',
      'map: /encoding "latin-9" is none of utf-8, windows-1252, utf-16le',
    ]);
  });

  it('is refused when it is no map', () => {
    expect(faults([])).to.deep.equal(['map: / is a list, not a map in braces']);
    expect(faults({ columns: 'id' })).to.deep.equal([
      'map: /columns must be an object in braces, but is text',
    ]);
    expect(faults(JSON.parse('{"__proto__":1,"constructor":1}'))).to.have.length(2);
  });

  it('lets several columns fill one list', async () => {
    const map = {
      columns: { Nr: 'id', P: 'patron.reference', First: 'suppliers', Second: 'suppliers', T: 'item.title' },
      defaults: { 'service.type': 'Loan' },
    };
    expect(
      await readingOf('Nr,P,T,First,Second\n1,P,T,ISIL:A,ISIL:A\n', { format: 'csv', map }),
    ).to.deep.equal(['line 2: Second names ISIL:A twice']);
  });

  it('stops the reading when it is wrong or not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lendwire-map-'));
    try {
      const mapPath = join(folder, 'map.json');
      expect(await readingOf('id\n1\n', { format: 'csv', mapPath })).to.deep.equal([
        'map: map.json does not exist',
      ]);
      await writeFile(mapPath, '{ "columns": ');
      expect(await readingOf('id\n1\n', { format: 'csv', mapPath })).to.deep.equal([
        'map: map.json is not JSON',
      ]);
      await writeFile(mapPath, '{ "columns": { "Titel": "titel" } }');
      expect(await readingOf('id\n1\n', { format: 'csv', mapPath })).to.deep.equal([
        'map: /columns/Titel "titel" is not a field of a loan record',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has no columns for JSON', async () => {
    expect(await readingOf('[]', { format: 'json', map: { columns: { Nr: 'id' } } })).to.deep.equal([
      'map: /columns says nothing for JSON, whose records carry the names of fields; leave it out',
    ]);
  });
});
