import { hasNumber, trackingParameters } from '../sql/numbers.js';
import type { Asked } from '../engine/store.js';
import { MetaName } from '../engine/tables.js';
import type { Query } from '../use-case.js';

/** The database's clock as times are kept. */
const NOW = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Which loans the keys and identities name; nothing is locked yet. */
export const namedStatement = `SELECT 'loan' AS part, CAST(NULL AS bigint) AS number, t.loan_id AS one, CAST(NULL AS text) AS two,
    CAST(NULL AS text) AS three, CAST(NULL AS text) AS four, CAST(NULL AS text) AS five
    FROM unnest(CAST($1 AS text[]), CAST($2 AS text[]), CAST($3 AS text[]), CAST($4 AS text[])) AS k(role, requesting, supplying, request)
    JOIN transactions t ON t.request_id = k.request AND t.requesting_key = k.requesting
      AND t.supplying_key = k.supplying AND t.role = k.role
  UNION ALL SELECT 'loan', NULL, l.id, NULL, NULL, NULL, NULL
    FROM unnest(CAST($5 AS text[]), CAST($6 AS text[])) AS k(agency, library)
    JOIN loan_records l ON l.agency = k.agency AND l.library_id = k.library
  UNION ALL SELECT 'delivery', NULL, id, loan_id, NULL, NULL, NULL FROM deliveries WHERE id = ANY(CAST($7 AS text[]))
  UNION ALL SELECT 'received', NULL, identity, hash, loan_id, body_id, confirmation
    FROM received WHERE identity = ANY(CAST($8 AS text[]))`;

export function namedParameters({ transactions, libraryIds, deliveries, identities }: Asked): string[][] {
  return [
    transactions.map(({ role }) => role),
    transactions.map(({ requestingKey }) => requestingKey),
    transactions.map(({ supplyingKey }) => supplyingKey),
    transactions.map(({ requestId }) => requestId),
    libraryIds.map(({ agency }) => agency),
    libraryIds.map(({ libraryId }) => libraryId),
    [...deliveries],
    [...identities],
  ];
}

/** What is read once the loans are locked: nothing that stands under them moves any more. */
export const lookStatement = `SELECT 'head' AS part, size AS number, peaks AS one,
    (SELECT value FROM meta WHERE name = '${MetaName.RootsVersion}') AS two,
    (SELECT value FROM meta WHERE name = '${MetaName.LinesVersion}') AS three, ${NOW} AS four, CAST(NULL AS text) AS five
    FROM ledger_head
  UNION ALL SELECT 'received', NULL, identity, hash, loan_id, body_id, confirmation
    FROM received WHERE identity = ANY(CAST($1 AS text[]))
  UNION ALL SELECT 'answer', NULL, key, request, answer, NULL, NULL FROM answers WHERE key = ANY(CAST($2 AS text[]))`;

export function lookParameters({ identities, answers }: Asked): string[][] {
  return [[...identities], [...answers]];
}

/**
 * What a query finds and nobody else has locked becomes this batch's own; what somebody else has is passed over, and
 * found again at another time.
 */
export function findStatement(query: Query): [string, unknown[]] {
  switch (query.name) {
    case 'due-heads':
      return [
        `SELECT l.id AS loan FROM deliveries d JOIN loan_records l ON l.id = d.loan_id
          WHERE d.peer = $1 AND d.head_due_at <= $2 AND d.head_due_at IS NOT NULL AND d.claim_process IS NULL
          ORDER BY d.head_due_at LIMIT $3 FOR UPDATE OF l SKIP LOCKED`,
        [query.peer, query.now, query.limit],
      ];
    case 'clocks-due':
      return [
        `SELECT id AS loan FROM loan_records WHERE next_clock_at <= $1
          ORDER BY next_clock_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [query.now, query.limit],
      ];
    // Nothing of these is changed: nobody waits for them.
    case 'same-patron':
      return [
        'SELECT loan_id AS loan FROM loan_patrons WHERE patron = $1 ORDER BY loan_id DESC LIMIT $2',
        [query.patron, query.limit],
      ];
    // What happens to a parcel happens to all of it: these wait for whoever has a loan of it.
    case 'parcel':
      return [
        `SELECT id AS loan FROM loan_records WHERE id IN (SELECT loan_id FROM shipments WHERE parcel = $1)
          ORDER BY id LIMIT $2 FOR UPDATE`,
        [query.parcel, query.limit],
      ];
    case 'tracking':
      return [
        `SELECT id AS loan FROM loan_records WHERE id IN (SELECT loan_id FROM shipments WHERE ${hasNumber('$1', '$2')})
          ORDER BY id LIMIT $3 FOR UPDATE`,
        trackingParameters(query),
      ];
    case 'notices-due':
      return [
        `SELECT l.id AS loan FROM notices n JOIN loan_records l ON l.id = n.loan_id
          WHERE n.due_at <= $1 AND n.due_at IS NOT NULL
          ORDER BY n.due_at, n.id LIMIT $2 FOR UPDATE OF l SKIP LOCKED`,
        [query.now, query.limit],
      ];
    case 'stale-claims':
      // Leases go by the database's clock, whatever the processes' own say.
      return [
        `SELECT l.id AS loan FROM loan_records l WHERE l.id IN (SELECT loan_id FROM deliveries
           WHERE claim_process IS NOT NULL AND claim_process <> $1 AND claim_until <= ${NOW})
          ORDER BY l.id LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [query.process, query.limit],
      ];
  }
}
