import type { TreeHead } from '../../ledger/index.js';
import type { Asked, Edge, Resolved } from '../engine/store.js';
import { MetaName, type RowOf } from '../engine/tables.js';

/** What a batch sees first: the ledger's head, and what the keys of its use cases name. Queries stand apart. */
export interface Look {
  edge: Edge;
  resolved: Omit<Resolved, 'found'>;
}

/** One row of a look, of whichever table: unused columns are empty. */
export interface LookRow {
  part: 'head' | 'loan' | 'delivery' | 'received' | 'answer';
  number: number | null;
  one: string;
  two: string | null;
  three: string | null;
  four: string | null;
  five: string | null;
}

/** All in one statement: it costs one way to the driver and back, not six. */
export const lookStatement = `SELECT 'head' AS part, size AS number, peaks AS one,
    (SELECT value FROM meta WHERE name = '${MetaName.RootsVersion}') AS two,
    (SELECT value FROM meta WHERE name = '${MetaName.LinesVersion}') AS three, NULL AS four, NULL AS five FROM ledger_head
  UNION ALL SELECT 'loan', NULL, t.loan_id, NULL, NULL, NULL, NULL FROM json_each($1) k CROSS JOIN transactions t
    WHERE t.role = json_extract(k.value, '$[0]') AND t.requesting_key = json_extract(k.value, '$[1]')
      AND t.supplying_key = json_extract(k.value, '$[2]') AND t.request_id = json_extract(k.value, '$[3]')
  UNION ALL SELECT 'loan', NULL, l.id, NULL, NULL, NULL, NULL FROM json_each($2) k CROSS JOIN loan_records l
    WHERE l.agency = json_extract(k.value, '$[0]') AND l.library_id = json_extract(k.value, '$[1]')
  UNION ALL SELECT 'delivery', NULL, id, loan_id, NULL, NULL, NULL
    FROM deliveries WHERE id IN (SELECT value FROM json_each($3))
  UNION ALL SELECT 'received', NULL, identity, hash, loan_id, body_id, confirmation
    FROM received WHERE identity IN (SELECT value FROM json_each($4))
  UNION ALL SELECT 'answer', NULL, key, request, answer, NULL, NULL
    FROM answers WHERE key IN (SELECT value FROM json_each($5))`;

export function lookParameters({
  transactions,
  libraryIds,
  deliveries,
  identities,
  answers,
}: Asked): string[] {
  return [
    transactions.map((key) => [key.role, key.requestingKey, key.supplyingKey, key.requestId]),
    libraryIds.map(({ agency, libraryId }) => [agency, libraryId]),
    deliveries,
    identities,
    answers,
  ].map((keys) => JSON.stringify(keys));
}

export function lookOf(rows: readonly LookRow[]): Look {
  const edge: Edge = { head: { size: 0, peaks: [] }, rootsVersion: 0, linesVersion: 0 };
  const loans: string[] = [];
  const deliveries = new Map<string, string>();
  const received: RowOf<'received'>[] = [];
  const answers: RowOf<'answers'>[] = [];
  for (const { part, number, one, two, three, four, five } of rows)
    switch (part) {
      case 'head':
        edge.head = headOf(number, one);
        edge.rootsVersion = Number(two ?? 0);
        edge.linesVersion = Number(three ?? 0);
        if (four !== null) edge.storeNow = new Date(four);
        break;
      case 'loan':
        loans.push(one);
        break;
      case 'delivery':
        deliveries.set(one, text(two));
        break;
      case 'received':
        received.push({
          ...{ identity: one, hash: text(two), loan_id: text(three) },
          ...{ body_id: text(four), confirmation: text(five) },
        });
        break;
      case 'answer':
        answers.push({ key: one, request: text(two), answer: text(three) });
        break;
    }
  loans.push(...deliveries.values(), ...received.map(({ loan_id: loan }) => loan));
  return { edge, resolved: { loans, deliveries, received: received.sort(oldestFirst), answers } };
}

function headOf(size: number | null, peaks: string): TreeHead {
  return { size: size ?? 0, peaks: JSON.parse(peaks) as string[] };
}

/** Ids of bodies are ordered by time. */
function oldestFirst(one: RowOf<'received'>, other: RowOf<'received'>): number {
  return one.body_id < other.body_id ? -1 : 1;
}

function text(column: string | null): string {
  return column ?? '';
}
