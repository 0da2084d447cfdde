import { claimHeads, settleAttempt } from '../../dist/exchange/deliveries/index.js';
import { acceptLoanRecord, actOnLoan, receiveMessage } from '../../dist/exchange/index.js';
import { recognizeSender } from '../../dist/inbound/recognize-sender.js';
import { decode, edition2017, encode } from '../../dist/iso18626/index.js';
import { redeliveryRules } from '../../dist/outbound/index.js';
import { newId, VirtualClock } from '../../dist/platform/index.js';
import { actor, withApp } from './library.mjs';

/** Requests that go through their steps together; one wave is one day. */
const WAVE = 500;
const HOUR = 3_600_000;

const words = {
  adjective: ['northern', 'quiet', 'hidden', 'early', 'common', 'modern', 'lost', 'late', 'inner', 'open'],
  noun: ['rivers', 'islands', 'letters', 'gardens', 'harbours', 'languages', 'forests', 'winters', 'markets'],
  kind: ['atlas', 'history', 'grammar', 'theory', 'chronicle', 'anatomy', 'memory', 'geography', 'index'],
  surname: ['Strand', 'Lind', 'Boye', 'Martinson', 'Ekman', 'Trotzig', 'Aurell', 'Dagerman', 'Kandre'],
  given: ['Ingeborg', 'Ada', 'Karin', 'Harry', 'Kerstin', 'Birgitta', 'Tage', 'Stig', 'Mare'],
};
const pick = (list, number, step) => list[Math.floor(number / step) % list.length];

const itemOf = (number) => ({
  title: `The ${pick(words.kind, number, 1)} of ${pick(words.adjective, number, 9)} ${pick(words.noun, number, 90)}, part ${number}`,
  author: `${pick(words.surname, number, 7)}, ${pick(words.given, number, 3)}`,
});

/**
 * Whole and unfinished requests of both sides, through the rules and the committer of a gateway on a clock that is led
 * through the days; only HTTP and the peers are left out, whose answers are always yes. Most are closed; each step has
 * some that stopped there. `count` requests have about ten times as many entries.
 */
export function seedLoans(here, { count, peers, since, onProgress = () => undefined }) {
  const clock = new VirtualClock(since);
  return withApp(
    here,
    async ({ app, ground }) => {
      const seeding = new Seeding({ app, ground, clock, here, peers });
      for (let from = 0; from < count; from += WAVE) {
        await seeding.wave(from, Math.min(count, from + WAVE));
        onProgress(Math.min(count, from + WAVE));
      }
      return { entries: await app.storage.readers.ledger.size(), until: clock.now() };
    },
    { clock },
  );
}

class Seeding {
  #app;
  #context;
  #clock;
  #here;
  #peers;
  #rules;
  #second = 0;

  constructor({ app, ground, clock, here, peers }) {
    this.#app = app;
    this.#context = ground.context;
    this.#clock = clock;
    this.#here = here;
    this.#peers = peers;
    this.#rules = redeliveryRules(ground.settings.outbound);
  }

  /** Even numbers are lent, odd ones are borrowed. */
  async wave(from, to) {
    const numbers = Array.from({ length: to - from }, (_, at) => from + at);
    const asked = await this.#all(numbers, (number) =>
      number % 2 === 0 ? this.#lend(number) : this.#borrow(number),
    );
    const open = (step) => asked.filter(({ number }) => furthest(number) >= step);
    await this.#step(open(1), {
      lent: ({ loan }) => this.#act(loan, { verb: 'will-supply' }),
      borrowed: (each) => this.#tell(each, 'WillSupply'),
    });
    await this.#step(open(2), {
      lent: ({ loan, number }) =>
        this.#act(loan, { verb: 'ship', itemId: `3005${number}`, carrier: 'Post', dueDate: this.#later(30) }),
      borrowed: (each) => this.#tell(each, 'Loaned'),
    });
    await this.#step(open(3), {
      lent: (each) => this.#say(each, 'Received'),
      borrowed: ({ loan }) => this.#act(loan, { verb: 'receive' }),
    });
    const noted = open(3).filter(({ number }) => number % 5 !== 0);
    const note = ({ loan }) =>
      this.#act(loan, { verb: 'note', note: 'The maps lie in a pocket at the end.' });
    await this.#step(noted, { lent: note, borrowed: note });
    await this.#step(open(4), {
      lent: (each) => this.#say(each, 'ShippedReturn'),
      borrowed: ({ loan }) => this.#act(loan, { verb: 'return', carrier: 'Post' }),
    });
    await this.#step(open(5), {
      lent: ({ loan }) => this.#act(loan, { verb: 'check-in' }),
      borrowed: (each) => this.#tell(each, 'LoanCompleted'),
    });
  }

  async #step(requests, { lent, borrowed }) {
    this.#clock.move(4 * HOUR);
    const owed = await this.#all(requests, (each) => (each.isLent ? lent(each) : borrowed(each)));
    await this.#deliver(owed.flat());
  }

  #all(items, work) {
    return Promise.all(items.map(work));
  }

  #commit(useCase) {
    return this.#app.storage.committer.commit(useCase);
  }

  #later(days) {
    return new Date(this.#clock.now().getTime() + days * 24 * HOUR).toISOString();
  }

  #peerOf(number) {
    return this.#peers[Math.floor(number / 2) % this.#peers.length];
  }

  async #lend(number) {
    const peer = this.#peerOf(number);
    const request = { number, isLent: true, requestId: `SEED-${number}`, peer };
    const message = {
      ...{ kind: 'request', header: this.#header(request) },
      bibliographicInfo: itemOf(number),
      publicationInfo: { publicationType: { value: 'Book' } },
      serviceInfo: { requestType: 'New', serviceType: 'Loan', serviceLevel: { value: 'Normal' } },
      patronInfo: { patronId: `P-${number}`, surname: pick(words.surname, number, 1) },
    };
    const confirmed = await this.#take(message);
    await this.#deliver(confirmed.owed);
    return { ...request, loan: confirmed.loan };
  }

  async #borrow(number) {
    const peer = this.#peerOf(number);
    const [ours] = this.#app.directory().ourAgencies;
    const record = {
      ...{ agency: ours.key, libraryId: `S-${number}`, bibliographicInfo: itemOf(number) },
      publicationInfo: { publicationType: { value: 'Book' } },
      serviceInfo: { requestType: 'New', serviceType: 'Loan' },
      suppliers: [{ agency: `isil:${peer.agency.toLowerCase()}`, agencyId: isil(peer.agency) }],
      wish: { patronInfo: { patronId: `P-${number}`, surname: pick(words.surname, number, 1) } },
    };
    const handedIn = JSON.stringify(record);
    const accepted = await this.#commit(
      acceptLoanRecord({ record, handedIn, actor, source: 'imports' }, this.#context),
    );
    await this.#deliver(accepted.owed);
    const { transactions } = await this.#app.storage.readers.loans.whole(accepted.loan);
    const [{ requestingAgencyRequestId: requestId }] = [...transactions.values()];
    return { number, isLent: false, requestId, peer, loan: accepted.loan };
  }

  async #act(loan, act) {
    const asked = { loan: { by: 'id', id: loan }, act, actor, idempotencyKey: newId() };
    const { answer } = await this.#commit(actOnLoan(asked, this.#context));
    if (answer.kind !== 'done') throw new Error(`${act.verb} was not done: ${JSON.stringify(answer)}`);
    return answer.owed;
  }

  /** The other library, as the one that borrows. */
  async #say(request, action) {
    const message = { kind: 'requestingAgencyMessage', header: this.#header(request), action };
    return (await this.#take(message)).owed;
  }

  /** The other library, as the one that lends. */
  async #tell(request, status) {
    const dueDate = status === 'Loaned' ? { dueDate: this.#later(30) } : {};
    const message = {
      ...{ kind: 'supplyingAgencyMessage', header: this.#header(request) },
      messageInfo: { reasonForMessage: status === 'WillSupply' ? 'RequestResponse' : 'StatusChange' },
      statusInfo: { status, lastChange: this.#clock.now().toISOString(), ...dueDate },
    };
    return (await this.#take(message)).owed;
  }

  #header({ isLent, requestId, peer }) {
    const [ours, theirs] = [isil(this.#here.agency), isil(peer.agency)];
    this.#second += 1;
    return {
      supplyingAgencyId: isLent ? ours : theirs,
      requestingAgencyId: isLent ? theirs : ours,
      // Rises strictly, so that no two messages are the same.
      timestamp: new Date(this.#clock.now().getTime() + (this.#second % 900_000)).toISOString(),
      requestingAgencyRequestId: requestId,
      ...(isLent ? {} : { supplyingAgencyRequestId: `T-${requestId}` }),
    };
  }

  async #take(written) {
    const { bytes } = encode(written, edition2017);
    const { message, redaction } = decode(bytes, { edition: edition2017 });
    const { ours, theirs, peerId, peer } = recognizeSender(message, this.#app.directory());
    const known = { bytes: bytes.length, peer: peerId, edition: peer.edition, ours, theirs, warnings: [] };
    const confirmed = await this.#commit(receiveMessage({ message, redaction, ...known }, this.#context));
    if (confirmed.kind !== 'stored' || !confirmed.ok)
      throw new Error(`a message was refused: ${JSON.stringify(confirmed)}`);
    return confirmed;
  }

  /** What is owed is claimed and settled as if the peers had said yes. */
  async #deliver(owed) {
    if (owed.length === 0) return;
    const asked = {
      ...{ process: 'seed', woken: owed, peers: [], now: this.#clock.now(), rules: this.#rules },
      slots: { total: owed.length, of: () => owed.length, inFlight: () => 0 },
      leaseMs: () => 60_000,
    };
    const { deliveries } = await this.#commit(claimHeads(asked, this.#context));
    const outcome = { class: 'answered', cause: 'confirmed', statusCode: 200 };
    const settled = await this.#all(deliveries, ({ id, delivery, claim }) =>
      this.#commit(
        settleAttempt(
          { delivery: id, peer: delivery.peer, claim, outcome, durationMs: 40 },
          this.#rules,
          this.#context,
        ),
      ),
    );
    await this.#deliver(settled.flatMap(({ wake }) => [...wake]));
  }
}

const isil = (value) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });

/** How far a request goes: most to their end, one in ten to each of the steps before it. */
function furthest(number) {
  const drawn = (number * 7 + Math.floor(number / 10)) % 100;
  return drawn < 2 ? 0 : drawn < 4 ? 1 : drawn < 10 ? 2 : drawn < 14 ? 3 : drawn < 16 ? 4 : 5;
}
