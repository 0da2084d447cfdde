import { expect } from 'chai';
import { aRecord, readingOf } from './reading.js';

const json = (value: unknown): string => JSON.stringify(value, null, 2);

describe('loan records in JSON', () => {
  it('come as one, as a list, or as records in braces', async () => {
    expect(await readingOf(json(aRecord()), { format: 'json' })).to.deep.equal(['record 1: ok N-1']);
    const two = [aRecord(), aRecord({ id: 'N-2' })];
    const both = ['record 1: ok N-1', 'record 2: ok N-2'];
    expect(await readingOf(json(two), { format: 'json' })).to.deep.equal(both);
    expect(await readingOf(`\ufeff${json({ records: two })}`, { format: 'json' })).to.deep.equal(both);
    expect(await readingOf('[]', { format: 'json' })).to.deep.equal([]);
  });

  it('name the record and the field of a fault, and the others are read', async () => {
    const records = [aRecord(), aRecord({ service: {} }), 7, aRecord({ id: 'N-4' })];
    expect(await readingOf(json(records), { format: 'json' })).to.deep.equal([
      'record 1: ok N-1',
      'record 2: /service/type is missing',
      'record 3: / is a number, not a loan record in braces',
      'record 4: ok N-4',
    ]);
  });

  it('take what they leave out from the defaults of a map', async () => {
    const map = { defaults: { 'service.type': 'Loan', suppliers: ['ISIL:A'] } };
    const bare = {
      id: 'N-1',
      patron: { reference: 'P' },
      item: { title: 'Aniara' },
      service: { type: '' },
      suppliers: [],
    };
    expect(await readingOf(json([bare]), { format: 'json', map })).to.deep.equal(['record 1: ok N-1']);
  });

  it('say where the text breaks, without repeating what stands there', async () => {
    const broken = async (text: string): Promise<string> =>
      (await readingOf(text, { format: 'json' })).join();
    expect(await broken('[{\n  "id": "1"\n  "patron": "Provsson" }]')).to.match(
      /^line 3: \/ is not JSON: look at character 3/,
    );
    expect(await broken('[{\n  "id": "1",\n  "patron": Provsson }]')).to.equal(
      'line 3: / is not JSON: look at character 13 of the line',
    );
    expect(await broken('[{\n "id": "1"\n\n')).to.equal('line 2: / is not JSON: it ends too early');
    expect(await broken('')).to.equal('line 1: / is empty');
  });
});

describe('loan records in JSON Lines', () => {
  it('are read line by line; a bad line costs itself', async () => {
    const text = [
      JSON.stringify(aRecord()),
      '',
      '{"id": }',
      JSON.stringify(aRecord({ id: 'N-3', suppliers: 'x' })),
    ].join('\n');
    expect(await readingOf(text, { format: 'jsonl' })).to.deep.equal([
      'line 1: ok N-1',
      'line 3: / is not JSON: look at character 8 of the line',
      'line 4: /suppliers must be a list in square brackets, but is text',
    ]);
  });
});
