import { expect } from 'chai';
import { certificate } from '../../support/certificates.js';
import { guardedLibrary, type GuardedLibrary, type Shown } from './guarded-library.js';
import { kinds, saidBy, type Kind } from './messages.js';

/** A peer for each way to be known, twice: `a` and `b` differ in nothing but what they show. */
interface Actor {
  peer: string;
  agency: string;
  way: Way;
  shown: Shown;
}

const ways = ['none', 'basic', 'bearer', 'header', 'message', 'addresses', 'pinned', 'named', 'all'] as const;
type Way = (typeof ways)[number];

/** What a message of one peer is answered, where somebody shows what another shows. */
function expected(shows: Actor, names: Actor, kind: Kind): string {
  if (shows === names) return 'OK';
  const element = kind === 'supplyingAgencyMessage' ? 'supplyingAgencyId' : 'requestingAgencyId';
  const isHeld = !['none', 'message', 'addresses'].includes(shows.way);
  if (isHeld) return `UnrecognisedDataValue ${element}`;
  if (names.way === 'addresses') return '403';
  if (names.way !== 'none' && names.way !== 'message') return '401';
  const isUnsaid = names.way === 'none' && shows.way !== 'message';
  return isUnsaid ? 'OK' : 'UnrecognisedDataValue requestingAgencyAuthentication';
}

describe('[7.3 nr 40, 7.7 nr 96] whoever shows what one peer shows, and names another', () => {
  let house: GuardedLibrary;
  let actors: Actor[];
  const nobody: Actor = { peer: '', agency: '', way: 'none', shown: {} };

  before(async function () {
    this.timeout(120_000);
    // The table fails hundreds of times from one address; that this is throttled has a test of its own.
    house = await guardedLibrary({ peers: { failures: 1_000_000 } });
    actors = [];
    for (const way of ways) for (const one of ['a', 'b']) actors.push(await actor(way, one, house));
  });
  after(() => house.close());

  for (const kind of kinds)
    it(`speaks for nobody else in a ${kind}: all pairs, over TLS`, async function () {
      this.timeout(240_000);
      const transactions = await openTransactions(kind);
      const wrong: string[] = [];
      let posts = 0;
      for (const names of actors) {
        const requestId = transactions.get(names.peer) ?? '';
        const before = await entriesOf(names);
        for (const shows of [nobody, ...actors.filter((one) => one !== names)]) {
          const said = saidBy(await house.post(messageOf(kind, names, requestId, (posts += 1)), shows.shown));
          const should = expected(shows, names, kind);
          if (said !== should)
            wrong.push(`${shows.peer || 'nobody'} for ${names.peer}: ${said}, not ${should}`);
        }
        const mayBe = names.way === 'none' ? before.length + 4 : before.length;
        expect((await entriesOf(names)).length, `what ${names.peer} is told to have sent`).to.be.at.most(
          mayBe,
        );
        const own = saidBy(await house.post(messageOf(kind, names, requestId, (posts += 1)), names.shown));
        if (own !== 'OK') wrong.push(`${names.peer} for itself: ${own}`);
      }
      expect(posts).to.equal(actors.length * (actors.length + 1));
      expect(wrong.join('\n')).to.equal('');
    });

  it('and cannot tell another’s transaction from one that does not exist', async () => {
    const [one, other] = ['bearer-a', 'bearer-b'].map((peer) => actors.find((each) => each.peer === peer)!);
    const theirs = {
      kind: 'requestingAgencyMessage',
      from: one!.agency,
      requestId: `R-${other!.peer}`,
    } as const;
    const answers = [];
    for (const requestId of [theirs.requestId, 'R-nobody-b'])
      answers.push(await house.post({ ...theirs, requestId }, one!.shown));
    const [existing, missing] = answers.map(({ status, text }) => ({
      status,
      text: text.replaceAll(/R-[\w-]+/g, 'R').replaceAll(/timestamp>[^<]+</g, 'timestamp><'),
    }));
    expect(existing).to.deep.equal(missing);
    expect(existing?.text).to.include('requestingAgencyRequestId: R');
  });

  it('is entered as a security event of the peer that it is proved to be', async () => {
    const entries = await house.library.entries();
    const causes = entries.filter(({ facts }) => /^not its own: /.test((facts?.['cause'] ?? '') as string));
    expect(causes.length).to.be.greaterThan(0);
    for (const { peer, changes } of causes) {
      expect(peer).to.be.a('string');
      expect(changes).to.deep.equal([]);
    }
    await house.hasLogged('a peer speaks for an agency that is not its own');
  });

  function messageOf(kind: Kind, { agency }: Actor, requestId: string, at: number) {
    const timestamp = new Date(Date.UTC(2026, 2, 2, 8) + at * 1000).toISOString().replace('.000', '');
    const own = kind === 'request' ? `${requestId}-${at}` : requestId;
    return { kind, from: agency, requestId: own, timestamp };
  }

  /** One for each peer: for their questions, one that they have asked; for their answers, one that we have asked. */
  async function openTransactions(kind: Kind): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const { peer, agency, shown } of actors) {
      const requestId = `R-${peer}`;
      found.set(peer, requestId);
      if (kind === 'requestingAgencyMessage')
        expect(saidBy(await house.post({ kind: 'request', from: agency, requestId }, shown))).to.equal('OK');
      if (kind === 'supplyingAgencyMessage') found.set(peer, await askedOf(agency));
    }
    return found;
  }

  async function askedOf(agency: string): Promise<string> {
    const { body, status } = await house.api('POST', '/api/v1/loan-records', {
      ...{ id: `N-${agency}`, patron: { reference: 'P-1' }, item: { title: 'Kallocain' } },
      ...{ service: { type: 'Loan' }, suppliers: [`ISIL:${agency}`] },
    });
    expect(status, JSON.stringify(body)).to.equal(201);
    const shown = await house.api('GET', `/api/v1/loan-records/${String(body['id'])}`);
    const [transaction] = shown.body['transactions'] as { requestingAgencyRequestId: string }[];
    return transaction!.requestingAgencyRequestId;
  }

  async function entriesOf({ peer }: Actor): Promise<unknown[]> {
    const entries = await house.library.entries();
    return entries.filter(
      (entry) => entry.peer === peer && entry.loan !== undefined && entry.facts?.['direction'] === 'in',
    );
  }
});

/** Introduces a peer and what it has to show. */
async function actor(way: Way, one: string, house: GuardedLibrary): Promise<Actor> {
  const peer = `${way}-${one}`;
  const agency = `SE-${way}-${one}`.toUpperCase();
  await house.introduce(peer, agency);
  const secret = `secret-of-${peer}-0123456789`;
  const from = `127.0.1.${ways.indexOf(way) * 2 + (one === 'a' ? 1 : 2)}`;
  const made: Actor = { peer, agency, way, shown: {} };
  const client = async (name: string, signed: boolean) => certificate(name, signed ? { by: house.ca } : {});
  const demand = (credential: object) => house.demand(peer, credential);
  switch (way) {
    case 'none':
      return made;
    case 'basic':
      await demand({ kind: 'basic', account: peer, secret });
      return { ...made, shown: { headers: { authorization: `Basic ${btoa(`${peer}:${secret}`)}` } } };
    case 'bearer':
      await demand({ kind: 'bearer', secret });
      return { ...made, shown: { headers: { authorization: `Bearer ${secret}` } } };
    case 'header':
      await demand({ kind: 'header', header: 'X-Key', secret });
      return { ...made, shown: { headers: { 'x-key': secret } } };
    case 'message':
      await demand({ kind: 'message', account: peer, secret, answersWithout: false });
      return { ...made, shown: { account: [peer, secret] } };
    case 'addresses':
      await demand({ kind: 'addresses', networks: [`${from}/32`] });
      return { ...made, shown: { from } };
    case 'pinned': {
      const pair = await client(peer, false);
      await demand({ kind: 'certificate', certificate: pair.cert });
      return { ...made, shown: { client: pair } };
    }
    case 'named':
      await demand({ kind: 'certificate', issuer: 'Library Authority', name: `${peer}.example` });
      return { ...made, shown: { client: await client(`${peer}.example`, true) } };
    case 'all':
      await demand({ kind: 'header', header: 'X-Key', secret });
      await demand({ kind: 'addresses', networks: [from] });
      await demand({ kind: 'message', account: peer, secret: `${secret}-code` });
      return { ...made, shown: { headers: { 'x-key': secret }, from, account: [peer, `${secret}-code`] } };
  }
}
