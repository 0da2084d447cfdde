import { expect } from 'chai';
import fc from 'fast-check';
import { isForm, readForm, type FormReading } from '../../../src/files/index.js';

const limits = { fields: 5, files: 3, valueBytes: 100, fileBytes: 1_000 };
const TYPE = 'multipart/form-data; boundary=xyz';

function part(name: string, content: Buffer | string, file?: { name: string; type: string }): Buffer {
  const named = file === undefined ? '' : `; filename="${file.name}"\r\nContent-Type: ${file.type}`;
  return Buffer.concat([
    Buffer.from(`--xyz\r\nContent-Disposition: form-data; name="${name}"${named}\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from('\r\n'),
  ]);
}

const END = Buffer.from('--xyz--\r\n');
const whole = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, END]);
const read = (body: Buffer, type = TYPE): Promise<FormReading> => readForm(body, type, limits);

async function faultOf(body: Buffer, type = TYPE): Promise<string | undefined> {
  const reading = await read(body, type);
  return reading.ok ? undefined : reading.fault;
}

describe('a form with parts', () => {
  it('is read: all values of a field in their order, and files with what they say they are', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 120, 255]);
    const reading = await read(
      whole(
        part('verb', 'ship'),
        part('marks', 'worn'),
        part('marks', 'wet'),
        part('photo', bytes, { name: '../x.jpg', type: 'image/jpeg' }),
        part('photo', '', { name: '', type: 'application/octet-stream' }),
      ),
    );
    if (!reading.ok) throw new Error(reading.fault);
    expect({ ...reading.form.fields }).to.deep.equal({ verb: ['ship'], marks: ['worn', 'wet'] });
    expect(reading.form.files).to.have.length(1);
    expect(reading.form.files[0]?.bytes.equals(bytes)).to.equal(true);
    expect(reading.form.files[0]?.claimed).to.equal('image/jpeg');
  });

  it('is refused without a boundary, or where it is no such form', async () => {
    const body = whole(part('a', 'b'));
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=', 'text/plain', ''])
      expect(await faultOf(body, type), type).to.equal('not-a-form');
    expect(await faultOf(body, `multipart/form-data; boundary=${'x'.repeat(300)}`)).to.equal('not-a-form');
    expect(isForm('application/json')).to.equal(false);
  });

  it('is refused where it is cut off', async () => {
    const body = whole(part('a', 'b'), part('photo', 'abc', { name: 'x', type: 'image/png' }));
    for (let end = 0; end < body.length - 6; end += 5)
      expect(await faultOf(body.subarray(0, end)), `after ${end} bytes`).to.equal('form-broken');
  });

  it('is refused where it has too many parts, or one of them is too large', async () => {
    const field = part('a', 'b');
    const file = part('photo', 'abc', { name: 'x', type: 'image/png' });
    const thousands = Array.from({ length: 5_000 }, () => field);
    expect(await faultOf(whole(...thousands))).to.equal('form-of-too-many-parts');
    expect(await faultOf(whole(file, file, file, file))).to.equal('form-of-too-many-parts');
    expect(await faultOf(whole(part('a', 'x'.repeat(101))))).to.equal('form-too-large');
    const large = part('photo', Buffer.alloc(1_001), { name: 'x', type: 'image/png' });
    expect(await faultOf(whole(large))).to.equal('form-too-large');
    expect(
      await faultOf(
        whole(part('a', 'x'.repeat(100)), part('photo', Buffer.alloc(1_000), { name: 'x', type: '' })),
      ),
    ).to.equal(undefined);
  });

  it('gives no field that would be one of every object', async () => {
    const reading = await read(whole(part('__proto__', 'x'), part('constructor', 'y')));
    if (!reading.ok) throw new Error(reading.fault);
    expect(({} as Record<string, unknown>)['x']).to.equal(undefined);
    expect(reading.form.fields['constructor']).to.deep.equal(['y']);
  });

  it('always comes to an end, whatever the body is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(3), async (raw, kind) => {
        const noise = Buffer.from(raw);
        const body =
          [
            noise,
            whole(noise),
            Buffer.concat([part('a', noise), noise]),
            whole(part('p', noise, { name: 'n', type: 't' })),
          ][kind] ?? noise;
        expect(await read(body)).to.have.property('ok');
      }),
      { numRuns: 500 },
    );
  });
});
