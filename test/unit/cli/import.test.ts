import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fakeGateway, lendwire, problem, type Asked, type FakeGateway, type Reply } from './running.js';

const header = 'id,patron.reference,item.title,service.type,suppliers\n';
const line = (id: string, title = 'Aniara'): string => `${id},P-1,${title},Loan,ISIL:SE-SOUTH\n`;

type Handed = { records: { id: string }[] };

function taken({ body }: Asked, as: (id: string, index: number) => object = () => ({})): Reply {
  const { records } = body as Handed;
  return {
    body: {
      counts: {},
      records: records.map(({ id }, index) => ({
        status: 'accepted',
        id: `loan-${id}`,
        libraryId: id,
        ...as(id, index),
      })),
    },
  };
}

describe('lendwire import', () => {
  let folder: string;
  let gateway: FakeGateway | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-import-'));
  });
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
    rmSync(folder, { recursive: true });
  });

  function file(text: string, name = 'wishes.csv'): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  async function importing(
    text: string,
    answer: (asked: Asked, count: number) => Reply,
    ...options: string[]
  ): ReturnType<typeof lendwire> {
    gateway = await fakeGateway(answer);
    return lendwire(['import', file(text), ...options], { env: gateway.env });
  }

  it('hands records in by the two hundred, in their order', async () => {
    const ids = Array.from({ length: 450 }, (_, index) => `N-${index + 1}`);
    const ran = await importing(header + ids.map((id) => line(id)).join(''), (asked) => taken(asked));
    const calls = gateway?.asked.map(({ body }) => (body as Handed).records.map(({ id }) => id)) ?? [];
    expect(calls.map((call) => call.length)).to.deep.equal([200, 200, 50]);
    expect(calls.flat()).to.deep.equal(ids);
    expect(ran.code).to.equal(0);
    expect(ran.out).to.equal('450 records of wishes.csv:\n  450 accepted\n    0 refused');
  });

  it('names line, field and reason of what is refused here and there, and ends with 2', async () => {
    const ran = await importing(header + line('N-1') + line('N-2', '') + line('N-3'), (asked) =>
      taken(asked, (id) =>
        id === 'N-3'
          ? {
              status: 'refused',
              faults: [{ at: 'record 2', field: '/suppliers/0', reason: 'no peer speaks for it' }],
            }
          : {},
      ),
    );
    expect(ran.code).to.equal(2);
    expect(ran.out).to.contain('  1 accepted\n  2 refused');
    expect(ran.out).to.match(/^line 3 .*item.title/m);
    expect(ran.out).to.match(/^line 4 +N-3 +\/suppliers\/0 +no peer speaks for it$/m);
  });

  it('shows in what a record is in conflict with what was sent', async () => {
    const ran = await importing(header + line('N-1', 'Aniara 2'), (asked) =>
      taken(asked, () => ({
        status: 'conflict',
        detail: 'It has been sent.',
        difference: [{ field: 'title', was: 'Aniara', now: 'Aniara 2' }, { field: 'patron' }],
      })),
    );
    expect(ran.code).to.equal(2);
    expect(ran.out).to.match(/^line 2 +N-1 +title +Aniara +Aniara 2 +It has been sent\.$/m);
    expect(ran.out).to.match(/^line 2 +N-1 +patron$/m);
  });

  it('waits as long as a busy gateway asks, and hands the same records in again', async () => {
    const ran = await importing(header + line('N-1'), (asked, count) => {
      if (count === 1) return problem(503, {}, { 'retry-after': '7' });
      if (count === 2) return problem(429, {});
      return taken(asked);
    });
    expect(ran.waits).to.deep.equal([7_000, 2_000]);
    expect(ran.code).to.equal(0);
    expect(ran.err).to.contain('The gateway is busy: trying again in 7 s.');
    const bodies = gateway?.asked.map(({ body }) => body);
    expect(bodies?.[2]).to.deep.equal(bodies?.[0]);
  });

  it('gives up in the end, tells what was taken until then, and that it can be run again', async () => {
    const lines = Array.from({ length: 201 }, (_, index) => line(`N-${index}`)).join('');
    const ran = await importing(header + lines, (asked, count) =>
      count === 1 ? taken(asked) : problem(503, {}),
    );
    expect(ran.code).to.equal(1);
    expect(ran.waits).to.have.length(11);
    expect(ran.out).to.contain('200 accepted').and.contain('Run the same command again');
  });

  it('does not wait for a gateway that was never there', async () => {
    const gone = await fakeGateway(() => ({}));
    await gone.stop();
    const ran = await lendwire(['import', file(header + line('N-1'))], { env: gone.env });
    expect([ran.code, ran.out, ran.waits]).to.deep.equal([3, '', []]);
    expect(ran.err).to.contain('No gateway answers');
  });

  it('names a wrong header as the file’s fault, and no record’s', async () => {
    const ran = await importing('Nr;Titel\n1;Aniara\n', () => ({}));
    expect(ran.code).to.equal(1);
    expect(ran.out)
      .to.match(/^0 records/)
      .and.match(/^line 1 +Nr +is not a field/m);
    expect(gateway?.asked).to.have.length(0);
  });

  it('reads a map, and says where there is no such file', async () => {
    const map = file(
      JSON.stringify({
        columns: { Nr: 'id', Titel: 'item.title' },
        defaults: {
          'patron.reference': 'P-1',
          'service.type': 'Loan',
          suppliers: ['ISIL:SE-SOUTH'],
        },
      }),
      'map.json',
    );
    const ran = await importing('Nr;Titel\n1;Aniara\n', (asked) => taken(asked), '--map', map);
    expect(ran.code, ran.out).to.equal(0);
    const none = await lendwire(['import', join(folder, 'none.csv')], { env: gateway?.env ?? {} });
    expect([none.code, none.err]).to.deep.equal([
      1,
      `lendwire: There is no file ${join(folder, 'none.csv')}.`,
    ]);
  });

  it('writes the whole report where it is asked to', async () => {
    const report = join(folder, 'report.json');
    await importing(header + line('N-1') + line('', 'X'), (asked) => taken(asked), '--report', report);
    const read = JSON.parse(readFileSync(report, 'utf8')) as {
      counts: object;
      refused: { at: string; field: string }[];
    };
    expect(read.counts).to.include({ accepted: 1, refused: 1 });
    expect(read.refused[0]).to.include({ at: 'line 3', field: 'id' });
  });
});
