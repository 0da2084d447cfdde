import { expect } from 'chai';
import {
  brokenLine,
  endCrashing,
  inItsOwnProcess,
  type BrokenLine,
  type Crash,
} from '../support/crash-gateway.js';
import {
  aRecord,
  introduce,
  ledgersHold,
  newestLoan,
  story,
  told,
  twoLibraries,
  type Libraries,
  type Side,
} from '../support/two-libraries.js';

const lines: BrokenLine[] = [];

const safe = { duplicates: { request: 'safe' } } as const;

/** Hands the record in; a gateway that dies meanwhile owes no answer. */
async function handIn({ north }: Libraries): Promise<string | undefined> {
  const answer = await north.api('POST', '/api/v1/loan-records', aRecord()).catch(() => undefined);
  return answer?.body['id'] as string | undefined;
}

/** North dies while it takes a record in and sends its Request; then it is started again, and everything settles. */
async function diesSending(two: Libraries, crash: Crash): Promise<void> {
  const gateway = await inItsOwnProcess(two, 'north', crash);
  await handIn(two);
  await gateway.died();
  await two.up('north');
  await two.settle();
}

/** The library's own system had no answer, so it hands the same record in again. */
async function handInAgain(two: Libraries): Promise<string> {
  const { status, body } = await two.north.api('POST', '/api/v1/loan-records', aRecord());
  expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
  await two.settle();
  return body['id'] as string;
}

async function requestsAt({ south }: Libraries): Promise<unknown[]> {
  return (await south.api('GET', '/api/v1/loan-records')).body['items'] as unknown[];
}

interface Waiting {
  id: string;
  state: string;
  cause?: string;
}

async function undecided(two: Libraries, side: Side = 'north'): Promise<Waiting[]> {
  return (await two[side].api('GET', '/api/v1/deliveries?state=undecided')).body['items'] as Waiting[];
}

/** A person sends the one message again that stands in doubt. */
async function sendAgain(two: Libraries): Promise<void> {
  const [doubtful] = await undecided(two);
  const { status } = await two.north.api('POST', `/api/v1/deliveries/${doubtful?.id ?? ''}/send-again`);
  expect(status).to.equal(200);
  await two.settle();
}

const askedOnce = told(`
  record    accepted
  sent      Request
`);
const stopped = 'the gateway stopped while it was sending';

/** Each suite puts away what its own tests opened, and no other suite's. */
function putAwayAfterEach(): void {
  afterEach(async () => {
    await Promise.all(lines.splice(0).map((line) => line.close()));
    await ledgersHold();
  });
  after(endCrashing);
}

describe('a gateway that is killed while it sends [nr 94]', () => {
  putAwayAfterEach();

  for (const where of ['before-write', 'before-commit'] as const)
    it(`knows nothing of a record when it dies ${where.replace('-', ' the ')} that takes it in`, async () => {
      const two = await twoLibraries();

      await diesSending(two, { where, commit: 1 });

      expect(await two.north.entries()).to.satisfy((all: { kind: string }[]) =>
        all.every(({ kind }) => kind !== 'loan-record-accepted'),
      );
      const loan = await handInAgain(two);
      expect(await story(two.north, loan)).to.equal(askedOnce);
      expect(await requestsAt(two)).to.have.length(1);
    });

  it('sends once what was owed, when it dies before anybody is woken', async () => {
    const two = await twoLibraries();

    await diesSending(two, { where: 'after-commit', commit: 1 });

    expect(await requestsAt(two)).to.have.length(1);
    const loan = await handInAgain(two);
    expect(await story(two.north, loan)).to.equal(askedOnce);
    expect(await requestsAt(two)).to.have.length(1);
  });

  it('flags what it had claimed and not sent as ambiguous, and a person sends it once', async () => {
    const two = await twoLibraries();

    await diesSending(two, { where: 'after-commit', commit: 2 });

    expect(await undecided(two))
      .to.have.length(1)
      .and.have.nested.property('0.cause', stopped);
    expect(await requestsAt(two)).to.have.length(0);
    await sendAgain(two);
    expect(await story(two.north, await newestLoan(two.north))).to.equal(once(stopped));
    expect(await requestsAt(two)).to.have.length(1);
  });

  for (const when of ['before', 'after'] as const)
    it(`flags a message as ambiguous that was on the wire ${when} the peer took it`, async () => {
      const two = await twoLibraries();
      await diesOnTheWire(two, when);

      expect(await undecided(two))
        .to.have.length(1)
        .and.have.nested.property('0.cause', stopped);
      expect(await requestsAt(two)).to.have.length(when === 'after' ? 1 : 0);
      await sendAgain(two);
      expect(await story(two.north, await newestLoan(two.north))).to.equal(once(stopped));
      expect(await requestsAt(two)).to.have.length(1);
    });

  it('sends again by itself what was on the wire, where the peer takes duplicates well', async () => {
    const two = await twoLibraries({ peers: { south: safe } });

    await diesOnTheWire(two, 'after', safe);

    expect(await undecided(two)).to.deep.equal([]);
    expect(await story(two.north, await newestLoan(two.north))).to.equal(once(stopped, 'by itself'));
    expect(await requestsAt(two)).to.have.length(1);
  });

  it('flags a message as ambiguous whose answer it had and had not settled', async () => {
    const two = await twoLibraries();

    await diesSending(two, { where: 'before-write', commit: 3 });

    expect(await undecided(two))
      .to.have.length(1)
      .and.have.nested.property('0.cause', stopped);
    expect(await requestsAt(two)).to.have.length(1);
    await sendAgain(two);
    expect(await requestsAt(two)).to.have.length(1);
  });

  it('has nothing left to do for a message that was settled', async () => {
    const two = await twoLibraries();

    await diesSending(two, { where: 'after-commit', commit: 3 });

    expect(await undecided(two)).to.deep.equal([]);
    expect(await story(two.north, await newestLoan(two.north))).to.equal(askedOnce);
    expect(await requestsAt(two)).to.have.length(1);
  });
});

/** The story of a request that was in doubt once and then arrived. */
function once(cause: string, how?: 'by itself'): string {
  return told(`
    record    accepted
    sent      Request
    tried     Request: ${cause}${how === undefined ? ' [attention]' : ''}
    ${how === undefined ? 'person    sends Request again' : ''}
  `);
}

/** North dies while its Request is on a line that breaks; started again, its peer is where it was. */
async function diesOnTheWire(two: Libraries, when: 'before' | 'after', profile: object = {}): Promise<void> {
  const dies: { kill?: () => void } = {};
  const line = await brokenLine(two.south.url, { when, with: () => dies.kill?.() });
  lines.push(line);
  const south = { as: 'south', agencies: ['ISIL:SE-SOUTH', 'ISIL:SE-EAST'], ...profile };
  await introduce(two.north, { ...south, url: line.url });
  const gateway = await inItsOwnProcess(two, 'north', { where: 'nowhere' });
  dies.kill = () => gateway.kill();
  await handIn(two);
  await gateway.died();
  await two.up('north');
  await introduce(two.north, { ...south, url: two.south.url });
  await two.settle();
}

describe('a gateway that is killed while it receives [nr 94]', () => {
  putAwayAfterEach();

  const points = [
    { where: 'before-write', what: 'has not written it', has: 0 },
    { where: 'before-commit', what: 'has not committed it', has: 0 },
    { where: 'after-commit', what: 'has committed and not confirmed it', has: 1 },
  ] as const;
  for (const { where, what, has } of points)
    it(`has a message once in the end that comes again, when it ${what}`, async () => {
      const two = await twoLibraries();
      const gateway = await inItsOwnProcess(two, 'south', { where, commit: 1 });
      await two.handIn();
      await two.settle();
      await gateway.died();
      await two.up('south');

      expect(await requestsAt(two)).to.have.length(has);
      expect(await undecided(two)).to.have.length(1);
      await sendAgain(two);
      expect(await undecided(two)).to.deep.equal([]);
      expect(await requestsAt(two)).to.have.length(1);
    });

  it('answers a question once that it had confirmed, when it dies before anybody is woken', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    const gateway = await inItsOwnProcess(two, 'south', { where: 'answered' });
    await two.act('north', loan, 'ask-status');
    await gateway.died();
    await two.up('south');
    await two.settle();

    expect(await undecided(two)).to.deep.equal([]);
    expect(await story(two.south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        received  StatusRequest
        sent      StatusRequestResponse RequestReceived
      `),
    );
    expect(await story(two.north, loan.north)).to.equal(
      told(`
        record    accepted
        sent      Request
        act       ask-status
        sent      StatusRequest
        received  StatusRequestResponse RequestReceived
      `),
    );
  });
});
