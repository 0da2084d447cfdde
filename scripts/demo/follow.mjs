// Follows both ledgers by cursor and folds them: what stands in them is all that the demonstration knows.
import { setTimeout as sleep } from 'node:timers/promises';

/** Both sides of what one loan record asks for, as their ledgers tell it. */
export class World {
  #waiting = new Set();

  /** `onEntry` hears every entry once, in the order of its ledger. */
  constructor(gateways, { applyPatch, onEntry }) {
    this.gateways = gateways;
    this.ledgers = new Map(gateways.map((gateway) => [gateway.name, []]));
    this.rows = new Map();
    this.applyPatch = applyPatch;
    this.onEntry = onEntry;
    this.isOver = false;
  }

  /** Reads until it is ended. A gateway that is away is asked again. */
  follow() {
    return Promise.all(this.gateways.map((gateway) => this.#followOne(gateway)));
  }

  /** Reads what is there now and then no more. */
  end() {
    this.isOver = true;
  }

  async #followOne(gateway) {
    const ledger = this.ledgers.get(gateway.name);
    for (;;) {
      const isLast = this.isOver;
      const page = await gateway.call('GET', `/api/v1/ledger?after=${ledger.length}&limit=1000`);
      for (const item of page.items) {
        ledger.push(item);
        this.#fold(gateway, item.entry);
        this.onEntry({ gateway, entry: item.entry, world: this });
      }
      if (page.items.length > 0) this.wake();
      else if (isLast) return;
      else await sleep(80);
    }
  }

  #fold(gateway, { changes }) {
    for (const { aggregate, id, set } of changes) {
      const key = `${gateway.name}/${aggregate}/${id}`;
      const row = this.rows.get(key) ?? { gateway, aggregate, id, state: {} };
      this.rows.set(key, { ...row, state: this.applyPatch(row.state, set) });
    }
  }

  row(gateway, aggregate, id) {
    return this.rows.get(`${gateway.name}/${aggregate}/${id}`);
  }

  all(aggregate) {
    return [...this.rows.values()].filter((row) => row.aggregate === aggregate);
  }

  /** The loan record that a library handed in under this id. */
  asked(libraryId) {
    return this.all('loan-record').find(({ state }) => state.libraryId === libraryId);
  }

  /** The newest transaction of that record, and the same one as its supplier has it. */
  borrowing(libraryId) {
    const record = this.asked(libraryId);
    return record?.state.current && this.row(record.gateway, 'transaction', record.state.current);
  }

  lending(libraryId) {
    const requestId = this.borrowing(libraryId)?.state.requestingAgencyRequestId;
    if (requestId === undefined) return undefined;
    return this.all('transaction').find(
      ({ state }) => state.role === 'supplier' && state.requestingAgencyRequestId === requestId,
    );
  }

  /** The record that an entry is about, on whichever side. */
  askedBy(gateway, entry) {
    const record = this.row(gateway, 'loan-record', entry.loan)?.state;
    const transaction = this.row(gateway, 'transaction', entry.transaction ?? record?.current)?.state;
    if (transaction === undefined) return record;
    const own = this.all('transaction').find(
      ({ state }) =>
        state.role === 'requester' &&
        state.requestingAgencyRequestId === transaction.requestingAgencyRequestId,
    );
    return own && this.row(own.gateway, 'loan-record', own.state.loan)?.state;
  }

  /** Waits until the ledgers say so. Answers what `find` answers; throws, naming what did not come, after `seconds`. */
  until(what, find, seconds = 30) {
    const found = find();
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const waiter = { find, resolve };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new Error(`waited ${seconds} s in vain: ${what}`));
      }, seconds * 1000);
      waiter.done = () => clearTimeout(timer);
      this.#waiting.add(waiter);
    });
  }

  /** Asks anew whether what is waited for has come. */
  wake() {
    for (const waiter of this.#waiting) {
      const found = waiter.find();
      if (!found) continue;
      this.#waiting.delete(waiter);
      waiter.done();
      waiter.resolve(found);
    }
  }
}
