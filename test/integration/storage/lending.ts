import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../../src/ledger/index.js';
import type { Delivery, LoanRecord, SupplierTransaction } from '../../../src/loan/index.js';
import { newId, silentLogger, VirtualClock } from '../../../src/platform/index.js';
import {
  buildMemoryStorage,
  buildStorage,
  changeOf,
  type Bounds,
  type Committer,
  type Derive,
  type Directory,
  type Faults,
  type Loaded,
  type Loan,
  type LoanKey,
  type Moment,
  type Outcome,
  type Storage,
  type StorageOptions,
  type TransactionKey,
  type UseCase,
} from '../../../src/storage/index.js';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.js';
import type { RowOf, TableName } from '../../../src/storage/engine/tables.js';
import {
  createDataKey,
  generateWrappingKey,
  seal,
  wrapDataKey,
  type WrappingKeyRing,
} from '../../../src/vault/index.js';
import { placeOf } from '../../support/place.js';

export const ring: WrappingKeyRing = { current: generateWrappingKey(randomBytes), older: [] };
export const startAt = '2026-03-02T08:00:00.000Z';
export const noBounds: Bounds = { peers: 10_000, people: 10_000, imports: 10_000 };

/** A rule for tests: a clock a day after a record was made; attention where a message is undecided. */
export const derive: Derive = ({ record, deliveries }) => ({
  ...(record.phase === 'open' ? { nextClockAt: '2026-03-03T08:00:00.000Z' } : {}),
  ...([...deliveries.values()].some(({ state }) => state === 'undecided')
    ? { attention: 'needs-fixing' }
    : {}),
});

export interface House {
  committer: Committer;
  clock: VirtualClock;
  directory: () => Directory;
  rows: <Name extends TableName>(name: Name) => Promise<RowOf<Name>[]>;
  /** Only behind SQL. */
  storage?: Storage;
  path?: string;
  close: () => Promise<void>;
}

export interface HouseOptions {
  bounds?: Bounds;
  faults?: Faults;
  derive?: Derive;
  busyTimeoutMs?: number;
}

export function partsOf(options: HouseOptions = {}): Omit<StorageOptions, 'path'> & { clock: VirtualClock } {
  return {
    ring,
    derive: options.derive ?? derive,
    bounds: options.bounds ?? noBounds,
    clock: new VirtualClock(startAt),
    log: silentLogger,
    isAlone: true,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.busyTimeoutMs === undefined ? {} : { busyTimeoutMs: options.busyTimeoutMs }),
  };
}

export function memoryHouse(options: HouseOptions = {}): Promise<House> {
  const given = partsOf(options);
  const { committer, store, directory } = buildMemoryStorage(given);
  return Promise.resolve({
    committer,
    clock: given.clock,
    directory,
    rows: <Name extends TableName>(name: Name) => Promise.resolve((store satisfies MemoryStore).rows(name)),
    close: () => committer.close(),
  });
}

export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-storage-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function sqlHouse(
  options: HouseOptions & { path?: string } = {},
): Promise<House & { storage: Storage; path: string }> {
  const given = partsOf(options);
  const own = options.path === undefined ? temporaryFolder() : undefined;
  const path = options.path ?? join(own?.folder ?? '', 'lendwire.sqlite');
  const storage = await buildStorage({ ...given, path: placeOf(path), beside: path, migrate: true });
  return {
    committer: storage.committer,
    clock: given.clock,
    directory: () => storage.directory(),
    rows: <Name extends TableName>(name: Name) => storage.database.all<RowOf<Name>>(`SELECT * FROM ${name}`),
    storage,
    path,
    async close() {
      await storage.close();
      own?.remove();
    },
  };
}

export const requestKey = (requestId: string): LoanKey & TransactionKey => ({
  by: 'transaction',
  role: 'supplier',
  requestingKey: 'isil:north',
  supplyingKey: 'isil:south',
  requestId,
});

export const agencyOf = (value: string): { agencyIdType: { value: string }; agencyIdValue: string } => ({
  agencyIdType: { value: 'ISIL' },
  agencyIdValue: value,
});

export function recordOf(given: Partial<LoanRecord> = {}): LoanRecord {
  return {
    role: 'supplier',
    agency: 'isil:south',
    phase: 'open',
    createdAt: startAt,
    bibliographicInfo: { title: 'The Sea, the Sea' },
    suppliers: {},
    reports: {},
    struck: {},
    held: {},
    ...given,
  };
}

export function transactionOf(loan: string, requestId: string): SupplierTransaction {
  return {
    loan,
    role: 'supplier',
    state: 'New',
    peer: 'north',
    edition: '2017',
    requestingAgencyId: agencyOf('NORTH'),
    supplyingAgencyId: agencyOf('SOUTH'),
    requestingKey: 'isil:north',
    supplyingKey: 'isil:south',
    requestingAgencyRequestId: requestId,
    openedAt: startAt,
  };
}

export function deliveryOf(loan: string, transaction: string, given: Partial<Delivery> = {}): Delivery {
  return {
    loan,
    transaction,
    peer: 'north',
    message: 'supplyingAgencyMessage',
    what: 'RequestResponse',
    duplicates: 'safe',
    state: 'owed',
    owedAt: startAt,
    dueAt: startAt,
    attempts: 0,
    ...given,
  };
}

export function entryOf(given: Partial<Entry> & Pick<Entry, 'changes'>): Entry {
  return {
    kind: 'message-received',
    at: startAt,
    actor: { kind: 'peer', id: 'north' },
    because: 'a test says so',
    ...given,
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface Taken {
  loan: string;
  transaction: string;
  delivery: string;
  repeated: boolean;
}

/** A request comes in: a new loan with all that stands beside it, or the answer to a repetition. */
export function takeRequest(
  requestId: string,
  given: { body?: string; owe?: boolean; record?: Partial<LoanRecord> } = {},
): UseCase<Taken> {
  const identity = `request ${requestId}`;
  return {
    name: 'take-request',
    source: 'peers',
    needs: { loans: [requestKey(requestId)], identities: [identity] },
    decide(loaded, at) {
      const known = loaded.loan(requestKey(requestId));
      if (known !== undefined) return { result: repeated(loaded, known, identity) };
      return newLoan(requestId, { identity, at, ...given });
    },
  };
}

function repeated(loaded: Loaded, loan: Loan, identity: string): Taken {
  const [received] = loaded.received(identity);
  if (received?.loan !== loan.id) throw new Error('a loan without its message');
  return { loan: loan.id, transaction: [...loan.transactions.keys()][0] ?? '', delivery: '', repeated: true };
}

function newLoan(
  requestId: string,
  given: { identity: string; at: Moment; body?: string; owe?: boolean; record?: Partial<LoanRecord> },
): Outcome<Taken> {
  const { at, identity } = given;
  const [loan, transaction, delivery, body, wish] = [
    at.newId(),
    at.newId(),
    at.newId(),
    at.newId(),
    at.newId(),
  ];
  const template = given.body ?? `<request>${requestId}</request>`;
  const dataKey = createDataKey(loan, at.randomBytes);
  const changes = [
    ...changeOf('loan-record', undefined, {
      id: loan,
      state: recordOf({ current: transaction, sealedWish: wish, ...given.record }),
    }),
    ...changeOf('transaction', undefined, { id: transaction, state: transactionOf(loan, requestId) }),
  ];
  const owed =
    given.owe === false
      ? []
      : changeOf('delivery', undefined, { id: delivery, state: deliveryOf(loan, transaction) });
  return {
    result: { loan, transaction, delivery, repeated: false },
    entries: [
      entryOf({ loan, transaction, changes, facts: { bodyId: body, body: sha256(template) } }),
      ...(owed.length === 0
        ? []
        : [
            entryOf({
              kind: 'message-owed',
              loan,
              transaction,
              delivery,
              changes: owed,
              event: { type: 'sent' },
            }),
          ]),
    ],
    keep: {
      dataKeys: [{ holder: loan, wrapped: wrapDataKey(dataKey, ring.current, at.randomBytes) }],
      sealed: [
        {
          id: wish,
          holder: loan,
          purpose: 'wish',
          value: seal(dataKey, 'Iris Murdoch', { context: wish, random: at.randomBytes }),
        },
      ],
      bodies: [{ id: body, loan, transaction, direction: 'in', template, encoding: 'utf-8' }],
      received: [{ identity, hash: sha256(template), loan, confirmation: `<ok>${requestId}</ok>`, body }],
    },
  };
}

/** A change of one delivery of a loan, told by an entry. */
export function changeDelivery(
  id: string,
  change: (delivery: Delivery) => Delivery,
): UseCase<string | undefined> {
  return {
    name: 'change-delivery',
    source: 'unbounded',
    needs: { loans: [{ by: 'delivery', id }] },
    decide(loaded) {
      const loan = loaded.loan({ by: 'delivery', id });
      const delivery = loan?.deliveries.get(id);
      if (loan === undefined || delivery === undefined) return { result: undefined };
      const before = { id, version: loan.versions.get(id) ?? 0, state: delivery };
      const changes = changeOf('delivery', before, { id, state: change(delivery) });
      return {
        result: loan.id,
        entries: [entryOf({ kind: 'delivery-attempted', loan: loan.id, delivery: id, changes })],
      };
    },
  };
}

/** Adds a note to the record: a version more of it. */
export function renameRecord(key: LoanKey, title: string): UseCase<number> {
  return {
    name: 'rename-record',
    source: 'people',
    needs: { loans: [key] },
    decide(loaded) {
      const loan = loaded.loan(key);
      if (loan === undefined) throw new Error('no such loan');
      const version = loan.versions.get(loan.id) ?? 0;
      const state = { ...loan.record, bibliographicInfo: { title } };
      const changes = changeOf(
        'loan-record',
        { id: loan.id, version, state: loan.record },
        { id: loan.id, state },
      );
      return { result: version + 1, entries: [entryOf({ kind: 'act', loan: loan.id, changes })] };
    },
  };
}

export const look = <Result>(
  needs: UseCase<Result>['needs'],
  see: (loaded: Loaded) => Result,
): UseCase<Result> => ({
  name: 'look',
  source: 'unbounded',
  needs,
  decide: (loaded) => ({ result: see(loaded) }),
});

export function addPeer(id: string, name: string): UseCase<number> {
  return {
    name: 'add-peer',
    source: 'people',
    needs: { roots: [{ aggregate: 'peer', id }] },
    decide(loaded) {
      const before = loaded.root<object>({ aggregate: 'peer', id });
      const changes = changeOf('peer', before, { id, state: { name } });
      return {
        result: loaded.directory.version,
        entries: changes.length === 0 ? [] : [entryOf({ kind: 'peer-added', peer: id, changes })],
      };
    },
  };
}

export { newId };
