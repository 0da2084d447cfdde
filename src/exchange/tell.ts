import { hash } from 'node:crypto';
import type { Initiating, Redaction } from '../iso18626/index.js';
import type { Actor, Change, Entry, JsonObject } from '../ledger/index.js';
import type { Delivery, Happening, LoanRecord, Owed, Transaction } from '../loan/index.js';
import { duplicatesOf, type DuplicateKind, type PeerDirectory } from '../peers/index.js';
import {
  changeOf,
  type Aggregate,
  type Kept,
  type KeptBody,
  type Loan,
  type Moment,
  type Row,
  type SealedPurpose,
} from '../storage/index.js';
import { createDataKey, wrapDataKey, type DataKey } from '../vault/index.js';
import type { ExchangeContext } from './exchange-context.js';
import { followingNotices, type Told } from './notices/following-notices.js';
import { openedWish } from './opened-wish.js';
import { SealedBox } from './sealed-box.js';
import { habitFacts, writeForPeer } from './write-for-peer.js';

/** Who tells, and of which loan: one of ours that was loaded, or a new one. */
export interface Telling {
  actor: Actor;
  at: Moment;
  peers: PeerDirectory;
  context: ExchangeContext;
}

/** What an entry carries beside its happening. */
export interface Beside {
  /** Names the entry, where it tells of more than its happening. */
  kind?: string;
  /** Whoever asked for it, where that is not who tells: a held act is its person's, also when the clock decides it. */
  actor?: Actor;
  peer?: string;
  transaction?: string;
  delivery?: string;
  facts?: JsonObject;
  /** New state of a delivery that this entry settles or changes. */
  deliveries?: Record<string, Delivery>;
}

/** A loan's happenings on their way into the ledger: entries in order, and all that stands beside them. */
export interface Story {
  readonly loan: string;
  readonly dataKey: DataKey;
  /** One fact becomes one entry; a message that it owes becomes a delivery with its final bytes. */
  tell(happening: Happening, beside?: Beside): void;
  /** A fact without a rule behind it: an attempt, a claim that ran out. */
  note(kind: string, because: string, beside?: Beside): void;
  /** Seals a value under the loan's data key and answers its id. */
  keepSealed(purpose: SealedPurpose, value: string, id?: string): string;
  keepBody(body: KeptBody, redaction: Redaction): JsonObject;
  /** Ids of the deliveries that became owed. */
  readonly owed: readonly string[];
  readonly entries: readonly Entry[];
  readonly keep: Kept;
}

/** Begins to tell of a loan that was loaded. An erased one gets a new data key, for what is sealed from now on. */
export function storyOf(loan: Loan, telling: Telling): Story {
  const living = loan.dataKey();
  const { dataKey, wrapped } =
    living === undefined ? newKey(loan.id, telling) : { dataKey: living, wrapped: undefined };
  return new LoanStory({ id: loan.id, agency: loan.record.agency, loan, dataKey, wrapped }, telling);
}

/** Begins to tell of a loan that this use case makes, under a data key of its own. */
export function storyOfNew(made: { id: string; agency: string; dataKey?: DataKey }, telling: Telling): Story {
  const { dataKey, wrapped } = newKey(made.id, telling, made.dataKey);
  return new LoanStory({ id: made.id, agency: made.agency, loan: undefined, dataKey, wrapped }, telling);
}

function newKey(
  holder: string,
  { at, context }: Telling,
  made?: DataKey,
): { dataKey: DataKey; wrapped: string } {
  const dataKey = made ?? createDataKey(holder, at.randomBytes);
  return { dataKey, wrapped: wrapDataKey(dataKey, context.ring.current, at.randomBytes) };
}

interface Subject {
  id: string;
  agency: string;
  loan: Loan | undefined;
  dataKey: DataKey;
  wrapped: string | undefined;
}

class LoanStory implements Story {
  readonly loan: string;
  readonly dataKey: DataKey;
  readonly owed: string[] = [];
  readonly entries: Entry[] = [];
  readonly #rows = new Map<string, Row<object>>();
  readonly #box: SealedBox;
  readonly #bodies: KeptBody[] = [];
  readonly #subject: Subject;
  readonly #telling: Telling;

  constructor(subject: Subject, telling: Telling) {
    this.loan = subject.id;
    this.dataKey = subject.dataKey;
    this.#box = new SealedBox(subject.dataKey, telling);
    this.#subject = subject;
    this.#telling = telling;
    if (subject.loan !== undefined) this.#learn(subject.loan);
  }

  get keep(): Kept {
    const { wrapped, id } = this.#subject;
    return {
      dataKeys: [...(wrapped === undefined ? [] : [{ holder: id, wrapped }]), ...this.#box.dataKeys],
      sealed: this.#box.sealed,
      bodies: this.#bodies,
    };
  }

  tell(happening: Happening, beside: Beside = {}): void {
    const { owe, event, sealed } = happening;
    const before = this.#told(happening);
    const files = this.#box.keepAll(sealed);
    const changes = this.#changesOf(happening);
    const owed = owe === undefined ? undefined : this.#owe(owe);
    const transaction = transactionOf(happening, beside);
    if (owed !== undefined) changes.push(...owed.changes);
    // Assigned, here and below: object spreads cost more than the rule that the entry tells of.
    const facts: JsonObject = Object.assign({ ...happening.facts }, files, owed?.facts, beside.facts);
    const said: Said = Object.assign({}, beside, { changes, facts });
    if (event !== undefined) said.event = event as unknown as Entry['event'] & object;
    if (transaction !== undefined) said.transaction = transaction;
    if (owed !== undefined) {
      said.peer = owed.peer;
      said.delivery = owed.id;
    }
    this.#push(beside.kind ?? happening.kind, happening.because, said);
    this.#writeTo(happening, { transaction, before });
  }

  /** Notices that follow from it by themselves. */
  #writeTo(
    happening: Happening,
    known: { transaction: string | undefined; before: Transaction | undefined },
  ): void {
    const { peers, at } = this.#telling;
    const desk = peers.notices(this.#subject.agency);
    const record = this.#state('loan-record', this.loan) as LoanRecord | undefined;
    if (desk === undefined || record === undefined) return;
    const { transaction: id = record.current ?? '', before } = known;
    const state = this.#state('transaction', id) as Transaction | undefined;
    const { loan } = this.#subject;
    const told: Told = {
      loan: this.loan,
      record,
      transaction: state === undefined ? undefined : { id, state, before },
      shipment: Object.values(happening.shipments ?? {})[0],
      claim: Object.values(happening.claims ?? {})[0],
      wish: () => (loan === undefined ? undefined : openedWish(loan)),
      at,
    };
    for (const notice of followingNotices(happening, told, desk)) this.tell(notice);
  }

  #state(aggregate: Aggregate, id: string): object | undefined {
    return this.#rows.get(`${aggregate} ${id}`)?.state;
  }

  /** The transaction that a happening changes, as it stood before. */
  #told({ transactions = {} }: Happening): Transaction | undefined {
    const [id] = Object.keys(transactions);
    return id === undefined ? undefined : (this.#state('transaction', id) as Transaction | undefined);
  }

  note(kind: string, because: string, beside: Beside = {}): void {
    this.#push(beside.kind ?? kind, because, Object.assign({ changes: [] }, beside));
  }

  keepSealed(purpose: SealedPurpose, value: string, id: string = this.#telling.at.newId()): string {
    this.#box.seal(id, purpose, value);
    return id;
  }

  keepBody(body: KeptBody, redaction: Redaction): JsonObject {
    const values = redaction.holes.map((hole) => (hole.privacy === 'secret' ? null : hole.value));
    const holes = values.length === 0 ? {} : { holes: this.keepSealed('holes', JSON.stringify(values)) };
    this.#bodies.push({ ...body, ...holes });
    return { bodyId: body.id, body: hash('sha256', body.template, 'hex') };
  }

  #learn(loan: Loan): void {
    const know = (aggregate: Aggregate, id: string, state: object): void => {
      this.#rows.set(`${aggregate} ${id}`, { id, state, version: loan.versions.get(id) ?? 0 });
    };
    know('loan-record', loan.id, loan.record);
    for (const [id, state] of loan.transactions) know('transaction', id, state);
    for (const [id, state] of loan.shipments) know('shipment', id, state);
    for (const [id, state] of loan.claims) know('claim', id, state);
    for (const [id, state] of loan.notices) know('notice', id, state);
    for (const [id, state] of loan.deliveries) know('delivery', id, state);
  }

  #changesOf({ record, transactions = {}, shipments = {}, claims, notices }: Happening): Change[] {
    const changes = record === undefined ? [] : this.#change('loan-record', this.loan, record);
    for (const [id, state] of Object.entries(transactions))
      changes.push(...this.#change('transaction', id, state));
    for (const [id, state] of Object.entries(shipments)) changes.push(...this.#change('shipment', id, state));
    for (const [id, state] of Object.entries(claims ?? {})) changes.push(...this.#change('claim', id, state));
    for (const [id, state] of Object.entries(notices ?? {}))
      changes.push(...this.#change('notice', id, state));
    return changes;
  }

  #change(aggregate: Aggregate, id: string, state: object): Change[] {
    const name = `${aggregate} ${id}`;
    const changes = changeOf(aggregate, this.#rows.get(name), { id, state });
    const [change] = changes;
    if (change !== undefined) this.#rows.set(name, { id, state, version: change.version });
    return changes;
  }

  #owe(owe: Owed): { id: string; peer: string; changes: Change[]; facts: JsonObject } {
    const { at, peers, context } = this.#telling;
    const peer = peers.peer(owe.peer);
    if (peer === undefined) throw new Error(`no peer ${owe.peer} to owe a message to`);
    const written = writeForPeer(initiating(owe.message), peer, context);
    const { redaction } = written;
    const id = at.newId();
    const now = at.now.toISOString();
    const delivery: Delivery = {
      loan: this.loan,
      transaction: owe.transaction,
      peer: owe.peer,
      message: owe.message.kind as Delivery['message'],
      what: owe.what,
      duplicates: duplicatesOf(peer, duplicateKindOf(owe.message)),
      state: 'owed',
      owedAt: now,
      dueAt: now,
      attempts: 0,
    };
    if (owe.probe === true) delivery.probe = true;
    const canonical = this.keepSealed('canonical', JSON.stringify(owe.message));
    const facts = this.keepBody(
      {
        id,
        loan: this.loan,
        transaction: owe.transaction,
        direction: 'out',
        template: redaction.template,
        encoding: redaction.encoding,
        canonical,
      },
      redaction,
    );
    this.owed.push(id);
    return {
      id,
      peer: owe.peer,
      changes: this.#change('delivery', id, delivery),
      facts: Object.assign(
        facts,
        { direction: 'out', what: owe.what, edition: peer.edition },
        habitFacts(written),
      ),
    };
  }

  #push(kind: string, because: string, said: Said): void {
    const { deliveries = {}, facts, changes, transaction, peer, delivery, event } = said;
    for (const [id, state] of Object.entries(deliveries))
      changes.push(...this.#change('delivery', id, state));
    const { at, actor } = this.#telling;
    const entry: Entry = {
      kind,
      at: at.now.toISOString(),
      actor: said.actor ?? actor,
      because,
      agency: this.#subject.agency,
      loan: this.loan,
      changes,
    };
    if (transaction !== undefined) entry.transaction = transaction;
    if (peer !== undefined) entry.peer = peer;
    if (delivery !== undefined) entry.delivery = delivery;
    if (event !== undefined) entry.event = event;
    if (facts !== undefined && Object.keys(facts).length > 0) entry.facts = facts;
    this.entries.push(entry);
  }
}

/** A confirmation is answered, never owed. */
function initiating(message: Owed['message']): Initiating {
  if ('header' in message) return message;
  throw new Error('a confirmation is answered, never owed');
}

/** What an entry says beside who said it, when, and why. */
type Said = Beside & Partial<Entry> & { changes: Change[] };

function transactionOf({ owe, transactions = {} }: Happening, beside: Beside): string | undefined {
  return owe?.transaction ?? Object.keys(transactions)[0] ?? beside.transaction;
}

/** Kinds of requestingAgencyMessage that a 2017 peer gets as a Notification, or that are one. */
const SAID_AS_NOTE: ReadonlySet<string> = new Set(['Notification', 'HoldReturn', 'Lost']);

/** Under which kind a peer's record says what it does with the same bytes twice. */
export function duplicateKindOf(message: Owed['message']): DuplicateKind {
  switch (message.kind) {
    case 'request':
      return 'request';
    case 'supplyingAgencyMessage':
      return message.messageInfo.reasonForMessage === 'Notification'
        ? 'SupplyingNotification'
        : 'SupplyingMessage';
    case 'requestingAgencyMessage':
      return SAID_AS_NOTE.has(message.action) ? 'RequestingNotification' : (message.action as DuplicateKind);
    case 'requestConfirmation':
    case 'supplyingAgencyMessageConfirmation':
    case 'requestingAgencyMessageConfirmation':
      throw new Error('a confirmation is answered, never owed');
  }
}
