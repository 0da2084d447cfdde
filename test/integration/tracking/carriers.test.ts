import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  ledgersHold,
  shown,
  twoLibraries,
  type Lending,
  type Libraries,
  type Library,
} from '../../support/two-libraries.js';

interface Shown {
  deliveredAt?: string;
  lateAt?: string;
  events: { status: string; at: string }[];
}

const NUMBER = 'RR123456785SE';

describe('a carrier that drops files', () => {
  afterEach(ledgersHold);

  it('moves a parcel on; the file goes to done with a report, and the same content again changes nothing', async () => {
    const two = await twoLibraries();
    const loan = await sent(two);
    const inbox = await inboxOf(two.south, 'van');
    const rows = ['Tracking number;Status;Time', `${NUMBER};In transit;2026-03-02T10:00:00Z`];
    writeFileSync(
      join(inbox, 'monday.csv'),
      `\uFEFF${rows.join('\r\n')}\r\nXX99;delivered;2026-03-02T10:00:00Z\r\n`,
    );
    await track(two, two.south);

    expect((await shipmentOf(two.south, loan.south)).events).to.deep.equal([
      { status: 'in-transit', at: '2026-03-02T10:00:00.000Z', carrier: 'van', trackingId: NUMBER },
    ]);
    expect(reportOf(inbox, 'done', 'monday.csv')).to.deep.include({ rows: 2, taken: 2, ofParcelsNotOurs: 1 });
    const size = await two.south.app.storage.readers.ledger.size();
    writeFileSync(join(inbox, 'monday.csv'), rows.join('\n'));
    await track(two, two.south);
    expect(await two.south.app.storage.readers.ledger.size()).to.equal(size);
    expect(readdirSync(join(inbox, 'done')).filter((name) => name.endsWith('.csv'))).to.have.lengthOf(2);
    expect(readdirSync(inbox).filter((name) => name.endsWith('.csv'))).to.deep.equal([]);
  });

  it('cannot harm us: formulas, other encodings, huge files and links are refused with their reason, and nothing is lost', async () => {
    const two = await twoLibraries();
    await sent(two);
    const inbox = await inboxOf(two.south, 'van');
    const header = 'trackingId,status,at\n';
    writeFileSync(
      join(inbox, 'formula.csv'),
      `${header}"=HYPERLINK(""http://x"")",delivered,2026-03-02T10:00:00Z\n`,
    );
    writeFileSync(join(inbox, 'utf16.csv'), Buffer.from(header, 'utf16le'));
    writeFileSync(join(inbox, 'latin1.csv'), Buffer.from([0xe5, 0xe4, 0xf6, 0x0a]));
    writeFileSync(join(inbox, 'huge.csv'), header + 'x'.repeat(6 * 1024 * 1024));
    writeFileSync(join(inbox, 'quote.csv'), `${header}"never closed`);
    writeFileSync(join(inbox, 'columns.csv'), 'a,b\n1,2\n');
    writeFileSync(join(inbox, '.partial.csv'), header);
    writeFileSync(join(inbox, 'future.csv'), `${header}${NUMBER},delivered,2126-03-02T10:00:00Z\n`);
    symlinkSync('/etc/hostname', join(inbox, 'link.csv'));
    await track(two, two.south);

    const failed = ['formula', 'utf16', 'latin1', 'huge', 'quote', 'columns', 'future'];
    for (const name of failed) {
      expect(existsSync(join(inbox, 'failed', `${name}.csv`)), name).to.equal(true);
      const report = reportOf(inbox, 'failed', `${name}.csv`);
      expect(report['refused'] ?? (report['faults'] as string[])[0], name).to.be.a('string');
      expect(JSON.stringify(report), name).to.not.contain('HYPERLINK');
    }
    expect(readdirSync(inbox).sort()).to.deep.equal(['.partial.csv', 'failed', 'link.csv']);
  });
});

describe('a carrier with a feed', () => {
  afterEach(ledgersHold);

  it('is asked for what is under way, only for what is new, and left alone while it asks for that', async () => {
    const two = await twoLibraries();
    const loan = await sent(two);
    const feed = await aFeed();
    try {
      await carrier(two.south, 'postnord', {
        name: 'PostNord AB',
        source: { kind: 'feed', url: `${feed.url}?of={ids}` },
      });
      feed.answer = told('accepted', '2026-03-02T09:30:00Z');
      await track(two, two.south);
      expect(feed.asked).to.deep.equal([`/?of=${NUMBER}`]);
      expect((await shipmentOf(two.south, loan.south)).events.map(({ status }) => status)).to.deep.equal([
        'accepted',
      ]);

      await two.pass({ minutes: 16 });
      await track(two, two.south);
      expect(feed.tags.at(-1), 'asks for what is new').to.equal('"1"');
      feed.busy = true;
      await two.pass({ minutes: 16 });
      await track(two, two.south);
      const asked = feed.asked.length;
      await two.pass({ minutes: 30 });
      await track(two, two.south);
      expect(feed.asked.length, 'is left alone for an hour').to.equal(asked);
      feed.busy = false;
      feed.answer = told('delivery failed', '2026-03-02T11:00:00Z');
      await two.pass({ minutes: 61 });
      await track(two, two.south);
      const shipment = await shipmentOf(two.south, loan.south);
      expect(shipment.events.map(({ status }) => status)).to.deep.equal(['accepted', 'exception']);
      expect(shipment.lateAt, 'trouble is shown at once').to.be.a('string');
      const { attention } = await shown(two.south, loan.south);
      expect(attention).to.deep.include({ queue: 'problem' });
    } finally {
      await feed.close();
    }
  });

  it('that has delivered what nobody scans leads to a question to the other library, once, and a problem at both', async () => {
    const two = await twoLibraries();
    const loan = await sent(two);
    const feed = await aFeed();
    try {
      const { port } = new URL(feed.url);
      for (const library of [two.south, two.north])
        await carrier(library, 'postnord', {
          name: 'PostNord AB',
          source: { kind: 'feed', url: `http://127.0.0.1:${port}/?of={id}` },
        });
      feed.answer = told('delivered', '2026-03-02T10:00:00Z');
      for (const library of [two.south, two.north]) await track(two, library);
      expect((await shipmentOf(two.north, loan.north)).deliveredAt).to.equal('2026-03-02T10:00:00.000Z');
      expect((await shipmentOf(two.south, loan.south)).lateAt).to.equal(undefined);

      await two.pass({ days: 1, hours: 3 });
      for (let round = 0; round < 2; round += 1) {
        for (const library of [two.south, two.north]) await track(two, library);
        await two.pass({ hours: 1 });
      }
      const notes = (await two.north.entries()).filter(
        ({ facts }) => facts?.['what'] === 'Notification Loaned',
      );
      expect(notes, 'asked once').to.have.lengthOf(1);
      for (const [library, id] of [
        [two.south, loan.south],
        [two.north, loan.north],
      ] as const)
        expect((await shipmentOf(library, id)).lateAt, library.name).to.be.a('string');
      await two.act('north', loan, 'receive');
      expect((await shown(two.north, loan.north))['attention']).to.equal(undefined);
    } finally {
      await feed.close();
    }
  });

  it('that answers nonsense, or more than we take, changes nothing and stops nothing', async () => {
    const two = await twoLibraries();
    const loan = await sent(two);
    const feed = await aFeed();
    try {
      await carrier(two.south, 'postnord', {
        name: 'PostNord AB',
        source: { kind: 'feed', url: `${feed.url}{id}` },
      });
      for (const answer of [
        '{"parcels": 7}',
        '<html>',
        `{"parcels": [${' '.repeat(3 * 1024 * 1024)}]}`,
        '',
      ]) {
        feed.answer = answer;
        await two.pass({ minutes: 31 });
        await track(two, two.south);
      }
      expect((await shipmentOf(two.south, loan.south)).events).to.deep.equal([]);
    } finally {
      await feed.close();
    }
  });
});

/** A request that south has posted under a number of its carrier. */
async function sent(two: Libraries): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { itemId: '3001', carrier: 'PostNord', trackingId: NUMBER });
  return loan;
}

async function carrier(library: Library, id: string, said: object): Promise<void> {
  const { status, body } = await library.api('PUT', `/api/v1/carriers/${id}`, said);
  expect(status, JSON.stringify(body)).to.equal(200);
}

async function inboxOf(library: Library, id: string): Promise<string> {
  await carrier(library, id, { name: 'Van', source: { kind: 'csv' } });
  const inbox = join(library.folder, 'carriers', id);
  mkdirSync(inbox, { recursive: true });
  return inbox;
}

async function track(two: Libraries, library: Library): Promise<void> {
  await library.app.jobs.runOne('track', two.clock.now());
  await two.settle();
}

async function shipmentOf(library: Library, loan: string): Promise<Shown> {
  const [shipment] = (await shown(library, loan))['shipments'] as Shown[];
  return shipment!;
}

function reportOf(inbox: string, where: string, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(inbox, where, `${name}.report.json`), 'utf8')) as Record<
    string,
    unknown
  >;
}

function told(status: string, at: string): string {
  return JSON.stringify({ parcels: [{ trackingId: NUMBER, events: [{ status, at }] }] });
}

interface Feed {
  readonly url: string;
  readonly asked: string[];
  readonly tags: (string | undefined)[];
  answer: string;
  /** Answers 429 and wants an hour. */
  busy: boolean;
  close(): Promise<void>;
}

/** A carrier's feed over real HTTP, whose tag changes with its answer. */
async function aFeed(): Promise<Feed> {
  const tags = new Map<string, string>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    feed.asked.push(request.url ?? '');
    feed.tags.push(request.headers['if-none-match']);
    if (feed.busy) return void response.writeHead(429, { 'retry-after': '3600' }).end();
    const tag = tags.get(feed.answer) ?? `"${tags.size + 1}"`;
    tags.set(feed.answer, tag);
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end();
    return void response.writeHead(200, { 'content-type': 'application/json', etag: tag }).end(feed.answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const feed: Feed = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked: [],
    tags: [],
    answer: '{"parcels": []}',
    busy: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return feed;
}
