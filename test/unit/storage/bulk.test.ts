import { expect } from 'chai';
import { tableNames } from '../../../src/storage/engine/tables.js';
import {
  batchOfTables,
  batchParameters,
  batchStatement,
  bulkParameter,
  bulkStatement,
} from '../../../src/storage/sql/bulk.js';
import { CannotWrite, Conflict, RowRefused } from '../../../src/storage/engine/store.js';
import { storeError } from '../../../src/storage/sql/sql-store.js';

describe('bulk statements', () => {
  it('are one text a table with one parameter, whatever the number of rows', () => {
    for (const name of tableNames) {
      const statement = bulkStatement(name);
      expect(
        statement.match(/\$\d/g)?.filter((marker) => marker === '$1'),
        name,
      ).to.have.length(1);
      expect(bulkStatement(name), 'made once').to.equal(statement);
    }
  });

  it('never replace an entry, a body or what was received', () => {
    for (const name of [
      'entries',
      'entry_changes',
      'bodies',
      'received',
      'answers',
      'sealed_values',
      'tiles',
    ] as const)
      expect(bulkStatement(name), name).not.to.include('DO UPDATE');
  });

  it('carry rows as arrays in the order of the columns, and nothing that is no column', () => {
    const row = { value: 'v', name: 'n', stray: 1 };
    expect(bulkParameter('meta', [row, row])).to.equal('[["n","v"],["n","v"]]');
  });

  it('of a whole batch are one, that writes the tables in their order and the ledger’s head last', () => {
    const [, trigger = ''] = batchOfTables;
    const written = [...trigger.matchAll(/INSERT INTO (\w+) /g)].map(([, name]) => name);
    expect(written).to.deep.equal(tableNames);
    expect(written.at(-1)).to.equal('ledger_head');
    const parameters = batchParameters({ meta: [{ name: 'n', value: 'v' }] });
    expect(parameters).to.have.length(batchStatement.match(/\$\d+/g)?.length ?? 0);
    expect(parameters.filter((rows) => rows !== null)).to.deep.equal(['[["n","v"]]']);
    expect(parameters.indexOf('[["n","v"]]')).to.equal(tableNames.indexOf('meta'));
  });
});

describe('what a database’s error means for a batch', () => {
  const meanings: [string, unknown][] = [
    ['SQLITE_CONSTRAINT: UNIQUE constraint failed: transactions.request_id', Conflict],
    ['SQLITE_CONSTRAINT: CHECK constraint failed: phase', RowRefused],
    ['SQLITE_CONSTRAINT: FOREIGN KEY constraint failed', RowRefused],
    ['SQLITE_FULL: database or disk is full', CannotWrite],
    ['SQLITE_BUSY: database is locked', CannotWrite],
    ['SQLITE_IOERR: disk I/O error', CannotWrite],
    ['SQLITE_READONLY: attempt to write a readonly database', CannotWrite],
  ];
  for (const [text, meaning] of meanings)
    it(text, () => {
      expect(storeError(Object.assign(new Error('wrapped'), { parent: new Error(text) }))).to.be.instanceOf(
        meaning,
      );
    });

  it('leaves any other error as it is', () => {
    const fault = new Error('a fault of the program');
    expect(storeError(fault)).to.equal(fault);
  });
});
