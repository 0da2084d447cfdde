import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildFetchOut, type FetchOut } from '../../../src/platform/index.js';
import { buildCsvDrop, buildFeed, type Carrier, type Collected } from '../../../src/tracking/index.js';

const now = new Date('2026-03-02T12:00:00Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const event = { status: 'in transit', at: '2026-03-02T10:00:00Z' };

describe('a feed over HTTP', () => {
  let server: Server | undefined;
  let fetchOut: FetchOut;
  const asked: string[] = [];

  beforeEach(() => {
    asked.length = 0;
    fetchOut = buildFetchOut({ allowPrivateAddresses: true, maxAnswerBytes: 100_000, connectionsPerLine: 2 });
  });
  afterEach(async () => {
    await fetchOut.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  type Answer = (req: IncomingMessage, res: ServerResponse) => void;
  const feedThat = async (answer: Answer, query: string): Promise<Carrier> => {
    server = createServer((req, res) => {
      asked.push(req.url ?? '');
      answer(req, res);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { name: 'C', source: { kind: 'feed', url: `http://127.0.0.1:${port}/${query}` } };
  };
  const json = (body: unknown): Answer => {
    return (_req, res) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const adapter = (): ReturnType<typeof buildFeed> =>
    buildFeed(fetchOut, { connect: 300, headers: 300, body: 300 });
  const statuses = ({ told }: Collected): string[] => told.map(({ event: { status } }) => status);

  it('takes what it can of an answer, and says of the rest only that it cannot be used', async () => {
    const carrier = await feedThat(
      json({
        parcels: [
          { trackingId: 'RR1', events: [event, { status: 'teleported', at: event.at }] },
          { trackingId: '=HYPERLINK("http://x")', events: [event] },
          { trackingId: 'RR1', events: [{ status: 'delivered', at: '2226-01-01T00:00:00Z' }] },
          { trackingId: 'RR1', events: [{ status: 'x'.repeat(5_000), at: event.at }] },
          { nothing: 'here' },
          null,
        ],
      }),
      '?of={id}',
    );
    const collected = await adapter().collect({ id: 'c', carrier, trackingIds: ['RR1'], now });
    expect(statuses(collected)).to.deep.equal(['in-transit']);
    expect(collected.faults).to.have.lengthOf(6);
    expect(collected.faults.join()).to.not.match(/HYPERLINK|teleported|x{10}/);
  });

  const hostile: readonly [what: string, answer: Answer][] = [
    ['more than we take', json({ parcels: ['x'.repeat(200_000)] })],
    ['more parcels than we take', json({ parcels: Array.from({ length: 1_001 }, () => 1) })],
    ['what is nested deep', (_req, res) => res.writeHead(200).end('['.repeat(90_000))],
    ['no JSON', (_req, res) => res.writeHead(200).end('<html>')],
    ['nothing', (_req, res) => res.writeHead(200).end()],
    ['a way to somewhere else', (_req, res) => res.writeHead(302, { location: '/elsewhere' }).end()],
    ['a fault', (_req, res) => res.writeHead(500).end()],
    ['a broken line', (req) => req.socket.destroy()],
    ['no head', () => undefined],
    ['a body that never ends', (_req, res) => void res.writeHead(200).write('{"parcels":[')],
  ];
  for (const [what, answer] of hostile)
    it(`tells nothing, waits for nobody, and says why, where the answer is ${what}`, async () => {
      const carrier = await feedThat(answer, '?of={id}');
      const started = performance.now();
      const collected = await adapter().collect({ id: 'c', carrier, trackingIds: ['RR1'], now });
      expect(performance.now() - started).to.be.below(5_000);
      expect(collected.told).to.deep.equal([]);
      expect(collected.faults).to.have.lengthOf(1);
      expect(asked).to.deep.equal(['/?of=RR1']);
    });

  it('is left alone for a while when it does not answer, however many parcels there are', async () => {
    const carrier = await feedThat((req) => req.socket.destroy(), '?of={id}');
    const feed = adapter();
    const trackingIds = ['RR1', 'RR2', 'RR3'];
    await feed.collect({ id: 'c', carrier, trackingIds, now });
    await feed.collect({ id: 'c', carrier, trackingIds, now: later(1) });
    expect(asked).to.have.lengthOf(1);
    await feed.collect({ id: 'c', carrier, trackingIds, now: later(20) });
    expect(asked).to.have.lengthOf(2);
  });

  it('is asked of everything in turn where there is more than fits into a round', async () => {
    const carrier = await feedThat(json({ parcels: [] }), '?of={id}');
    const feed = adapter();
    const trackingIds = Array.from({ length: 60 }, (_, at) => `RR${100 + at}`);
    for (let round = 0; round < 3; round += 1)
      await feed.collect({ id: 'c', carrier, trackingIds, now: later(round * 15) });
    expect(asked.length).to.equal(75);
    expect(new Set(asked).size).to.equal(60);
  });
});

describe('files that a carrier drops', () => {
  let folder: string;
  const carrier: Carrier = { name: 'Van', source: { kind: 'csv' } };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const collect = (): Promise<Collected> =>
    buildCsvDrop(folder).collect({ id: 'van', carrier, trackingIds: [], now });
  const report = (where: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, 'van', where), 'utf8')) as Record<string, unknown>;

  it('gives what can be used of a file, names the lines that cannot, and keeps the file as it came', async () => {
    await collect();
    const rows = [
      'Sendungsnummer\tStatus\tZeit\tUnterschrift',
      'RR1\tDelivered\t2026-03-02T10:00:00Z\tAnna Andersson',
      '',
      'RR2\tteleported\t2026-03-02T10:00:00Z\t',
      '=1+1\tDelivered\t2026-03-02T10:00:00Z\t',
      'RR3\tDelivered\tyesterday\t',
      'RR4',
      '"RR 5"\tIN_TRANSIT\t2026-03-02T10:00:00Z\t',
    ].join('\r\n');
    writeFileSync(join(folder, 'van', 'monday.CSV'), rows);

    const collected = await collect();
    expect(collected.told.map(({ event: { trackingId } }) => trackingId)).to.deep.equal(['RR1', 'RR 5']);
    expect(collected.faults).to.deep.equal(['monday.CSV: 4 of 6 rows cannot be used; its report says which']);
    expect(readdirSync(join(folder, 'van')), 'nothing is put aside before it is durable').to.deep.equal([
      'monday.CSV',
    ]);
    await collected.settle({ unknown: ['RR1'] });
    expect(readFileSync(join(folder, 'van', 'done', 'monday.CSV'), 'utf8')).to.equal(rows);
    const told = report('done/monday.CSV.report.json');
    expect(told).to.deep.equal({
      ...{ file: 'monday.CSV', rows: 6, taken: 2, ofParcelsNotOurs: 1, moreFaults: 0 },
      faults: [
        'line 4: the status is not known',
        'line 5: the tracking id is none',
        'line 6: the time cannot be read',
        'line 7: the status is not known',
      ],
    });
  });

  it('are read again after a crash before they were put aside, and give the same tellings', async () => {
    await collect();
    writeFileSync(join(folder, 'van', 'a.csv'), 'trackingId,status,at\nRR1,delivered,2026-03-02T10:00:00Z\n');
    const [first, second] = [await collect(), await collect()];
    expect(second.told).to.deep.equal(first.told);
    await second.settle({ unknown: [] });
    expect(existsSync(join(folder, 'van', 'a.csv'))).to.equal(false);
  });

  it('that are refused are moved aside whole with the reason, and the others are taken', async () => {
    await collect();
    writeFileSync(join(folder, 'van', 'bad.csv'), 'one,two\n1,2\n');
    writeFileSync(
      join(folder, 'van', 'good.csv'),
      'trackingId,status,at\nRR1,delivered,2026-03-02T10:00:00Z\n',
    );
    const collected = await collect();
    await collected.settle({ unknown: [] });
    expect(collected.told).to.have.lengthOf(1);
    expect(readFileSync(join(folder, 'van', 'failed', 'bad.csv'), 'utf8')).to.equal('one,two\n1,2\n');
    expect(report('failed/bad.csv.report.json')['refused']).to.equal(
      'needs columns for the tracking id, the status and the time',
    );
    expect(existsSync(join(folder, 'van', 'done', 'good.csv'))).to.equal(true);
  });
});
