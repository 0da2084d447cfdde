import { randomUUID } from 'node:crypto';
import { wait } from './random.mjs';

/** What two libraries do with one loan: who acts, and how. A note may come anywhere. */
const plays = {
  loan: ['S will-supply', 'S ship', 'R receive', 'R return', 'S check-in'],
  loanAtOnce: ['S ship', 'R note', 'R receive', 'S note', 'R return', 'S check-in'],
  copy: ['S will-supply', 'S supply-copy'],
  unfilled: ['S note', 'S cannot-supply'],
  cancelled: ['R cancel', 'S answer-cancel Y'],
  cancelRefused: [
    'S will-supply',
    'R cancel',
    'S answer-cancel N',
    'S ship',
    'R receive',
    'R return',
    'S check-in',
  ],
};

const details = {
  ship: { itemId: '3001', carrier: 'PostNord' },
  return: { carrier: 'PostNord', confirmed: true },
  'supply-copy': { url: 'https://copies.example/1' },
  'cannot-supply': { reason: 'NotAvailableForILL' },
  note: { text: 'A note from the desk.' },
};

/** How long an act that is not possible yet is waited for before somebody looks for a doubtful message. */
const PATIENCE_MS = 2_500;
/** Part of the doubtful messages that nobody ever decides. */
const LEFT_IN_DOUBT = 0.2;

/**
 * The staff of both libraries, through the public API: so many loans at once, one begun when another is over, until
 * `finish`. A call is repeated under its key until it is answered, so that a kill costs nothing.
 */
export function staffOf(libraries, { random, atOnce }) {
  const desks = libraries.map((library) => deskOf(library));
  const state = {
    desks,
    random,
    isClosing: false,
    isOver: false,
    loans: 0,
    faults: [],
    /** What was answered as done: it must all be found at the end. */
    records: [],
    acts: [],
    left: new Set(),
    decided: new Map(),
  };
  const workers = Array.from({ length: atOnce }, () => work(state));
  const all = Promise.all(workers);
  return {
    get loans() {
      return state.loans;
    },
    faults: state.faults,
    records: state.records,
    acts: state.acts,
    left: state.left,
    decided: state.decided,
    async finish(withinMs) {
      state.isClosing = true;
      const late = wait(withinMs).then(() => 'late');
      if ((await Promise.race([all, late])) === 'late')
        state.faults.push(`loans were not over ${withinMs} ms after the last kill`);
      state.isOver = true;
    },
    settle: (withinMs) => settle(state, withinMs),
  };
}

async function work(state) {
  while (!state.isClosing) {
    try {
      await playLoan(state);
    } catch (thrown) {
      if (state.isOver) return;
      state.faults.push(`a loan could not be played: ${thrown.message}`);
      await wait(500);
    }
  }
}

async function playLoan(state) {
  const { random, desks } = state;
  const number = (state.loans += 1);
  const requester = random.of(desks);
  const supplier = desks.find((desk) => desk !== requester);
  const play = random.of(Object.keys(plays));
  // Half of the load goes between agencies that are sent a doubtful message again, half waits for a person.
  const kind = number % 2;
  const title = `kill${String(number).padStart(6, '0')}x`;
  const record = {
    id: `K-${number}`,
    agency: requester.library.agencies[kind],
    patron: { reference: `P-${number}` },
    item: { title, author: 'Boye, Karin' },
    service: { type: play === 'copy' ? 'Copy' : 'Loan', note: 'as soon as you can' },
    suppliers: [supplier.library.agencies[kind]],
  };
  const loan = { number, title, play, requester, supplier };
  const made = await requester.call(state, 'POST', '/api/v1/loan-records', record);
  if (![200, 201].includes(made.status)) throw new Error(`record refused: ${JSON.stringify(made)}`);
  loan.R = { desk: requester, other: 'S', id: made.body.id };
  state.records.push({ library: requester.library.name, id: made.body.id, libraryId: record.id });
  loan.S = { desk: supplier, other: 'R', id: await arrivedAt(state, loan) };
  if (loan.S.id === undefined) return;
  for (const step of plays[play]) {
    if (!(await act(state, loan, step))) return;
  }
}

/** The supplier's id of the loan; nothing where the request is left in doubt. */
async function arrivedAt(state, loan) {
  for (let waited = performance.now(); ;) {
    const path = `/api/v1/loan-records?role=supplier&text=${loan.title}`;
    const found = await loan.supplier.call(state, 'GET', path);
    const id = found.body?.items?.[0]?.id;
    if (id !== undefined) return id;
    await wait(150);
    if (performance.now() - waited < PATIENCE_MS) continue;
    waited = performance.now();
    if (await isLeft(state, loan.R)) return undefined;
  }
}

/** Does one act as soon as it is possible; false where a message is left in doubt and the loan cannot go on. */
async function act(state, loan, step) {
  const [side, verb, answer] = step.split(' ');
  const { desk, id, other } = loan[side];
  const key = randomUUID();
  const body = { verb, ...details[verb], ...(answer === undefined ? {} : { answer }) };
  for (let waited = performance.now(); ;) {
    const detail = await desk.call(state, 'GET', `/api/v1/loan-records/${id}`);
    const possible = (detail.body?.possible ?? []).map((each) => each.verb ?? each);
    if (possible.includes(verb)) {
      const done = await desk.call(state, 'POST', `/api/v1/loan-records/${id}/acts`, body, key);
      if (done.status === 200) {
        state.acts.push({ library: desk.library.name, loan: id, verb, deliveries: done.body.deliveries });
        return true;
      }
      // The loan moved between looking and acting: look again.
      if (done.status !== 409 && done.status !== 422)
        throw new Error(`${verb} answered ${done.status} ${JSON.stringify(done.body)}`);
    }
    await wait(120);
    if (performance.now() - waited < PATIENCE_MS) continue;
    waited = performance.now();
    // What is waited for may stand in doubt on the other side, or one's own message before it.
    if ((await isLeft(state, loan[other])) || (await isLeft(state, loan[side]))) return false;
  }
}

/** Decides about what stands in doubt on one side of a loan, as a person would; true where it is left as it is. */
async function isLeft(state, { desk, id }) {
  if (id === undefined) return false;
  const detail = await desk.call(state, 'GET', `/api/v1/loan-records/${id}`);
  const doubtful = (detail.body?.deliveries ?? []).filter((each) => each.state === 'undecided');
  const left = [];
  for (const delivery of doubtful) left.push(await isLeftInDoubt(state, desk, delivery));
  return left.includes(true);
}

/** One doubtful message: left as it is, asked about, or sent again. What was asked about in vain is sent again. */
async function isLeftInDoubt(state, desk, { id, message }) {
  const before = state.decided.get(id);
  if (before === undefined && state.random.chance(LEFT_IN_DOUBT)) state.left.add(id);
  if (state.left.has(id)) return true;
  // Only a requester has a question to ask.
  const mayAsk = before === undefined && message !== 'supplyingAgencyMessage';
  const verb = mayAsk && state.random.chance(0.5) ? 'probe' : 'send-again';
  state.decided.set(id, verb);
  // A refusal means that it was decided meanwhile, by evidence or by an answer.
  await desk.call(state, 'POST', `/api/v1/deliveries/${id}/${verb}`, undefined, randomUUID());
  return false;
}

/** Before the end staff go through their boards once more; what nobody decides stays there. */
async function clearBoards(state) {
  for (const desk of state.desks)
    for (const delivery of await desk.all(state, '/api/v1/deliveries?state=undecided&limit=200'))
      await isLeftInDoubt(state, desk, delivery);
}

/** Until nothing waits that can go: what is left stands in doubt, or behind something that does. */
async function settle(state, withinMs) {
  const { desks, faults } = state;
  const until = performance.now() + withinMs;
  const calls = { isOver: false };
  await clearBoards({ ...state, isOver: false });
  for (let quiet = 0; quiet < 3;) {
    const waiting = await Promise.all(desks.map((desk) => movable(desk, calls)));
    quiet = waiting.every((count) => count === 0) ? quiet + 1 : 0;
    if (performance.now() > until) {
      faults.push(`messages still wait: ${waiting.join(' and ')}`);
      return;
    }
    await wait(400);
  }
}

async function movable(desk, calls) {
  const owed = await desk.all(calls, '/api/v1/deliveries?state=owed&limit=200');
  const doubtful = await desk.all(calls, '/api/v1/deliveries?state=undecided&limit=200');
  const blocked = new Set(doubtful.map(({ transaction }) => transaction));
  return owed.filter(({ transaction }) => !blocked.has(transaction)).length;
}

function deskOf(library) {
  const headers = { authorization: `Bearer ${library.token}`, 'content-type': 'application/json' };

  async function call(state, method, path, body, key) {
    for (;;) {
      if (state.isOver) throw new Error('the time is over');
      const answer = await fetch(library.url + path, {
        method,
        headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(8_000),
      })
        .then(async (response) => ({ status: response.status, body: textOrJson(await response.text()) }))
        .catch(() => undefined);
      if (answer !== undefined && answer.status !== 503 && answer.status !== 429) return answer;
      await wait(100);
    }
  }

  async function all(state, path) {
    const items = [];
    for (let next = path; next !== undefined;) {
      const { body } = await call(state, 'GET', next);
      items.push(...body.items);
      next =
        body.next === undefined ? undefined : new URL(body.next, library.url).href.slice(library.url.length);
    }
    return items;
  }
  return { library, call, all };
}

function textOrJson(text) {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
