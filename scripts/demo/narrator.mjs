// Tells what stands in the ledgers while it is written, in the words of a librarian.
import { counted, dayOf, fit, line, minuteOf, paint, wrapped, WIDTH } from './page.mjs';

const places = { 'SE-NORTH': 'North', 'SE-SOUTH': 'South', 'SE-EAST': 'East' };
const textAt = 57;

/** What a message says, as its receiver reads it. */
const says = {
  Request: ({ isNext, isCopy, isExpress }) =>
    `asks for ${isCopy ? 'a copy' : 'it'}${isExpress ? ', express' : ''}${isNext ? ', as the next one on the list' : ''}`,
  WillSupply: () => 'will supply it',
  Loaned: ({ event }) =>
    `lends it${event?.dueDate ? `, due ${dayOf(event.dueDate).trim()}` : ''}${parcelOf(event)}`,
  Unfilled: () => 'cannot supply it: not in its holdings',
  CopyCompleted: () => 'sends the copy, as a link',
  Received: () => 'has it in hand',
  ShippedReturn: () => 'sends it back',
  LoanCompleted: () => 'has it back. Closed.',
  Cancel: () => 'asks to cancel',
  'CancelResponse Y': () => 'agrees to cancel. Closed.',
  'CancelResponse N': () => 'will not cancel: it is packed',
  Renew: () => 'asks to keep it longer',
  'RenewResponse Y': ({ dueDate }) => `may keep it until ${dayOf(dueDate).trim()}`,
  'send-claim': () => 'claims what the book and its work cost',
  'agree-claim': () => 'agrees to the claim',
  'record-payment': () => 'says that it has paid',
  'refund-claim': () => 'says that it has paid back',
  CompletedWithoutReturn: () => 'is content without it. Closed.',
  Lost: () => 'reports it lost',
  Notification: () => 'sends a note',
  Overdue: ({ dueDate }) => `reminds: it was due on ${dayOf(dueDate).trim()}`,
  'report-lost': () => 'reports it lost',
  'report-damaged': () => 'reports it damaged',
  found: () => 'has found it again',
};

const colours = {
  Unfilled: 'yellow',
  'CancelResponse N': 'yellow',
  Overdue: 'yellow',
  'RenewResponse Y': 'green',
  CompletedWithoutReturn: 'green',
  'send-claim': 'yellow',
  'report-lost': 'red',
  'report-damaged': 'red',
  found: 'green',
  LoanCompleted: 'green',
  CopyCompleted: 'green',
};

const strikes = {
  'parcel-late': 'the parcel is late',
  'return-late': 'the parcel back is late',
  'overdue-notice': 'overdue, and the borrower is reminded',
  'final-notice': 'overdue, and a last time reminded',
  'check-in-reminder': 'is it back on the shelf?',
  'due-reminder': 'due soon',
  'damage-window': 'the time to settle the damage ends',
  'renewal-unanswered': 'the renewal waits for an answer',
  'question-late': 'the question waits for an answer',
  'answer-warning': 'still no answer',
  'claim-due': 'the claim waits for an answer',
  'assumed-lost': 'assumed lost',
  'damage-undecided': 'the damage report waits for a decision',
};

/** Acts of a desk that the other side is not told, or not by themselves. */
const does = {
  'shelf-check': 'looks on its own shelves: it is not there',
  'draft-claim': 'drafts a claim',
  'record-claim': 'writes down what is claimed',
  'record-payment': 'books the payment',
  'refund-claim': 'books what is paid back; the fee stays',
};

/** In which order and words the day's routine is summed up. */
const routineWords = {
  Request: 'asked for',
  Unfilled: 'not held',
  WillSupply: 'will be supplied',
  Loaned: 'lent',
  CopyCompleted: 'copied',
  Received: 'arrived',
  ShippedReturn: 'sent back',
  LoanCompleted: 'home again',
};

function parcelOf(event) {
  return event?.carrier === undefined
    ? ''
    : ` (${[event.carrier, event.trackingId].filter(Boolean).join(' ')})`;
}

/** The last word of what a message says: its action, or its status. */
export function essenceOf(what) {
  if (what.startsWith('Notification')) return 'Notification';
  return /^(Cancel|Renew)Response/.test(what)
    ? what.split(' ').slice(0, 2).join(' ')
    : what.split(' ').at(-1);
}

export class Narrator {
  #routine = {};
  #failed = 0;
  #day = '';
  /** What a note is about, by the hash of its bytes: the sender's ledger names the act that it came of. */
  #acts = new Map();

  /** `told` are the records that are told in full, by the library's id. */
  constructor(told) {
    this.told = told;
  }

  /** One entry of a ledger. */
  hear({ gateway, entry, world }) {
    this.#turnPage(entry.at);
    const record = world.askedBy(gateway, entry);
    const { facts = {}, kind } = entry;
    if (facts.direction === 'out' && facts.verb !== undefined) this.#acts.set(facts.body, facts.verb);
    if (kind === 'clock-struck') this.#struck(gateway, entry, record);
    else if (kind === 'act' && does[facts.verb] !== undefined) this.#did(gateway, entry, record);
    else if (kind === 'delivery-attempted') this.#failed += 1;
    else if (facts.direction === 'in') this.#message({ gateway, entry, world, record });
  }

  #message({ gateway, entry, world, record }) {
    const { state } = world.row(gateway, 'transaction', entry.transaction);
    const essence = this.#essence(entry);
    if (this.told[record?.libraryId] === undefined) {
      this.#routine[essence] = (this.#routine[essence] ?? 0) + 1;
      return;
    }
    const borrower = places[state.requestingAgencyId.agencyIdValue];
    const lender = places[state.supplyingAgencyId.agencyIdValue];
    const who = state.role === 'supplier' ? [borrower, lender] : [lender, borrower];
    const text = (says[essence] ?? (() => essence))({
      event: entry.event,
      dueDate: state.dueDate,
      isCopy: state.serviceType === 'Copy',
      isExpress: record.serviceInfo.serviceLevel?.value === 'Express',
      isNext: Object.keys(record?.suppliers ?? {}).length > 1 && lender === 'South' && essence === 'Request',
    });
    this.#tell(entry.at, `${who[0]} → ${who[1]}`, { record, text, colour: colours[essence] });
  }

  #essence({ facts }) {
    const essence = essenceOf(facts.what);
    return essence === 'Notification' ? (this.#acts.get(facts.body) ?? essence) : essence;
  }

  #struck(gateway, entry, record) {
    const { rule } = entry.facts;
    const because = rule === 'damage-undecided' ? '' : `. ${entry.because}`;
    const text = `${strikes[rule] ?? rule}${because}`;
    const colour = rule === 'assumed-lost' ? 'red' : 'yellow';
    this.#tell(entry.at, `◆ ${gateway.title}`, { record, text, colour });
  }

  /** What a desk does in its own house, and no message says. */
  #did(gateway, entry, record) {
    if (this.told[record?.libraryId] === undefined) return;
    this.#tell(entry.at, `· ${gateway.title}`, { record, text: does[entry.facts.verb], colour: 'dim' });
  }

  #tell(at, who, { record, text, colour }) {
    const [first, ...rest] = wrapped(text, WIDTH - textAt);
    const title = titleOf(record);
    line(`  ${minuteOf(at)}  ${fit(who, 13)}  ${paint('bold', fit(title, 24))}  ${paint(colour, first)}`);
    for (const more of rest) line(`${' '.repeat(textAt)}${paint(colour, more)}`);
  }

  /** Something about the gateways themselves. */
  aside(at, text, colour = 'cyan') {
    this.#turnPage(at.toISOString());
    const [first, ...rest] = wrapped(text, WIDTH - 16);
    line(`  ${minuteOf(at)}  ${paint(colour, first)}`);
    for (const more of rest) line(`${' '.repeat(16)}${paint(colour, more)}`);
  }

  #turnPage(at) {
    const day = at.slice(0, 10);
    if (day <= this.#day) return;
    this.endOfDay();
    this.#day = day;
  }

  /** What the day brought to all the loans that are not told in full. */
  endOfDay() {
    const parts = Object.entries(routineWords).flatMap(([essence, words]) =>
      this.#routine[essence] === undefined ? [] : [`${this.#routine[essence]} ${words}`],
    );
    if (parts.length > 0) this.#sumUp('all others', parts.join(' · '));
    if (this.#failed > 0)
      this.#sumUp('the lines', `${counted(this.#failed, 'attempt')} to deliver failed: each is made again`);
    this.#routine = {};
    this.#failed = 0;
  }

  #sumUp(who, text) {
    const [first, ...rest] = wrapped(text, WIDTH - 31);
    line(paint('dim', `  ${dayOf(this.#day)}        ${fit(who, 13)}  ${first}`));
    for (const more of rest) line(paint('dim', `${' '.repeat(31)}${more}`));
  }
}

export function titleOf(record) {
  const { titleOfComponent, title } = record?.bibliographicInfo ?? {};
  return titleOfComponent ?? title ?? '(untitled)';
}
