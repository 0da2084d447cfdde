import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createSigningKey, verifyLedger, type JsonObject } from '../../../src/ledger/index.js';
import { announceSigningKey, enterFact, keptCheckpoints, type UseCase } from '../../../src/storage/index.js';
import { onPostgres } from '../../support/place.js';
import {
  addPeer,
  changeDelivery,
  derive,
  entryOf,
  look,
  renameRecord,
  requestKey,
  sqlHouse,
  takeRequest,
} from './lending.js';

describe('rows and the entries that they follow from', () => {
  let house: Awaited<ReturnType<typeof sqlHouse>>;
  afterEach(() => house.close());

  async function busyHouse(): Promise<{ delivery: string; loan: string; transaction: string }> {
    house = await sqlHouse();
    await house.committer.commit(addPeer('north', 'North'));
    await Promise.all(Array.from({ length: 20 }, (_, at) => house.committer.commit(takeRequest(`r-${at}`))));
    const taken = await house.committer.commit(takeRequest('looked-at'));
    await house.committer.commit(renameRecord(requestKey('looked-at'), 'Under the Net'));
    await house.committer.commit(
      changeDelivery(taken.delivery, (before) => ({ ...before, attempts: 1, cause: 'HTTP 500' })),
    );
    await house.committer.commit(addPeer('north', 'Northern'));
    return taken;
  }

  /** What the check finds after a statement that goes behind the committer's back. */
  async function foundAfter(...statements: string[]): Promise<string[]> {
    await house.storage.database.turn(async (writer) => {
      await writer.run(onPostgres ? `SET session_replication_role = 'replica'` : 'PRAGMA foreign_keys = OFF');
      for (const statement of statements) await writer.run(statement);
      await writer.run(onPostgres ? 'RESET session_replication_role' : 'PRAGMA foreign_keys = ON');
    });
    const { differences } = await house.storage.rebuildCheck();
    return differences.map(({ table, id, what }) => `${table} ${id} ${what}`);
  }

  /** All rows of the fold, their states read, so that the order of members does not matter. */
  async function folded(): Promise<unknown[]> {
    const tables = ['loan_records', 'transactions', 'deliveries'] as const;
    const rows = await Promise.all(tables.map((table) => house.rows(table)));
    return rows.flat().map((row) => ({ ...row, state: JSON.parse(row.state) as unknown }));
  }

  it('are equal after a busy run', async () => {
    await busyHouse();
    const report = await house.storage.rebuildCheck();
    expect(report).to.deep.include({ entries: 46, bodies: 21, differences: [] });
  });

  it('are held against every entry that there is, also those that change no row', async () => {
    await busyHouse();
    await house.committer.commit(
      enterFact('database-copied', {
        because: 'the database was copied',
        actor: { kind: 'system', id: 'copy' },
      }),
    );
    const { entries } = await house.storage.rebuildCheck();
    const verified = await verifyLedger(await house.storage.ledgerSource());
    expect(verified).to.deep.include({ whole: true, size: entries });
  });

  it('are told apart where a row was changed, removed or invented', async () => {
    const { loan, delivery, transaction } = await busyHouse();
    const wrongs: [string, string][] = [
      [
        `UPDATE loan_records SET state = replace(state, '"phase":"open"', '"phase":"closed"') WHERE id = '${loan}'`,
        `loan_records ${loan} is not what`,
      ],
      [
        `UPDATE loan_records SET next_clock_at = NULL WHERE id = '${loan}'`,
        `loan_records ${loan} has a wrong next clock`,
      ],
      [
        `UPDATE loan_records SET attention = 'overdue' WHERE id = '${loan}'`,
        `loan_records ${loan} has a wrong attention`,
      ],
      [
        `UPDATE transactions SET version = 2 WHERE id = '${transaction}'`,
        `transactions ${transaction} has version 2`,
      ],
      [
        `UPDATE deliveries SET head_due_at = NULL WHERE id = '${delivery}'`,
        `deliveries ${delivery} has a wrong place`,
      ],
      [`UPDATE roots SET state = '{"name":"Southern"}'`, 'roots north is not what'],
      [`DELETE FROM deliveries WHERE id = '${delivery}'`, `deliveries ${delivery} is missing`],
      [
        `INSERT INTO shipments (id, version, loan_id, transaction_id, direction, sent_at, state)
          VALUES ('invented', 1, '${loan}', '${transaction}', 'out', '2026-03-02T08:00:00.000Z', '{}')`,
        'shipments invented follows from no entry',
      ],
    ];
    for (const [statement, found] of wrongs) {
      const differences = await foundAfter(statement);
      expect(differences, statement).not.to.be.empty;
      expect(differences[0]).to.include(found);
      await house.storage.rebuild();
      expect(await foundAfter(), `after ${statement} rows were written anew`).to.deep.equal([]);
    }
  });

  it('are named, whichever table was tampered with: each that is folded', async () => {
    const { loan, transaction } = await busyHouse();
    await house.committer.commit(withParts(loan, transaction));
    expect(await foundAfter()).to.deep.equal([]);
    for (const table of [
      'loan_records',
      'transactions',
      'shipments',
      'claims',
      'notices',
      'deliveries',
      'roots',
    ]) {
      const whose =
        table === 'roots' ? '' : ` WHERE ${table === 'loan_records' ? 'id' : 'loan_id'} = '${loan}'`;
      const altered = 'substr(state, 1, length(state) - 1)';
      const [found] = await foundAfter(
        `UPDATE ${table} SET state = ${altered} || ',"tampered":true}'${whose}`,
      );
      expect(found, table).to.match(new RegExp(`^${table} .* is not what`));
      await house.storage.rebuild();
      expect(await foundAfter(), `after ${table} were written anew`).to.deep.equal([]);
    }
  });

  it('name a kept body that is not the one that its entry was hashed over', async () => {
    const { loan } = await busyHouse();
    const [found, ...others] = await foundAfter(
      `UPDATE bodies SET template = template || ' ' WHERE loan_id = '${loan}'`,
    );
    expect(others).to.deep.equal([]);
    expect(found).to.include('is not what its entry was hashed over');
  });

  it('are written anew from the entries alone, claims and order of sending included', async () => {
    const { delivery, loan } = await busyHouse();
    await house.committer.commit({
      name: 'claim',
      source: 'unbounded',
      needs: { loans: [{ by: 'delivery', id: delivery }] },
      decide: () => ({
        result: 0,
        unfolded: { claims: [{ delivery, claim: { process: 'p', until: '2026-03-02T09:00:00.000Z' } }] },
      }),
    });
    const before = await folded();
    await foundAfter(
      `UPDATE deliveries SET state = '{}', head_due_at = NULL`,
      `UPDATE transactions SET state = '{}'`,
      `UPDATE loan_records SET state = '{}', title = ''`,
    );
    expect(await house.storage.rebuild()).to.equal(21);
    expect(await folded()).to.deep.equal(before);
    const seen = await house.committer.commit(
      look(
        { loans: [{ by: 'id', id: loan }] },
        (loaded) => loaded.loan({ by: 'id', id: loan })?.leases.get(delivery)?.process,
      ),
    );
    expect(seen).to.equal('p');
  });

  it('can be checked beside a gateway that goes on writing', async () => {
    await busyHouse();
    const busy = new Set(['writing']);
    const writing = (async () => {
      for (let at = 0; busy.size > 0; at += 1) {
        await house.committer.commit(takeRequest(`beside-${at}`));
        await house.committer.commit(renameRecord(requestKey(`beside-${at}`), `title ${at}`));
      }
    })();
    for (let time = 0; time < 3; time += 1)
      expect((await house.storage.rebuildCheck()).differences).to.deep.equal([]);
    busy.clear();
    await writing;
  });

  it('derive what the rules derive, and the check asks the same rules', async () => {
    house = await sqlHouse({
      derive: (loan, directory) => ({ ...derive(loan, directory), attention: 'problem' }),
    });
    await house.committer.commit(takeRequest('r-1'));
    expect((await house.rows('loan_records'))[0]?.attention).to.equal('problem');
    expect((await house.storage.rebuildCheck()).differences).to.deep.equal([]);
  });
});

describe('the ledger of a live database', () => {
  it('verifies, with checkpoints in the table and in the file beside it', async () => {
    const house = await sqlHouse();
    try {
      const key = createSigningKey('house.example', randomBytes);
      await house.committer.commit(announceSigningKey(key));
      await Promise.all(
        Array.from({ length: 150 }, (_, at) => house.committer.commit(takeRequest(`r-${at}`))),
      );
      const note = await house.storage.checkpoint(key, house.clock.now());
      expect(await house.storage.checkpoint(key, house.clock.now()), 'nothing new to sign').to.equal(
        undefined,
      );
      await house.committer.commit(takeRequest('after'));
      expect(keptCheckpoints(house.path)).to.deep.equal([note]);
      const verdict = await verifyLedger(await house.storage.ledgerSource(), {
        checkpoints: keptCheckpoints(house.path),
      });
      expect(verdict).to.include({ whole: true, size: 303, signedSize: 301 });
    } finally {
      await house.close();
    }
  });
});

/** A parcel, a claim and a notice of one loan, each by an entry. */
function withParts(loan: string, transaction: string): UseCase<void> {
  const at = '2026-03-02T09:00:00.000Z';
  const parts: [string, JsonObject][] = [
    ['shipment', { transaction, direction: 'out', ours: true, sentAt: at }],
    [
      'claim',
      {
        ...{ transaction, peer: 'north', by: 'us', cause: 'lost', state: 'drafted', currency: 'EUR' },
        ...{ charges: {}, lines: {}, steps: {}, openedAt: at },
      },
    ],
    [
      'notice',
      {
        ...{ to: 'patron', kind: 'arrived', language: 'en', way: 'mail', state: 'queued' },
        ...{ madeAt: at, attempts: 0 },
      },
    ],
  ];
  return {
    name: 'with-parts',
    source: 'people',
    needs: { loans: [{ by: 'id', id: loan }] },
    decide: () => ({
      result: undefined,
      entries: parts.map(([aggregate, state]) =>
        entryOf({
          kind: 'act',
          loan,
          changes: [{ aggregate, id: `${aggregate}-1`, version: 1, set: { loan, ...state } }],
        }),
      ),
    }),
  };
}
