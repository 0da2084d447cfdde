import {
  Conflict,
  RowRefused,
  type Asked,
  type Edge,
  type LoanRows,
  type Resolved,
  type Store,
  type Turn,
} from '../engine/store.js';
import { MetaName, type RowOf, type Writes } from '../engine/tables.js';
import type { Database, Writer } from '../sql/connected.js';
import { loanRowsOf, wholeLoans, type LoanPartRow } from '../sql/loan-parts.js';
import { OpenTurn } from '../sql/open-turn.js';
import { lookOf, type LookRow } from '../sql/look.js';
import { bulkWrite } from './postgres-bulk.js';
import { postgresError } from './postgres-errors.js';
import {
  findStatement,
  lookParameters,
  lookStatement,
  namedParameters,
  namedStatement,
} from './postgres-look.js';

/**
 * Batches in PostgreSQL at READ COMMITTED, beside those of other processes. A batch locks the loans that it names in the
 * order of their ids, then whatever its queries find unlocked, and the ledger's head last. Architecture 3.1.
 */
export class PostgresStore implements Store {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  begin(): Promise<Turn> {
    return new Promise((resolve, reject) => {
      // The connection goes back when the batch has ended.
      this.#database
        .turn(async (writer) => {
          await writer.run('BEGIN');
          await new Promise<void>((ended) => resolve(new PostgresTurn(writer, ended)));
        })
        .catch((thrown: unknown) => reject(postgresError(thrown)));
    });
  }

  /** Behind the head's lock, which a COMMIT that is still under way holds: so the answer does not change any more. */
  holds(seq: number, text: string): Promise<boolean> {
    return asStoreError(() =>
      this.#database.inOneCommit(async (writer) => {
        await writer.all('SELECT 1 FROM ledger_head FOR UPDATE');
        const [row] = await writer.all<{ text: string }>('SELECT text FROM entries WHERE seq = $1', [seq]);
        return row?.text === text;
      }),
    );
  }
}

class PostgresTurn extends OpenTurn implements Turn {
  constructor(writer: Writer, ended: () => void) {
    super(writer, { ended, meaningOf: postgresError });
  }

  async look(asked: Asked): Promise<{ edge: Edge; resolved: Resolved }> {
    const named = await this.#named(asked);
    const { loans: mine } = lookOf(named).resolved;
    const locked = new Set(await this.#lock([...asked.loans, ...mine]));
    const found: string[][] = [];
    for (const query of asked.queries) found.push(await this.find(...findStatement(query)));
    const seen = await this.all<LookRow>(lookStatement, lookParameters(asked));
    const { edge, resolved } = lookOf([...named.filter(({ part }) => part !== 'received'), ...seen]);
    this.edge = edge;
    // Somebody else made it between the two looks.
    if (resolved.loans.some((loan) => !locked.has(loan)))
      throw new Conflict('a message was received elsewhere at the same time');
    return { edge, resolved: { ...resolved, loans: [...resolved.loans, ...found.flat()], found } };
  }

  async loans(ids: readonly string[]): Promise<LoanRows> {
    return loanRowsOf(await this.all<LoanPartRow>(WHOLE_LOANS, [ids]));
  }

  async write(writes: Writes, atTheEdge?: (edge: Edge) => Promise<Writes>): Promise<void> {
    await this.#put(writes);
    if (atTheEdge !== undefined) await this.#put(await atTheEdge(await this.#lockedEdge(writes)));
  }

  async destroyKeys(holders: readonly string[]): Promise<void> {
    const sorted = [...holders].sort();
    await this.all('DELETE FROM data_keys WHERE holder = ANY($1)', [sorted]);
    await this.all('DELETE FROM loan_patrons WHERE loan_id = ANY($1)', [sorted]);
  }

  async #named(asked: Asked): Promise<LookRow[]> {
    const { transactions, libraryIds, deliveries, identities } = asked;
    const isEmpty = transactions.length + libraryIds.length + deliveries.length + identities.length === 0;
    return isEmpty ? [] : this.all<LookRow>(namedStatement, namedParameters(asked));
  }

  async #lock(loans: readonly string[]): Promise<string[]> {
    if (loans.length === 0) return [];
    const rows = await this.all<{ id: string }>(
      'SELECT id FROM loan_records WHERE id = ANY($1) ORDER BY id FOR UPDATE',
      [[...new Set(loans)]],
    );
    return rows.map(({ id }) => id);
  }

  async #put(writes: Writes): Promise<void> {
    const statement = bulkWrite(writes);
    if (statement !== undefined) await this.all(statement.sql, statement.bind);
  }

  /** The head row last: every batch wants it, and it is held until COMMIT. */
  async #lockedEdge({ roots, peer_lines: lines }: Writes): Promise<Edge> {
    const [head] = await this.all<{ size: number; peaks: string }>(
      'SELECT size, peaks FROM ledger_head WHERE id = 1 FOR UPDATE',
    );
    if (head === undefined || this.edge === undefined) throw new RowRefused('the ledger has no head');
    const edge: Edge = {
      ...this.edge,
      head: { size: head.size, peaks: JSON.parse(head.peaks) as string[] },
    };
    if (roots === undefined && lines === undefined) return edge;
    // A statement of its own: the one that waited for the head sees the other tables as they were before.
    const meta = await this.all<RowOf<'meta'>>('SELECT name, value FROM meta');
    const version = (name: string): number => Number(meta.find((row) => row.name === name)?.value ?? 0);
    return {
      ...edge,
      rootsVersion: version(MetaName.RootsVersion),
      linesVersion: version(MetaName.LinesVersion),
    };
  }
}

const WHOLE_LOANS = wholeLoans((column) => `${column} = ANY(CAST($1 AS text[]))`);

async function asStoreError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw postgresError(thrown);
  }
}
