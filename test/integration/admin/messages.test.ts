import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import { plays, scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import type { Browser } from '../../support/staff.js';
import {
  aRecord,
  closeLibraries,
  introduce,
  settle,
  twoLibraries,
  type Libraries,
} from '../../support/two-libraries.js';

/** How many messages fail, by the HTTP code that a peer turns them away with. */
const failures: Readonly<Record<number, number>> = { 404: 260, 401: 100, 413: 60, 410: 50, 422: 30 };
const codes = Object.keys(failures).map(Number);

describe('the board of messages that did not get through', function () {
  this.timeout(60_000);
  let libraries: Libraries;
  let browser: Browser;
  const peers = new Map<number, ScriptedPeer>();

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    for (const code of codes) {
      const peer = await scriptedPeer();
      peer.always(plays.http(code));
      peers.set(code, peer);
      const agency = `ISIL:SE-${code}`;
      await introduce(libraries.north, { as: `peer-${code}`, agencies: [agency], url: peer.url });
      const records = Array.from({ length: failures[code] ?? 0 }, (_, n) =>
        aRecord({ id: `${code}-${n}`, item: { title: `Book ${code}-${n}` }, suppliers: [agency] }),
      );
      const { status, body } = await libraries.north.api('POST', '/api/v1/loan-records', { records });
      expect(status, JSON.stringify(body).slice(0, 500)).to.equal(200);
    }
    await settle([libraries.north], libraries.clock);
    ({ browser } = await atTheDesk(libraries.north, 'nora'));
  });
  after(async () => {
    await Promise.all([...peers.values()].map((peer) => peer.close()));
    await closeLibraries(libraries);
  });

  const board = async (): Promise<Record<string, number>> => {
    const found = await libraries.north.app.storage.readers.deliveries.causes();
    return Object.fromEntries(found.map(({ cause, count }) => [cause, count]));
  };
  const ids = (text: string): string[] =>
    [...text.matchAll(/name="id" value="([^"]+)"/g)].map(([, id]) => id ?? '');

  it('groups five hundred failures by their five causes, each with what would help', async () => {
    const { text, status } = await browser.get('/messages');
    expect(status).to.equal(200);
    expect(text).to.include('500 messages did not get through');
    expect(text.match(/<li class="row row-group"/g)).to.have.length(5);
    expect(text).to.include('They do not accept our key').and.include('Agree on a new one');
    expect(text.length).to.be.below(150_000);
  });

  it('says exactly how many before it does anything, and no more than two hundred at once', async () => {
    const filter = { state: 'stopped', cause: 'HTTP 404', verb: 'send-again' };
    const before = await board();
    const { text } = await browser.post('/messages/acts', filter);
    expect(text).to.include('Exactly 200 messages are touched').and.include('260 messages are like that');
    expect(ids(text)).to.have.length(200);
    expect(await board(), 'asking changes nothing').to.deep.equal(before);
  });

  it('sends again exactly what the filter means', async () => {
    peers.get(404)?.always(plays.ok);
    const { text } = await browser.post('/messages/acts', {
      state: 'stopped',
      cause: 'HTTP 404',
      verb: 'send-again',
    });
    const chosen = ids(text);
    const done = await browser.postMany('/messages/acts', [
      ['verb', 'send-again'],
      ['key', 'one'],
      ...chosen.map((id): [string, string] => ['id', id]),
    ]);
    expect(done.text).to.include('Send again: 200 of 200 done');
    await settle([libraries.north], libraries.clock);
    expect(await board()).to.deep.equal({
      'HTTP 404': 60,
      'HTTP 401': 100,
      'HTTP 413': 60,
      'HTTP 410': 50,
      'HTTP 422': 30,
    });
    expect(peers.get(404)?.arrived).to.have.length(460);
    expect(peers.get(401)?.arrived).to.have.length(100);
  });

  it('touches no more than the cap, whatever a form says', async () => {
    const page = await libraries.north.app.storage.readers.deliveries.list({ state: 'stopped', limit: 240 });
    const { text } = await browser.postMany('/messages/acts', [
      ['verb', 'drop'],
      ['reason', 'asked by telephone'],
      ['key', 'two'],
      ...page.deliveries.map(({ id }): [string, string] => ['id', id]),
    ]);
    expect(text).to.include('Drop: 200 of 200 done');
    expect(Object.values(await board()).reduce((sum, count) => sum + count, 0)).to.equal(100);
  });

  it('drops nothing without a reason, and shows one cause with its messages', async () => {
    const [first] = (
      await libraries.north.app.storage.readers.deliveries.list({ state: 'stopped', limit: 1 })
    ).deliveries;
    const cause = first?.cause ?? '';
    const list = await browser.get(`/messages?state=stopped&cause=${encodeURIComponent(cause)}`);
    expect(list.text).to.include('Decide…').and.include(`/messages/${first?.id}/drop`);
    const { text } = await browser.post(`/messages/${first?.id}/drop`, { key: 'three' });
    expect(text).to.include('Say why it is dropped.');
    expect(Object.values(await board()).reduce((sum, count) => sum + count, 0)).to.equal(100);
  });

  it('composes anew, and asks about what is in doubt, by filter: the count first, then each of them', async () => {
    const decide = async (filter: Record<string, string>, said: string): Promise<void> => {
      const first = await browser.post('/messages/acts', filter);
      const chosen = ids(first.text);
      expect(first.text).to.include(`Exactly ${chosen.length} messages are touched`);
      const done = await browser.postMany('/messages/acts', [
        ['verb', filter['verb'] ?? ''],
        ['key', said.replaceAll(' ', '-')],
        ...chosen.map((id): [string, string] => ['id', id]),
      ]);
      expect(done.text).to.include(`${said}: ${chosen.length} of ${chosen.length} done`);
      await settle([libraries.north], libraries.clock);
    };
    const [cause = '', count = 0] = Object.entries(await board()).find(([, many]) => many > 1) ?? [];
    const peer = peers.get(Number(cause.slice(5)));
    const before = peer?.arrived.length ?? 0;
    peer?.always(plays.ok);
    await decide({ state: 'stopped', cause, verb: 'compose-anew' }, 'Compose anew');
    expect(peer?.arrived).to.have.length(before + count);
    expect(await board()).to.not.have.property(cause);

    // Read, and never answered: what became of them is in doubt.
    peer?.next(plays.reset, plays.reset, plays.reset);
    const agency = `ISIL:SE-${cause.slice(5)}`;
    const records = [1, 2, 3].map((n) => aRecord({ id: `doubt-${n}`, suppliers: [agency] }));
    await libraries.north.api('POST', '/api/v1/loan-records', { records });
    await settle([libraries.north], libraries.clock);
    const { deliveries: doubtful } = await libraries.north.app.storage.readers.deliveries.list({
      state: 'undecided',
      limit: 200,
    });
    expect(doubtful).to.have.length(3);
    const beforeAsking = peer?.arrived.length ?? 0;
    const about = { state: 'undecided', cause: doubtful[0]?.cause ?? '' };
    await decide({ ...about, verb: 'probe' }, 'Ask for the status');
    expect(peer?.arrived).to.have.length(beforeAsking + 3);
    expect(peer?.arrived.at(-1)?.message).to.deep.include({ action: 'StatusRequest' });
  });
});
