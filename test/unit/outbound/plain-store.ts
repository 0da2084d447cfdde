import { randomBytes } from 'node:crypto';
import { buildPeerDirectory, peerFileEntry, type PeerRow } from '../../../src/peers/index.js';
import type { ExchangeContext } from '../../../src/exchange/index.js';
import { sendable } from '../../../src/exchange/deliveries/index.js';
import { edition2017, encode, fillHoles, type Initiating } from '../../../src/iso18626/index.js';
import { applyPatch, type Entry, type JsonObject } from '../../../src/ledger/index.js';
import { isOpen, type Delivery, type RequesterTransaction } from '../../../src/loan/index.js';
import { newId, type VirtualClock } from '../../../src/platform/index.js';
import type { KeptMessage, OutboundReaders } from '../../../src/outbound/index.js';
import type {
  Directory,
  Lease,
  Committer,
  Loaded,
  Loan,
  LoanKey,
  Outcome,
  PeerLine,
  StoredAnswer,
  UseCase,
} from '../../../src/storage/index.js';
import { createDataKey, generateWrappingKey, type DataKey } from '../../../src/vault/index.js';
import { plainHouse } from '../../support/plain-house.js';

interface HeldLoan {
  states: Map<string, { aggregate: string; version: number; state: JsonObject }>;
  claims: Map<string, Lease>;
  order: Map<string, number>;
  dataKey: DataKey;
}

/**
 * The smallest committer that the use cases of deliveries can tell from a real one: one use case at a time, entries
 * folded into rows, versions checked. `fails` makes a commit fail before it happened.
 */
export class PlainStore implements Committer {
  readonly loans = new Map<string, HeldLoan>();
  readonly lines = new Map<string, PeerLine>();
  readonly answers = new Map<string, StoredAnswer>();
  readonly bodies = new Map<string, KeptMessage>();
  readonly confirmations = new Map<string, string>();
  readonly entries: Entry[] = [];
  readonly peers = new Map<string, PeerRow>();
  readonly commits: string[] = [];
  readonly context: ExchangeContext;
  fails: (name: string) => Error | undefined = () => undefined;
  readonly #clock: VirtualClock;
  #directory: Directory = { peers: this.peers, version: 0, roots: () => new Map() };

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.context = {
      directoryOf: buildPeerDirectory([{ id: 'ISIL:NO-1', aliases: [], name: 'Us' }], plainHouse),
      ring: { current: generateWrappingKey(randomBytes), older: [] },
      editionOf: () => edition2017,
    };
  }

  addPeer(id: string, url: string, given: object = {}): void {
    const peer = peerFileEntry.parse({
      id,
      name: id,
      agencies: [{ id: `ISIL:${id}` }],
      url,
      ...given,
    });
    this.peers.set(id, peer);
    this.#directory = { ...this.#directory, peers: this.peers, version: this.#directory.version + 1 };
  }

  directory(): ReturnType<ExchangeContext['directoryOf']> {
    return this.context.directoryOf(this.#directory);
  }

  /** A loan of ours with messages owed to a peer, in this order; answers their ids. */
  addLoan(peer: string, ...owed: readonly (Partial<Delivery> & { message?: 'request' })[]): string[] {
    const loan = newId();
    const transaction = newId();
    const held: HeldLoan = {
      states: new Map(),
      claims: new Map(),
      order: new Map(),
      dataKey: createDataKey(loan, randomBytes),
    };
    this.loans.set(loan, held);
    held.states.set(loan, {
      aggregate: 'loan-record',
      version: 1,
      state: { ...record, agency: 'isil:no-1' },
    });
    const state = transactionTo(peer, loan) as unknown as JsonObject;
    held.states.set(transaction, { aggregate: 'transaction', version: 1, state });
    return owed.map((given) => this.#owe(held, { loan, transaction, peer, ...given }));
  }

  #owe(held: HeldLoan, given: Partial<Delivery>): string {
    const id = newId();
    const now = this.#clock.now().toISOString();
    const delivery = {
      message: 'requestingAgencyMessage',
      what: given.message === 'request' ? 'Request' : 'Received',
      duplicates: 'unsafe',
      state: 'owed',
      owedAt: now,
      dueAt: now,
      attempts: 0,
      ...given,
    } as unknown as JsonObject;
    held.states.set(id, { aggregate: 'delivery', version: 1, state: delivery });
    held.order.set(id, held.order.size + 1);
    this.#keepBody(id, messageOf(id, given.message));
    return id;
  }

  #keepBody(id: string, message: Initiating): void {
    const { template, encoding, holes } = encode(message, edition2017).redaction;
    this.bodies.set(id, { template, encoding, holes: holes.map(({ value }) => value), canonical: message });
  }

  delivery(id: string): Delivery {
    for (const { states } of this.loans.values()) {
      const found = states.get(id);
      if (found !== undefined) return found.state as unknown as Delivery;
    }
    throw new Error(`no delivery ${id}`);
  }

  bytesOf(id: string): Buffer {
    const { template, encoding, holes } = this.bodies.get(id)!;
    return fillHoles(template, encoding as 'utf-8', holes as string[]);
  }

  claimOf(id: string): Lease | undefined {
    return [...this.loans.values()].flatMap(({ claims }) => claims.get(id) ?? [])[0];
  }

  putClaim(id: string, claim: Lease): void {
    for (const held of this.loans.values()) if (held.states.has(id)) held.claims.set(id, claim);
  }

  readers(): OutboundReaders {
    return {
      peersWithDueHeads: (now) => {
        const due = this.#all().flatMap((loan) => sendable(loan, new Date(now)));
        const peers = new Set(due.map(({ delivery }) => delivery.peer));
        return Promise.resolve([...peers].map((peer) => ({ peer, earliestDueAt: now })));
      },
      body: (id) => Promise.resolve(this.bodies.get(id)),
      lines: () => Promise.resolve(new Map(this.lines)),
    };
  }

  async commit<Result>(useCase: UseCase<Result>): Promise<Result> {
    await Promise.resolve();
    const failure = this.fails(useCase.name);
    if (failure !== undefined) throw failure;
    const outcome = useCase.decide(this.#loaded(), {
      now: this.#clock.now(),
      newId,
      randomBytes: (size) => randomBytes(size),
    });
    this.#apply(outcome);
    this.commits.push(useCase.name);
    return outcome.result;
  }

  #apply(outcome: Outcome<unknown>): void {
    for (const entry of outcome.entries ?? []) this.#fold(entry);
    for (const { delivery, claim } of outcome.unfolded?.claims ?? [])
      for (const held of this.loans.values())
        if (!held.states.has(delivery)) continue;
        else if (claim === undefined) held.claims.delete(delivery);
        else held.claims.set(delivery, claim);
    for (const line of outcome.unfolded?.lines ?? []) this.lines.set(line.peer, line);
    for (const answer of outcome.keep?.answers ?? []) this.answers.set(answer.key, answer);
    for (const kept of outcome.keep?.confirmations ?? [])
      this.confirmations.set(kept.body, kept.confirmation);
    for (const { id, template, encoding } of outcome.keep?.bodies ?? [])
      this.bodies.set(id, { template, encoding, holes: [] });
  }

  #fold(entry: Entry): void {
    this.entries.push(entry);
    for (const { aggregate, id, version, set } of entry.changes) {
      const held = this.loans.get(entry.loan ?? '')!;
      const before = held.states.get(id);
      if (version !== (before?.version ?? 0) + 1) throw new Error(`${aggregate} ${id}: version ${version}`);
      held.states.set(id, { aggregate, version, state: applyPatch(before?.state ?? {}, set) });
      if (before === undefined && aggregate === 'delivery') held.order.set(id, held.order.size + 1);
    }
  }

  #loaded(): Loaded {
    return {
      loan: (key) => this.#loanBy(key),
      found: (query) => {
        const all = this.#all();
        if (query.name === 'stale-claims')
          return all.filter(({ leases }) => [...leases.values()].some((c) => c.process !== query.process));
        if (query.name !== 'due-heads') return [];
        const due = ({ delivery }: { delivery: Delivery }): boolean => delivery.peer === query.peer;
        return all.filter((loan) => sendable(loan, new Date(query.now)).some(due)).slice(0, query.limit);
      },
      received: () => [],
      answer: (key) => this.answers.get(key),
      root: <State>(key: { id: string }) => {
        const state = this.peers.get(key.id) as State | undefined;
        return state === undefined ? undefined : { id: key.id, version: 1, state };
      },
      directory: this.#directory,
      line: (peer) => this.lines.get(peer),
    };
  }

  #loanBy(key: LoanKey): Loan | undefined {
    if (key.by !== 'id' && key.by !== 'delivery') return undefined;
    return this.#all().find(({ id, versions }) => id === key.id || versions.has(key.id));
  }

  #all(): Loan[] {
    return [...this.loans].map(([id, held]) => loanOf(id, held));
  }
}

function loanOf(id: string, { states, claims, order, dataKey }: HeldLoan): Loan {
  const of = <State>(aggregate: string): Map<string, State> =>
    new Map(
      [...states]
        .filter(([, row]) => row.aggregate === aggregate)
        .map(([key, { state }]) => [key, state as unknown as State]),
    );
  return {
    id,
    record: of<Loan['record']>('loan-record').get(id)!,
    transactions: of('transaction'),
    shipments: new Map(),
    claims: new Map(),
    notices: new Map(),
    deliveries: new Map([...of<Delivery>('delivery')].filter(([, delivery]) => isOpen(delivery))),
    versions: new Map([...states].map(([key, { version }]) => [key, version])),
    owedOrder: order,
    leases: claims,
    isErased: false,
    dataKey: () => dataKey,
    sealed: new Map(),
  };
}

const record: JsonObject = {
  role: 'requester',
  phase: 'open',
  createdAt: '2026-03-02T08:00:00.000Z',
  bibliographicInfo: { title: 'A book' },
  suppliers: {},
  reports: {},
  struck: {},
  held: {},
};

const us = { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'NO-1' };
const them = (peer: string): typeof us => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: peer });

function transactionTo(peer: string, loan: string): RequesterTransaction {
  return {
    loan,
    peer,
    edition: '2017',
    role: 'requester',
    state: 'Queued',
    requestingAgencyId: us,
    supplyingAgencyId: them(peer),
    requestingKey: 'isil:no-1',
    supplyingKey: `isil:${peer}`,
    requestingAgencyRequestId: loan,
    openedAt: '2026-03-02T08:00:00.000Z',
  };
}

function messageOf(id: string, kind = 'requestingAgencyMessage'): Initiating {
  const header = {
    supplyingAgencyId: them('p'),
    requestingAgencyId: us,
    timestamp: '2026-03-02T08:00:00Z',
    requestingAgencyRequestId: id,
  };
  return kind === 'request'
    ? {
        kind: 'request',
        header,
        bibliographicInfo: { title: 'A book' },
        serviceInfo: { serviceType: 'Loan', note: `for ${id}` },
      }
    : { kind: 'requestingAgencyMessage', header, action: 'Received', note: `about ${id}` };
}
