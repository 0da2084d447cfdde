// What happens to whom. Days are those of the libraries' calendar; the clock makes a second of each.

const link = (id) => `https://copies.example/${id.toLowerCase()}.pdf`;

/** Loans that go as loans go; their steps fall on different days. */
async function routineLoan(it, nth = 0) {
  await it.requestAt();
  await it.days(0.2 + (nth % 5) * 0.15);
  await it.send(0.5 + (nth % 3) * 0.3);
  await it.receive(1.5 + (nth % 4) * 0.3);
  await it.days(1.2 + (nth % 5) * 0.5);
  await it.bringBack(0.8 + (nth % 3) * 0.2);
}

async function routineCopy(it, nth = 0) {
  await it.requestAt();
  await it.days(0.2 + (nth % 4) * 0.1);
  await it.lend({ verb: 'will-supply' });
  await it.days(0.2 + (nth % 3) * 0.2);
  await it.lend({ verb: 'supply-copy', url: link(it.id) });
  await it.borrowerKnows('the copy is there', ({ state }) => state === 'CopyCompleted');
}

async function thereAndBack(it) {
  await it.requestAt();
  await it.days(0.25);
  await it.send(0.6, () => ({ dueDate: it.dayIn(12) }));
  await it.receive(1.4);
  await it.days(1.7);
  await it.bringBack(1.2);
}

/** The branch that is asked first has nothing; the gateway asks the next one by itself. */
function secondSupplier(then) {
  return async (it, nth) => {
    await it.requestAt('SE-EAST');
    await it.days(0.3);
    await it.lend({ verb: 'cannot-supply', reason: 'NotHeld' });
    await it.requestAt('SE-SOUTH');
    await then(it, nth);
  };
}

/** Staff change their mind too late: the book is packed. */
async function cancelRefused(it) {
  await it.requestAt();
  await it.days(0.2);
  await it.lend({ verb: 'will-supply' });
  await it.borrowerKnows('it will be supplied', ({ state }) => state === 'WillSupply');
  await it.days(0.5);
  await it.borrow({ verb: 'cancel' });
  await it.lenderKnows('it is asked to cancel', ({ cancelPending }) => cancelPending !== undefined);
  await it.days(0.3);
  await it.lend({ verb: 'answer-cancel', answer: 'N', note: 'It is packed and leaves today.' });
  await it.borrowerKnows('the answer is no', ({ cancelPending }) => cancelPending === undefined);
  await it.days(0.2);
  await it.post();
  await it.receive(1.3);
  await it.days(2);
  await it.bringBack(1);
}

async function cancelAgreed(it) {
  await it.requestAt();
  await it.days(0.4);
  await it.borrow({ verb: 'cancel', note: 'The reader has bought it.' });
  await it.lenderKnows('it is asked to cancel', ({ cancelPending }) => cancelPending !== undefined);
  await it.days(0.4);
  await it.lend({ verb: 'answer-cancel', answer: 'Y' });
  await it.borrowerKnows('it is cancelled', ({ state }) => state === 'Cancelled');
}

/** Expected, not there, flagged by both gateways, and there after all. */
async function lateParcel(it) {
  await it.requestAt();
  await it.days(0.3);
  await it.send(0.4, () => ({ carrier: 'Bussgods', expectedAt: it.dayIn(1) }));
  await it.borrowerKnows('it was sent', ({ state }) => state === 'Loaned');
  await it.world.until(`${it.id}: both gateways flag the parcel as late`, () => {
    const late = it.world.all('shipment').filter(({ state }) => {
      const sides = [it.world.borrowing(it.id), it.world.lending(it.id)];
      return state.lateAt !== undefined && sides.some((side) => side?.state.loan === state.loan);
    });
    return late.length === 2;
  });
  await it.days(1.2);
  await it.receive();
  await it.days(1.2);
  await it.bringBack(0.8);
}

/** The reader wants it longer: asked before it is due, and granted. */
async function renewed(it) {
  await it.requestAt();
  await it.days(0.3);
  await it.send(0.4, () => ({ dueDate: it.dayIn(8) }));
  await it.receive(1.2);
  await it.days(1.3);
  await it.borrow({ verb: 'renew', note: 'The reader needs it one week longer.' });
  await it.lenderKnows('it is asked to renew', ({ renewPending }) => renewPending !== undefined);
  await it.days(0.5);
  await it.lend(() => ({ verb: 'answer-renewal', answer: 'Y', dueDate: it.dayIn(10) }));
  await it.borrowerKnows('the loan is renewed', ({ renewPending }) => renewPending === undefined);
  await it.days(2.5);
  await it.bringBack(1);
}

/** Nobody brings it back: the whole ladder, until the lender's clock assumes it lost and drafts a claim. */
async function neverBack(it) {
  await it.requestAt();
  await it.days(0.2);
  await it.send(0.3, () => ({ dueDate: it.dayIn(6) }));
  await it.receive(0.8);
  await it.lenderRecord('assumes it lost', ({ assumedLostAt }) => assumedLostAt !== undefined);
  await it.days(0.6);
  await it.borrow({ verb: 'report-lost', note: 'The reader has moved, and it is in none of the boxes.' });
  await it.reportKnown(it.lender, 'lost');
  await it.days(0.4);
  await payFor(it);
  await it.days(0.5);
  await it.lend({ verb: 'close-without-return' });
  await it.borrowerKnows('it is closed', ({ state }) => state === 'CompletedWithoutReturn');
}

/** Nothing is claimed before the lender has looked on its own shelves, and nothing is sent unless a person does it. */
async function payFor(it) {
  await it.lend({ verb: 'shelf-check', outcome: 'not-found' });
  await it.days(0.4);
  // Where a clock assumed the loss, it has drafted the claim too.
  if ((await it.lendersClaim())?.state !== 'drafted') await it.lend({ verb: 'draft-claim' });
  await it.lend({ verb: 'send-claim' });
  const { total, currency } = await it.lendersClaim();
  await it.days(0.8);
  await it.borrow({ verb: 'record-claim', amount: total, fee: '25.00', currency });
  await it.borrow({ verb: 'agree-claim', note: 'We are sorry, and shall pay.' });
  await it.days(0.4);
  await it.lend({ verb: 'agree-claim' });
  await it.days(0.6);
  await it.borrow({ verb: 'record-payment' });
  await it.days(0.5);
  await it.lend({ verb: 'record-payment' });
}

async function damaged(it) {
  await it.requestAt();
  await it.days(0.3);
  await it.send(0.3);
  await it.receive(1.2);
  await it.days(0.1);
  await it.borrow({ verb: 'report-damaged', note: 'The spine is torn; it was torn when it came.' });
  await it.reportKnown(it.lender, 'damaged');
  await it.days(1.5);
  await it.bringBack(1.2);
  // The book is home, what the damage costs is not said: both gateways remind their staff of it.
  await Promise.all([it.clockStruck(it.borrower, 'damage'), it.clockStruck(it.lender, 'damage')]);
}

/** Lost, paid for, and found after all: the price goes back, and the fee stays, as the policy says. */
async function lostAndFound(it) {
  await it.requestAt();
  await it.days(0.4);
  await it.send(0.3);
  await it.receive(1);
  await it.days(0.9);
  await it.borrow({ verb: 'report-lost', note: 'Not on the hold shelf, not at the desk.' });
  await it.reportKnown(it.lender, 'lost');
  await it.days(0.4);
  await payFor(it);
  await it.days(0.8);
  await it.borrow({ verb: 'found', note: 'It stood among the picture books.' });
  await it.days(0.5);
  await it.lend({ verb: 'found' });
  await it.days(0.3);
  await it.lend({ verb: 'refund-claim' });
  await it.days(0.4);
  await it.borrow({ verb: 'refund-claim' });
  await it.days(0.5);
  await it.bringBack(0.8);
}

/** The records that are told in full, and what happens to them. */
export const told = {
  'N-2026-0001': { name: 'Pippi', play: thereAndBack },
  'S-2026-0024': { name: 'Codd', play: routineCopy },
  'N-2026-0002': { name: 'Orwell', play: secondSupplier(thereAndBack) },
  'N-2026-0005': { name: 'Hawking', play: cancelRefused },
  'N-2026-0006': { name: 'Söderberg', play: cancelAgreed },
  'N-2026-0004': { name: 'Knuth', play: lateParcel },
  'N-2026-0003': { name: 'Lagerlöf', play: renewed },
  'N-2026-0012': { name: 'Boye', play: neverBack },
  'S-2026-0022': { name: 'Melville', play: damaged },
  'S-2026-0011': { name: 'Bergman', play: lostAndFound },
};

/** Those whose first supplier has nothing, and that are not told in full. */
const secondSupplierToo = new Set(['N-2026-0008', 'N-2026-0017']);

/** What is played for a record: its own story, or what is usual for a loan or a copy. */
export function storyOf(libraryId, isCopy) {
  const usual = isCopy ? routineCopy : routineLoan;
  return told[libraryId]?.play ?? (secondSupplierToo.has(libraryId) ? secondSupplier(usual) : usual);
}
