/** What a column holds; `?` where it may be empty. Nothing else is stored: bytes are text, times ISO text. */
export type ColumnKind = 'text' | 'text?' | 'integer' | 'integer?';

export interface Table {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly key: readonly string[];
  /** Further sets of columns that are unique where none of them is empty. */
  readonly unique?: readonly (readonly string[])[];
  /** `insert` refuses a second row under one key, `upsert` replaces it. */
  readonly write: 'insert' | 'upsert';
}

/**
 * The tables that the committer writes, in the order in which it writes them: what is referred to before what refers,
 * the entries and the ledger's head last. One truth for the bulk statements, the store in memory and the models; a test
 * holds the migrations against it.
 */
export const tables = {
  roots: {
    columns: { aggregate: 'text', id: 'text', version: 'integer', state: 'text' },
    key: ['aggregate', 'id'],
    write: 'upsert',
  },
  loan_records: {
    columns: {
      id: 'text',
      version: 'integer',
      role: 'text',
      agency: 'text',
      phase: 'text',
      library_id: 'text?',
      title: 'text',
      current_state: 'text?',
      peer: 'text?',
      request_id: 'text?',
      due_date: 'text?',
      created_at: 'text',
      closed_at: 'text?',
      next_clock_at: 'text?',
      attention: 'text?',
      queue: 'text?',
      deadline_at: 'text?',
      service_type: 'text?',
      sourcing_at: 'text?',
      standing_due_at: 'text?',
      standing_asked_at: 'text?',
      state: 'text',
    },
    key: ['id'],
    unique: [['agency', 'library_id']],
    write: 'upsert',
  },
  transactions: {
    columns: {
      id: 'text',
      version: 'integer',
      loan_id: 'text',
      role: 'text',
      requesting_key: 'text',
      supplying_key: 'text',
      request_id: 'text',
      peer: 'text',
      state_name: 'text',
      state: 'text',
    },
    key: ['id'],
    unique: [['role', 'requesting_key', 'supplying_key', 'request_id']],
    write: 'upsert',
  },
  shipments: {
    columns: {
      id: 'text',
      version: 'integer',
      loan_id: 'text',
      transaction_id: 'text',
      direction: 'text',
      tracking_id: 'text?',
      item_id: 'text?',
      sent_at: 'text',
      expected_at: 'text?',
      arrived_at: 'text?',
      parcel: 'text?',
      tracking: 'text?',
      more_numbers: 'text?',
      lost_at: 'text?',
      state: 'text',
    },
    key: ['id'],
    write: 'upsert',
  },
  claims: {
    columns: {
      id: 'text',
      version: 'integer',
      loan_id: 'text',
      peer: 'text',
      state_name: 'text',
      due_at: 'text?',
      state: 'text',
    },
    key: ['id'],
    write: 'upsert',
  },
  notices: {
    columns: {
      id: 'text',
      version: 'integer',
      loan_id: 'text',
      sent_to: 'text',
      state_name: 'text',
      due_at: 'text?',
      state: 'text',
    },
    key: ['id'],
    write: 'upsert',
  },
  deliveries: {
    columns: {
      id: 'text',
      version: 'integer',
      loan_id: 'text',
      transaction_id: 'text',
      peer: 'text',
      state_name: 'text',
      cause: 'text?',
      owed_seq: 'integer',
      owed_at: 'text',
      due_at: 'text',
      head_due_at: 'text?',
      claim_process: 'text?',
      claim_until: 'text?',
      state: 'text',
    },
    key: ['id'],
    write: 'upsert',
  },
  data_keys: { columns: { holder: 'text', wrapped: 'text' }, key: ['holder'], write: 'upsert' },
  sealed_values: {
    columns: { id: 'text', holder: 'text', purpose: 'text', value: 'text' },
    key: ['id'],
    write: 'insert',
  },
  bodies: {
    columns: {
      id: 'text',
      loan_id: 'text?',
      transaction_id: 'text?',
      direction: 'text',
      template: 'text',
      encoding: 'text',
      holes: 'text?',
      canonical: 'text?',
    },
    key: ['id'],
    write: 'insert',
  },
  confirmations: {
    columns: { body_id: 'text', confirmation: 'text' },
    key: ['body_id'],
    write: 'upsert',
  },
  received: {
    columns: { identity: 'text', hash: 'text', loan_id: 'text', body_id: 'text', confirmation: 'text' },
    key: ['identity', 'hash'],
    write: 'insert',
  },
  loan_patrons: { columns: { loan_id: 'text', patron: 'text' }, key: ['loan_id'], write: 'upsert' },
  answers: {
    columns: { key: 'text', request: 'text', answer: 'text' },
    key: ['key'],
    write: 'insert',
  },
  tokens: {
    columns: {
      id: 'text',
      hash: 'text',
      name: 'text',
      scopes: 'text',
      agency: 'text?',
      created_at: 'text',
      revoked_at: 'text?',
    },
    key: ['id'],
    unique: [['hash']],
    write: 'upsert',
  },
  user_credentials: {
    columns: {
      user_id: 'text',
      login: 'text',
      password: 'text?',
      subject: 'text?',
      changed_at: 'text',
    },
    key: ['user_id'],
    unique: [['login'], ['subject']],
    write: 'upsert',
  },
  sessions: {
    columns: {
      id: 'text',
      user_id: 'text',
      generation: 'integer',
      signed_in_by: 'text',
      signed_in_at: 'text',
      ended_at: 'text?',
    },
    key: ['id'],
    write: 'upsert',
  },
  session_uses: { columns: { session_id: 'text', used_at: 'text' }, key: ['session_id'], write: 'upsert' },
  peer_lines: { columns: { peer: 'text', line: 'text' }, key: ['peer'], write: 'upsert' },
  meta: { columns: { name: 'text', value: 'text' }, key: ['name'], write: 'upsert' },
  tiles: {
    columns: { level: 'integer', idx: 'integer', hashes: 'text' },
    key: ['level', 'idx'],
    write: 'insert',
  },
  entry_changes: {
    columns: { aggregate: 'text', id: 'text', version: 'integer', seq: 'integer' },
    key: ['aggregate', 'id', 'version'],
    write: 'insert',
  },
  entries: {
    columns: {
      seq: 'integer',
      kind: 'text',
      at: 'text',
      loan_id: 'text?',
      transaction_id: 'text?',
      event: 'text?',
      leaf_hash: 'text',
      text: 'text',
    },
    key: ['seq'],
    write: 'insert',
  },
  ledger_head: {
    columns: { id: 'integer', size: 'integer', peaks: 'text' },
    key: ['id'],
    write: 'upsert',
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];

type Value<Kind extends ColumnKind> = Kind extends 'text'
  ? string
  : Kind extends 'integer'
    ? number
    : Kind extends 'text?'
      ? string | null
      : number | null;

/** A row of a table, column by column. */
export type RowOf<Name extends TableName> = {
  -readonly [Column in keyof (typeof tables)[Name]['columns']]: Value<
    (typeof tables)[Name]['columns'][Column] & ColumnKind
  >;
};

/** Rows to write, by table. */
export type Writes = { [Name in TableName]?: RowOf<Name>[] };

/** Rows of `meta`: versions of what each process holds in memory. */
export const MetaName = { RootsVersion: 'roots-version', LinesVersion: 'lines-version' } as const;
