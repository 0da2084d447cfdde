import {
  convert,
  edition2017,
  edition2021,
  type Edition,
  type Initiating,
  type ServiceType,
} from '../../../src/iso18626/index.js';
import {
  acceptRecord,
  calendarOf,
  confirmed,
  foldHappenings,
  performAct,
  plainCalendar,
  possibleActs,
  provenBy,
  receiveRequest,
  requestAgain,
  requesterReceives,
  supplierReceives,
  type Act,
  type Delivery,
  type Happening,
  type LoanView,
  type NewLoanRecord,
  type Owed,
  type Place,
  type Policy,
  type Reach,
  type Reaction,
  type RuleContext,
  type Terms,
  type Transaction,
} from '../../../src/loan/index.js';
import { shippedPolicy } from '../../support/plain-house.js';

/** The shipped policy with the ladder in plain days, and a loan of forty. */
export const policy: Policy = {
  ...shippedPolicy,
  loan: { ...shippedPolicy.loan, transitOutDays: 5, transitBackDays: 5 },
  overdue: { ...shippedPolicy.overdue, reminder: 'off', finalNotice: 'off' },
};
const calendar = calendarOf(plainCalendar);
export const terms: Terms = { policy, calendars: { ours: calendar, theirs: calendar } };

let count = 0;
export function newId(): string {
  count += 1;
  return `019b0000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
}

export const isil = (value: string): Reach['agencyId'] => ({
  agencyIdType: { value: 'ISIL' },
  agencyIdValue: value,
});

export function reachOf(name: string, edition = '2017'): Reach {
  return {
    peer: name.toLowerCase(),
    edition,
    agencyId: isil(name),
    requestingAgencyId: isil('SE-NORTH'),
    supplyingKey: `isil:${name.toLowerCase()}`,
    requestingKey: 'isil:se-north',
    patronData: false,
  };
}

/** A context at a moment; `reach` finds every agency unless told otherwise. */
export function contextAt(now: string | Date, given: Partial<RuleContext> = {}): RuleContext {
  return {
    at: { now: new Date(now), newId },
    ...terms,
    reach: (agency) => reachOf(agency.replace('isil:', '').toUpperCase()),
    ...given,
  };
}

export function newRecord(given: Partial<NewLoanRecord> & { serviceType?: ServiceType } = {}): NewLoanRecord {
  const { serviceType = 'Loan', ...rest } = given;
  return {
    agency: 'isil:se-north',
    libraryId: 'N-1',
    content: 'content-1',
    bibliographicInfo: { title: 'Epistemology of the closet', author: 'Sedgwick' },
    serviceInfo: { serviceType },
    suppliers: [
      { agency: 'isil:se-east', agencyId: isil('SE-EAST') },
      { agency: 'isil:se-south', agencyId: isil('SE-SOUTH') },
    ],
    wish: { patron: { reference: 'P-7', surname: 'Svensson' }, serviceNote: 'For a seminar' },
    ...rest,
  };
}

export const emptyView = (id: string): LoanView => ({
  id,
  record: undefined as unknown as LoanView['record'],
  transactions: new Map(),
  shipments: new Map(),
  claims: new Map(),
  notices: new Map(),
  deliveries: new Map(),
});

/** One library: its loans, and what it owes. */
export class Library {
  readonly loans = new Map<string, LoanView>();
  readonly owed: { loan: string; delivery: string; owed: Owed }[] = [];
  readonly sent: Initiating[] = [];
  readonly name: string;
  readonly #edition: Edition;
  constructor(name: string, edition: Edition) {
    this.name = name;
    this.#edition = edition;
  }

  /** A message as the other side's edition says it. */
  written(message: Initiating): Initiating {
    return convert(message, this.#edition).message as Initiating;
  }

  tell(loan: string, happenings: readonly Happening[]): void {
    this.loans.set(loan, foldHappenings(this.loans.get(loan) ?? emptyView(loan), happenings));
    for (const { owe } of happenings) if (owe !== undefined) this.#owe(loan, owe);
  }

  /** The only loan, where there is one. */
  get loan(): LoanView {
    const [view] = this.loans.values();
    if (view === undefined) throw new Error(`${this.name} has no loan`);
    return view;
  }

  get transaction(): Transaction {
    const found = this.loan.transactions.get(this.loan.record.current ?? '');
    if (found === undefined) throw new Error(`${this.name} has no transaction`);
    return found;
  }

  /** Ends a delivery before it is sent. */
  drop(loan: string, delivery: string): void {
    const place = this.owed.findIndex((each) => each.delivery === delivery);
    if (place >= 0) this.owed.splice(place, 1);
    this.settle(loan, delivery);
  }

  settle(loan: string, delivery: string): void {
    const view = this.loans.get(loan) ?? emptyView(loan);
    const deliveries = new Map(view.deliveries);
    deliveries.delete(delivery);
    this.loans.set(loan, { ...view, deliveries });
  }

  #owe(loan: string, owe: Owed): void {
    const id = newId();
    const view = this.loans.get(loan) ?? emptyView(loan);
    const delivery = deliveryOf(loan, owe);
    this.loans.set(loan, { ...view, deliveries: new Map([...view.deliveries, [id, delivery]]) });
    const message = this.written(owe.message as Initiating);
    this.owed.push({ loan, delivery: id, owed: { ...owe, message } });
    this.sent.push(message);
  }
}

export function deliveryOf(loan: string, owe: Owed): Delivery {
  return {
    loan,
    transaction: owe.transaction,
    peer: owe.peer,
    message: owe.message.kind as Delivery['message'],
    what: owe.what,
    duplicates: 'unsafe',
    state: 'owed',
    owedAt: '2026-01-01T00:00:00.000Z',
    dueAt: '2026-01-01T00:00:00.000Z',
    attempts: 0,
  };
}

/** A requester and its suppliers in memory; messages go from one side's functions into the other's. */
export class Lending {
  now = new Date('2026-03-02T09:00:00Z');
  readonly north: Library;
  readonly suppliers = new Map<string, Library>();
  /** What crossed, as a story. */
  readonly lines: string[] = [];
  readonly edition: string;

  constructor(record: NewLoanRecord = newRecord(), edition = '2017') {
    this.edition = edition;
    this.north = new Library('SE-NORTH', this.#spoken);
    const accepted = acceptRecord(record, this.context());
    if (!accepted.ok) throw new Error(accepted.detail);
    this.north.tell(accepted.loan, accepted.happenings);
  }

  get #spoken(): Edition {
    return this.edition === '2021' ? edition2021 : edition2017;
  }

  context(): RuleContext {
    return contextAt(this.now, {
      reach: (agency) => reachOf(agency.replace('isil:', '').toUpperCase(), this.edition),
    });
  }

  supplier(name: string): Library {
    const known = this.suppliers.get(name) ?? new Library(name, this.#spoken);
    this.suppliers.set(name, known);
    return known;
  }

  get east(): Library {
    return this.supplier('SE-EAST');
  }

  passDays(days: number): void {
    this.now = new Date(this.now.getTime() + days * 86_400_000);
  }

  act(library: Library, act: Act): void {
    const outcome = performAct(library.loan, act, this.context());
    if (!outcome.ok) throw new Error(`${library.name} ${act.verb}: ${outcome.detail}`);
    for (const delivery of outcome.drop ?? []) library.drop(library.loan.id, delivery);
    library.tell(library.loan.id, outcome.happenings);
  }

  possible(library: Library): string[] {
    return possibleActs(library.loan, this.context()).possible.map(({ verb }) => verb);
  }

  /** Until nobody owes anything. */
  settle(): void {
    for (let sender = this.#next(); sender !== undefined; sender = this.#next()) this.deliver(sender);
  }

  /** The oldest message that a library owes. */
  deliver(sender: Library): Reaction {
    const next = sender.owed.shift();
    if (next === undefined) throw new Error(`${sender.name} owes nothing`);
    const message = next.owed.message as Initiating;
    const { to, reaction } = this.give(message);
    const outcome = reaction.confirmation.ok ? '' : ' ERROR';
    this.lines.push(`${sender.name} > ${to.name}: ${next.owed.what}${outcome}`);
    const view = sender.loans.get(next.loan);
    const delivery = view?.deliveries.get(next.delivery);
    sender.settle(next.loan, next.delivery);
    if (view !== undefined && delivery !== undefined)
      sender.tell(
        next.loan,
        confirmed(
          sender.loans.get(next.loan) ?? view,
          { delivery, outcome: reaction.confirmation },
          this.context(),
        ),
      );
    return reaction;
  }

  /** Gives a message to the side that it is for, as often as one likes. */
  give(message: Initiating): { to: Library; reaction: Reaction } {
    const to =
      message.kind === 'supplyingAgencyMessage'
        ? this.north
        : this.supplier(message.header.supplyingAgencyId?.agencyIdValue ?? '');
    if (message.kind === 'request' && message.serviceInfo?.requestType !== 'Reminder')
      return { to, reaction: this.#ask(to, message) };
    const { view, transaction } = this.#find(to, message);
    const place = { view, transaction };
    const reaction = this.#react(place, message);
    to.tell(view.id, reaction.happenings);
    for (const id of provenBy(place, message)) to.settle(view.id, id);
    return { to, reaction };
  }

  #react(place: Place, message: Initiating): Reaction {
    const ctx = this.context();
    if (message.kind === 'request') return requestAgain(place, message, ctx);
    return message.kind === 'supplyingAgencyMessage'
      ? requesterReceives(place, message, ctx)
      : supplierReceives(place, message, ctx);
  }

  #ask(to: Library, message: Extract<Initiating, { kind: 'request' }>): Reaction {
    const key = `isil:${to.name.toLowerCase()}`;
    const reaction = receiveRequest(
      message,
      {
        peer: 'north',
        edition: this.edition,
        agency: key,
        requestingKey: 'isil:se-north',
        supplyingKey: key,
        ...this.#previous(to, message),
      },
      this.context(),
    );
    if (reaction.loan !== undefined) to.tell(reaction.loan, reaction.happenings);
    return reaction;
  }

  /** The transaction that a Retry names. */
  #previous(to: Library, message: Extract<Initiating, { kind: 'request' }>): { previous?: Place } {
    const id = message.serviceInfo?.requestingAgencyPreviousRequestId;
    for (const view of to.loans.values())
      for (const [transaction, state] of view.transactions)
        if (state.requestingAgencyRequestId === id) return { previous: { view, transaction } };
    return {};
  }

  #find(to: Library, message: Initiating): { view: LoanView; transaction: string } {
    const requestId = message.header.requestingAgencyRequestId;
    for (const view of to.loans.values())
      for (const [transaction, state] of view.transactions)
        if (state.requestingAgencyRequestId === requestId) return { view, transaction };
    throw new Error(`${to.name} knows no request ${requestId}`);
  }

  #next(): Library | undefined {
    return [this.north, ...this.suppliers.values()].find(({ owed }) => owed.length > 0);
  }
}
