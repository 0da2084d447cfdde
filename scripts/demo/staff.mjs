// Staff of both libraries, played through the public API: each act waits for what would make a person act.
import { setTimeout as sleep } from 'node:timers/promises';

/** One loan record and the two desks that deal with it. */
export class Case {
  constructor(libraryId, { world, gateways, msPerDay }) {
    this.id = libraryId;
    this.world = world;
    this.msPerDay = msPerDay;
    const [borrower, lender] = libraryId.startsWith('N') ? ['north', 'south'] : ['south', 'north'];
    this.borrower = gateways[borrower];
    this.lender = gateways[lender];
  }

  days(count) {
    return sleep(count * this.msPerDay);
  }

  /** A day of the calendar, so many days from today. In an act, say it in a function: it counts when the act is heard. */
  dayIn(count) {
    return new Date(this.lender.now().getTime() + count * 86_400_000).toISOString().slice(0, 10);
  }

  /** The supplier at work on it: waits until the request stands in its ledger. */
  requestAt(agency) {
    return this.world.until(`the request ${this.id} at ${agency ?? 'its supplier'}`, () => {
      const lending = this.world.lending(this.id);
      return (agency === undefined || lending?.state.supplyingAgencyId.agencyIdValue === agency) && lending;
    });
  }

  /** Waits until the borrower's ledger says so of its newest request. */
  borrowerKnows(what, test) {
    return this.world.until(`${this.id}: the borrower knows that ${what}`, () => {
      const borrowing = this.world.borrowing(this.id);
      return borrowing !== undefined && test(borrowing.state) && borrowing;
    });
  }

  lenderKnows(what, test) {
    return this.world.until(`${this.id}: the lender knows that ${what}`, () => {
      const lending = this.world.lending(this.id);
      return lending !== undefined && test(lending.state) && lending;
    });
  }

  /** Waits until a report of the other side stands in this one's loan record. */
  reportKnown(gateway, kind) {
    return this.world.until(`${this.id}: ${gateway.title} knows of the item ${kind}`, () => {
      const row = gateway === this.borrower ? this.world.borrowing(this.id) : this.world.lending(this.id);
      const reports = row && this.world.row(gateway, 'loan-record', row.state.loan)?.state.reports;
      return Object.values(reports ?? {}).some((report) => report.kind === kind);
    });
  }

  /** Waits until a gateway's clock has struck for it, by what the rule's name begins with. */
  clockStruck(gateway, rule) {
    return this.world.until(`${this.id}: the clock ${rule} strikes at ${gateway.title}`, () => {
      const row = gateway === this.borrower ? this.world.borrowing(this.id) : this.world.lending(this.id);
      const { struck } = this.world.row(gateway, 'loan-record', row.state.loan).state;
      return Object.keys(struck).some((id) => id.startsWith(rule));
    });
  }

  /** Waits until the lender's own record of it says so. */
  lenderRecord(what, test) {
    return this.world.until(`${this.id}: the lender ${what}`, () => {
      const row = this.world.lending(this.id);
      return row && test(this.world.row(this.lender, 'loan-record', row.state.loan)?.state ?? {});
    });
  }

  /** The lender's newest claim for it, as its API shows it. */
  async lendersClaim() {
    const { loan } = this.world.lending(this.id).state;
    const { claims } = await this.lender.call('GET', `/api/v1/loan-records/${loan}`);
    return claims.at(-1);
  }

  async borrow(act) {
    const { state } = this.world.borrowing(this.id);
    return this.borrower.call('POST', `/api/v1/loan-records/${state.loan}/acts`, act);
  }

  async lend(act) {
    const { state } = await this.requestAt();
    return this.lender.call('POST', `/api/v1/loan-records/${state.loan}/acts`, act);
  }

  /** Will supply, and a while later in the post; `parcel` says on that day what is particular about it. */
  async send(after, parcel = () => ({})) {
    await this.lend({ verb: 'will-supply' });
    await this.days(after);
    return this.post(parcel);
  }

  post(parcel = () => ({})) {
    const number = this.id.slice(-4);
    const ours = { carrier: 'PostNord', trackingId: `RR${number}${this.id[0]}SE`, itemId: `3${number}` };
    return this.lend(() => ({ verb: 'ship', ...ours, ...parcel() }));
  }

  async receive(after = 0) {
    await this.borrowerKnows('it was sent', ({ state }) => state === 'Loaned' || state === 'Overdue');
    await this.days(after);
    return this.borrow({ verb: 'receive' });
  }

  /** Sent back, on its way, and back on the shelf. */
  async bringBack(onTheWay) {
    await this.borrow({ verb: 'return', carrier: 'PostNord', trackingId: `RB${this.id.slice(-4)}SE` });
    await this.lenderKnows('it is on its way back', ({ returnShipped }) => returnShipped !== undefined);
    await this.days(onTheWay);
    await this.lend({ verb: 'check-in' });
    return this.borrowerKnows('it is home', ({ state }) => state === 'LoanCompleted');
  }
}
