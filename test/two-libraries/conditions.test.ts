import { expect } from 'chai';
import { eraseLoan } from '../../src/audit/erase/erase-loan.js';
import { newId } from '../../src/platform/index.js';
import { atTheDesk } from '../support/at-the-desk.js';
import type { Answer } from '../support/library.js';
import { annotatedPng, jpeg, pdf, photographed, SECRET } from '../support/pictures.js';
import {
  ledgersHold,
  shown,
  twoLibraries,
  type Lending,
  type Libraries,
  type Side,
} from '../support/two-libraries.js';

interface Report {
  id: string;
  when: string;
  by: 'us' | 'peer';
  marks: string[];
  looks?: string;
  photosThere?: number;
  told?: boolean;
  photos: { id: string; type: string; bytes: number; width: number; height: number; sha256: string }[];
}

const typed = (bytes: Buffer, type: string): Blob => new Blob([new Uint8Array(bytes)], { type });

/** An act as a form with photos. */
async function actWithPhotos(
  two: Libraries,
  on: { side: Side; loan: Lending },
  act: object,
  photos: readonly Blob[],
): Promise<Answer> {
  const form = new FormData();
  form.append('act', JSON.stringify(act));
  for (const [at, photo] of photos.entries()) form.append('photo', photo, `photo-${at}`);
  const answer = await two[on.side].form(`/api/v1/loan-records/${on.loan[on.side]}/acts`, form, newId());
  await two.settle();
  return answer;
}

async function reportsOf(two: Libraries, side: Side, loan: Lending): Promise<Report[]> {
  const { body } = await two[side].api('GET', `/api/v1/loan-records/${loan[side]}/conditions`);
  return body['items'] as Report[];
}

const toldOf = (reports: readonly Report[]): string[] =>
  reports.map(({ by, when, marks, photos, photosThere = 0, looks = '' }) =>
    [by, when, marks.join('+'), `${photos.length}/${photosThere}`, looks].join(' '),
  );

async function filesDiffer(two: Libraries, side: Side): Promise<string[]> {
  const { differences } = await two[side].app.storage.rebuildCheck();
  return differences.map(({ table, id, what }) => `${table} ${id} ${what}`);
}

describe('how an item looks', () => {
  afterEach(ledgersHold);

  it('is written down at ship, arrive, return and check-in, and each side reads what the other tells', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    const photo = [typed(photographed(), 'image/jpeg')];
    const at = (side: Side): { side: Side; loan: Lending } => ({ side, loan });
    const shipped = { verb: 'ship', itemId: '3001', condition: { marks: ['good'], tell: true } };
    expect(await actWithPhotos(two, at('south'), shipped, photo)).to.have.property('status', 200);
    const received = {
      verb: 'receive',
      condition: { marks: ['wet', 'torn'], looks: 'The parcel was soaked. Ask Astrid.', tell: true },
    };
    const png = typed(annotatedPng(), 'image/png');
    expect(await actWithPhotos(two, at('north'), received, [...photo, png])).to.have.property('status', 200);
    await two.act('north', loan, 'return', { condition: { marks: ['torn'] } });
    await two.act('south', loan, 'check-in', { condition: { marks: ['torn', 'stained'] } });

    expect(toldOf(await reportsOf(two, 'south', loan))).to.deep.equal([
      'us shipped good 1/0 ',
      'peer arrived torn+wet 0/2 The parcel was soaked. Ask Astrid.',
      'us checked-in torn+stained 0/0 ',
    ]);
    expect(toldOf(await reportsOf(two, 'north', loan))).to.deep.equal([
      'peer shipped good 0/1 ',
      'us arrived torn+wet 2/0 The parcel was soaked. Ask Astrid.',
      'us returned torn 0/0 ',
    ]);
  });

  it('is kept without what the camera wrote, sealed, hashed into the ledger, and gone when the person is erased', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship');
    const asked = { verb: 'report-condition', condition: { looks: 'Astrid Lindqvist was there.' } };
    await actWithPhotos(two, { side: 'south', loan }, asked, [typed(photographed(), 'image/jpeg')]);
    const [report] = await reportsOf(two, 'south', loan);
    const [photo] = report?.photos ?? [];
    if (photo === undefined) throw new Error('no photo');
    expect(photo).to.include({ type: 'image/jpeg', width: 16, height: 12 });

    const got = await two.south.file(`/api/v1/loan-records/${loan.south}/photos/${photo.id}`);
    expect(got.status).to.equal(200);
    expect(got.bytes.length).to.equal(photo.bytes);
    expect(got.bytes.includes(SECRET)).to.equal(false);
    expect(got.headers.get('content-security-policy')).to.include("default-src 'none'");

    const lines = await two.south.app.storage.readers.ledger.entries({ after: 0, limit: 10_000 });
    const entry = lines.map(({ text }) => text).find((text) => text.includes('condition-reported')) ?? '';
    expect(entry).to.include(photo.sha256);
    expect(entry).not.to.include('Astrid');
    expect(await filesDiffer(two, 'south')).to.deep.equal([]);

    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
    const erasure = {
      certificate: newId(),
      actor: { kind: 'person', id: 'test' },
      because: 'asked for',
    } as const;
    const erased = await two.south.app.storage.committer.commit(eraseLoan(loan.south, erasure));
    expect(erased.kind).to.equal('erased');
    const gone = await two.south.file(`/api/v1/loan-records/${loan.south}/photos/${photo.id}`);
    expect(gone.status).to.equal(410);
    expect((await reportsOf(two, 'south', loan))[0]).not.to.have.property('looks');
    // Noise may go as well: that the key was destroyed stands in the ledger.
    await two.south.app.storage.database.turn((writer) =>
      writer.run('DELETE FROM sealed_values WHERE id = $1', [photo.id]),
    );
    expect(await filesDiffer(two, 'south')).to.deep.equal([]);
  });

  it('is told apart by the check where one byte of a photo was altered in the database', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    const act = { verb: 'ship', condition: { marks: ['good'] } };
    await actWithPhotos(two, { side: 'south', loan }, act, [typed(jpeg, 'image/jpeg')]);
    const [report] = await reportsOf(two, 'south', loan);
    const id = report?.photos[0]?.id ?? '';
    const { database } = two.south.app.storage;
    const [row] = await database.all<{ value: string }>('SELECT value FROM sealed_values WHERE id = $1', [
      id,
    ]);
    const whole = row?.value ?? '';
    const altered = `${whole.slice(0, 100)}${whole[100] === 'A' ? 'B' : 'A'}${whole.slice(101)}`;
    const write = (value: string): Promise<unknown> =>
      database.turn((writer) => writer.run('UPDATE sealed_values SET value = $1 WHERE id = $2', [value, id]));
    await write(altered);
    expect(await filesDiffer(two, 'south')).to.satisfy(
      (found: string[]) =>
        found.length === 1 && /^sealed_values .* is not the file that entry \d+ was/.test(found[0] ?? ''),
    );
    await database.turn((writer) => writer.run('DELETE FROM sealed_values WHERE id = $1', [id]));
    expect((await filesDiffer(two, 'south'))[0]).to.include(`sealed_values ${id} is missing`);
    await database.turn((writer) =>
      writer.run('INSERT INTO sealed_values (id, holder, purpose, value) VALUES ($1, $2, $3, $4)', [
        id,
        loan.south,
        'photo',
        whole,
      ]),
    );
    expect(await filesDiffer(two, 'south')).to.deep.equal([]);
  });

  it('takes no file that is not what it should be, and does nothing of the act then', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    const on = { side: 'south', loan } as const;
    const act = { verb: 'ship', condition: { marks: ['good'] } };
    const refused: [string, Blob[], number][] = [
      ['a PDF', [typed(pdf, 'image/jpeg')], 422],
      ['another type than it says', [typed(jpeg, 'image/png')], 422],
      ['cut off', [typed(jpeg.subarray(0, 400), 'image/jpeg')], 422],
      ['too many', Array.from({ length: 7 }, () => typed(jpeg, 'image/jpeg')), 422],
      ['far too many', Array.from({ length: 200 }, () => typed(jpeg, 'image/jpeg')), 413],
    ];
    for (const [name, photos, status] of refused)
      expect((await actWithPhotos(two, on, act, photos)).status, name).to.equal(status);
    const { status } = await two.south.api('POST', `/api/v1/loan-records/${loan.south}/acts`, undefined, {
      'content-type': 'multipart/form-data',
      'idempotency-key': newId(),
    });
    expect(status).to.equal(400);
    expect(await reportsOf(two, 'south', loan)).to.deep.equal([]);
    expect((await shown(two.south, loan.south))['shipments']).to.deep.equal([]);
  });

  it('is asked for by the policy where damage was reported without a photo, until there is one', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'report-damaged');
    const attention = async (): Promise<string | undefined> =>
      ((await shown(two.north, loan.north))['attention'] as { reason: string } | undefined)?.reason;
    await two.pass({ days: 4 });
    expect(await attention()).to.equal('Photos of the damage are asked for.');
    await actWithPhotos(two, { side: 'north', loan }, { verb: 'report-condition' }, [
      typed(jpeg, 'image/jpeg'),
    ]);
    expect(await attention()).not.to.equal('Photos of the damage are asked for.');
  });

  it('is written down on the page with photos, which staff see there, and a form that is refused keeps nothing', async () => {
    const two = await twoLibraries();
    const loan = await two.ask();
    const { browser } = await atTheDesk(two.south, 'sigrid');
    const page = await browser.get(`/requests/${loan.south}`);
    const token = /name="_form" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const post = async (photo: Blob): Promise<{ status: number; text: string }> => {
      const form = new FormData();
      for (const [name, value] of Object.entries({
        _form: token,
        verb: 'ship',
        key: newId(),
        looks: 'As new.',
      }))
        form.append(name, value);
      form.append('marks', 'good');
      form.append('marks', 'annotations');
      form.append('photos', photo, 'IMG_0001.JPG');
      return browser.send(`/requests/${loan.south}/acts`, form);
    };
    const refused = await post(typed(Buffer.from('GIF89a'), 'image/gif'));
    expect([refused.status, refused.text.includes('of a type that is not taken')]).to.deep.equal([422, true]);
    expect((await post(typed(photographed(), 'image/jpeg'))).status).to.equal(303);
    await two.settle();
    expect(toldOf(await reportsOf(two, 'south', loan))).to.deep.equal([
      'us shipped good+annotations 1/0 As new.',
    ]);
    const after = await browser.get(`/requests/${loan.south}`);
    expect(after.text).to.include('How the item looked').and.include('As new.');
    const src = /<img src="([^"]+\/photos\/[^"]+)"/.exec(after.text)?.[1] ?? '';
    const seen = await browser.get(src);
    expect([seen.status, seen.headers.get('content-type')]).to.deep.equal([200, 'image/jpeg']);
  });
});
