import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Posted } from '../../support/library.js';
import {
  errorOf,
  lendingLibrary,
  requestFromNorth,
  statusOf,
  type LendingLibrary,
} from '../bad-input/lending-library.js';
import { bareConnection, posting, statusesIn } from './bare-connection.js';

const MB = 1024 * 1024;
const xml = { 'content-type': 'application/xml' };

describe('hostile XML over the real endpoint', () => {
  let library: LendingLibrary;
  const folders: string[] = [];
  const listeners: Server[] = [];

  beforeEach(async () => {
    library = await lendingLibrary();
  });
  afterEach(async () => {
    await library.worksAndCloses();
    for (const listener of listeners.splice(0)) listener.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const post = (body: string | Buffer, headers: Record<string, string> = xml): Promise<Posted> =>
    library.south.post(body, headers);
  const withDoctype = (doctype: string, title = 'Kallocain'): string =>
    requestFromNorth({ title }).replace('<ISO18626Message', () => `${doctype}<ISO18626Message`);
  /** Milliseconds of this process, which is the gateway too; the fastest of three, for the machine may be busy. */
  async function timeOf(body: string | Buffer, headers: Record<string, string> = xml): Promise<number> {
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const from = process.cpuUsage();
      await post(body, headers);
      times.push(process.cpuUsage(from).user / 1000);
    }
    return Math.min(...times);
  }
  function isNeutral(posted: Posted, rule: string | RegExp): void {
    expect(posted.status).to.equal(400);
    expect(statusOf(posted)).to.equal('ERROR');
    expect(posted.text).to.include('requestConfirmation>').and.not.include('requestingAgencyRequestId');
    expect(errorOf(posted)[0]).to.equal('BadlyFormedMessage');
    expect(errorOf(posted)[1]).to.match(typeof rule === 'string' ? new RegExp(`^${rule}$`) : rule);
  }

  for (const doctype of [
    '<!DOCTYPE a>',
    '<!DOCTYPE ISO18626Message []>',
    '<!-- x --> <!DOCTYPE a SYSTEM "x">',
    '<!DOCTYPE',
  ])
    it(`${doctype}: 400, and nothing of it is looked at [nr 19]`, async () => {
      isNeutral(await post(withDoctype(doctype)), 'doctype-forbidden');
      expect(await library.loans()).to.equal(0);
    });

  it('an external entity: 400, and its file is not opened [nr 20]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lendwire-canary-'));
    folders.push(folder);
    // Whoever opens a pipe for reading stays in it until somebody writes: so it can be asked whether anybody did.
    const pipe = join(folder, 'canary');
    execFileSync('mkfifo', [pipe]);
    isNeutral(
      await post(withDoctype(`<!DOCTYPE a [<!ENTITY x SYSTEM "file://${pipe}">]>`, '&x;')),
      'doctype-forbidden',
    );
    const opening = (): void => closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    expect(opening).to.throw('ENXIO');
  });

  it('a DTD, an entity, a schema, a stylesheet and an inclusion elsewhere: nobody is asked for them [nr 21]', async () => {
    let connections = 0;
    const listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    listeners.push(listener);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/x`;
    const forbidden = [
      withDoctype(`<!DOCTYPE a SYSTEM "${at}.dtd">`),
      withDoctype(`<!DOCTYPE a [<!ENTITY % x SYSTEM "${at}.ent"> %x;]>`),
    ];
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const harmless = [
      requestFromNorth({ requestId: 'A' }).replace(
        '<ISO18626Message',
        `<ISO18626Message ${xsi} xsi:schemaLocation="urn:x ${at}.xsd"`,
      ),
      requestFromNorth({ requestId: 'B' }).replace(
        '<ISO18626Message',
        `<?xml-stylesheet href="${at}.xsl"?><ISO18626Message`,
      ),
      requestFromNorth({
        requestId: 'C',
        rest: `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${at}.xml"/>`,
      }),
    ];
    for (const body of forbidden) isNeutral(await post(body), 'doctype-forbidden');
    for (const body of harmless) expect(statusOf(await post(body))).to.equal('OK');
    expect(connections).to.equal(0);
  });

  it('entities within entities: 400 within 100 ms, without memory [nr 22]', async () => {
    const ten = (name: string): string => `&${name};`.repeat(10);
    const laughs = 'bcdefghij'.replace(
      /./g,
      (name) => `<!ENTITY ${name} "${ten(String.fromCharCode(name.charCodeAt(0) - 1))}">`,
    );
    const quadratic = `<!DOCTYPE a [<!ENTITY a "${'a'.repeat(200_000)}">]>`;
    for (const body of [
      withDoctype(`<!DOCTYPE a [<!ENTITY a "ha">${laughs}]>`, '&j;'),
      withDoctype(quadratic, '&a;'.repeat(100_000)),
    ]) {
      const before = process.memoryUsage().heapUsed;
      isNeutral(await post(body), 'doctype-forbidden');
      expect(process.memoryUsage().heapUsed - before).to.be.lessThan(20 * MB);
      expect(await timeOf(body)).to.be.lessThan(100);
    }
  });

  it('seventeen elements deep: 400; sixteen are not too deep [nr 23]', async () => {
    // The envelope, the request, and then these.
    const deep = (levels: number): string => `${'<x>'.repeat(levels)}${'</x>'.repeat(levels)}`;
    isNeutral(await post(requestFromNorth({ rest: deep(15) })), /too-deep$/);
    expect(statusOf(await post(requestFromNorth({ rest: deep(14) })))).to.equal('OK');
  });

  it('100,000 attributes, 10,001 elements or 501 suppliers: refused within 200 ms [nr 26]', async () => {
    const many = (count: number, one: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => one(at)).join('');
    const bodies = {
      'too-many-attributes': requestFromNorth({ rest: `<x${many(100_000, (at) => ` a${at}=""`)}/>` }),
      'too-many-elements': requestFromNorth({ rest: '<x/>'.repeat(10_001) }),
      'too-many-repeats': requestFromNorth({ rest: '<supplierInfo/>'.repeat(501) }),
    };
    for (const [rule, body] of Object.entries(bodies)) {
      const posted = await post(body);
      expect(errorOf(posted)[0], rule).to.equal('BadlyFormedMessage');
      expect(errorOf(posted)[1]).to.include(rule);
      expect(await timeOf(body), rule).to.be.lessThan(200);
    }
    const unheardOf = `<a${many(100_000, (at) => ` b${at}=""`)}/>`;
    isNeutral(await post(unheardOf), /too-many-attributes$/);
    expect(await timeOf(unheardOf)).to.be.lessThan(200);
  });

  for (const [what, spoil] of Object.entries<(text: string) => string>({
    'an attribute twice': (text) => text.replace('<request>', '<request a="1" a="2">'),
    'a prefix that nobody declared': (text) => text.replace('<request>', '<request><x:y/>'),
    'a tag that is not closed': (text) => text.replace('</title>', ''),
    'text after the root': (text) => `${text}stray`,
    'two roots': (text) => text + text.replace(/^<\?xml.*\?>\n/, ''),
  }))
    it(`${what}: 400 [nr 27]`, async () => {
      isNeutral(await post(spoil(requestFromNorth())), 'not-well-formed');
      expect(await library.loans()).to.equal(0);
    });

  it('a value in pieces is one value, and nothing runs [nr 30]', async () => {
    const title = 'Lo<!--x-->a<![CDATA[n & co]]><?php exit() ?>ed';
    expect(statusOf(await post(requestFromNorth({ title })))).to.equal('OK');
    expect(await titles()).to.deep.equal(['Loan & coed']);
  });

  it('references: to what XML forbids, 400; others are decoded once [nr 31]', async () => {
    isNeutral(await post(requestFromNorth({ title: 'a&#0;b' })), 'not-well-formed');
    expect(statusOf(await post(requestFromNorth({ title: '&#x26;lt;b&#38;#x41;' })))).to.equal('OK');
    expect(await titles()).to.deep.equal(['&lt;b&#x41;']);
  });

  it('an element of another namespace is not read for ours [nr 32]', async () => {
    const rest =
      '<evil:bibliographicInfo xmlns:evil="urn:evil"><evil:title>Evil</evil:title></evil:bibliographicInfo>';
    expect(statusOf(await post(requestFromNorth({ rest })))).to.equal('OK');
    expect(await titles()).to.deep.equal(['Kallocain']);
  });

  it('markup, formulas and line ends in a value stay what they are, and reach no log as lines [nr 33]', async () => {
    const title = '"><script>alert(1)</script> =cmd() {{7*7}} ${x}\nERROR forged';
    const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(statusOf(await post(requestFromNorth({ title: escaped })))).to.equal('OK');
    expect(await titles()).to.deep.equal([title]);
    expect(library.south.log()).not.to.match(/^ERROR forged/m);
    const wrong = await post(requestFromNorth({ from: '<b>x</b>'.replaceAll('<', '&lt;') }));
    expect(wrong.text).to.include('&lt;b').and.not.include('<b>');
  });

  it('names of object properties change no object [nr 35]', async () => {
    const rest =
      '<__proto__><polluted>yes</polluted></__proto__><constructor prototype="x"/><toString>no</toString>';
    expect(statusOf(await post(requestFromNorth({ rest })))).to.equal('OK');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.to.include('polluted');
  });

  async function titles(): Promise<unknown[]> {
    const { body } = await library.south.api('GET', '/api/v1/loan-records');
    const [first] = body['items'] as { id: string }[];
    const { body: loan } = await library.south.api('GET', `/api/v1/loan-records/${first?.id ?? ''}`);
    const { record } = loan as { record: { bibliographicInfo: { title: string } } };
    return [record.bibliographicInfo.title];
  }
});

describe('encodings over the real endpoint', () => {
  let library: LendingLibrary;
  beforeEach(async () => {
    library = await lendingLibrary();
  });
  afterEach(() => library.worksAndCloses());

  const text = requestFromNorth({ title: 'Väder och vind' });
  const declared = (encoding: string): string => text.replace('UTF-8', encoding);
  const wide = (encoding: string, mark: number[]): Buffer => {
    const body = Buffer.from(declared(encoding), 'utf16le');
    return Buffer.concat([Buffer.from(mark), mark[0] === 0xfe ? body.swap16() : body]);
  };
  const utf8 = Buffer.from(text);
  const inMark = (body: Buffer): Buffer => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]);

  const read: Readonly<Record<string, Buffer>> = {
    'UTF-8 with a mark': inMark(utf8),
    'UTF-16LE with a mark': wide('UTF-16', [0xff, 0xfe]),
    'UTF-16BE with a mark': wide('UTF-16', [0xfe, 0xff]),
    'ISO 8859-1 that says so': Buffer.from(declared('ISO-8859-1'), 'latin1'),
  };
  for (const [what, body] of Object.entries(read))
    it(`${what} is read right [nr 28]`, async () => {
      expect(statusOf(await library.south.post(body, xml))).to.equal('OK');
      expect(await titleOf()).to.equal('Väder och vind');
    });

  const refused: Readonly<Record<string, Buffer>> = {
    'an overlong slash': spliced(utf8, [0xc0, 0xaf]),
    'half a surrogate pair': spliced(utf8, [0xed, 0xa0, 0x80]),
    'two marks': inMark(inMark(utf8)),
    'UTF-7': Buffer.from(declared('UTF-7')),
    EBCDIC: Buffer.from(declared('EBCDIC-CP-US')),
    'UTF-32': Buffer.from(
      Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8, 0, 0]),
    ),
    'an encoding that nobody knows': Buffer.from(declared('x-lendwire')),
  };
  for (const [what, body] of Object.entries(refused))
    it(`${what} is refused: 400 [nr 28]`, async () => {
      const posted = await library.south.post(body, xml);
      expect(posted.status).to.equal(400);
      expect(errorOf(posted)[0]).to.equal('BadlyFormedMessage');
    });

  it('the mark goes before the charset of HTTP, and that before the declaration [nr 29]', async () => {
    const latin = Buffer.from(declared('UTF-8').replace('NB-1', 'NB-2'), 'latin1');
    const bodies: [Buffer, string, string][] = [
      [inMark(Buffer.from(declared('ISO-8859-1'))), 'application/xml; charset=iso-8859-1', 'Väder och vind'],
      [latin, 'application/xml; charset="ISO-8859-1"', 'Väder och vind'],
    ];
    for (const [body, type, title] of bodies) {
      expect(statusOf(await library.south.post(body, { 'content-type': type }))).to.equal('OK');
      expect(await titleOf()).to.equal(title);
      const came = (await library.south.entries()).findLast(({ facts }) => facts?.['direction'] === 'in');
      expect(came?.facts?.['warnings']).to.include('encoding-contradictory');
    }
    const unfit = await library.south.post(latin, { 'content-type': 'application/xml; charset=utf-8' });
    expect(unfit.status).to.equal(400);
    expect(errorOf(unfit)[1]).to.equal('encoding-invalid-bytes');
  });

  function spliced(body: Buffer, bytes: number[]): Buffer {
    const at = body.indexOf('</title>');
    return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]);
  }

  async function titleOf(): Promise<string> {
    const entry = (await library.south.entries()).findLast(({ kind }) => kind === 'request-received');
    const { body } = await library.south.api('GET', `/api/v1/loan-records/${entry?.loan ?? ''}`);
    return (body as { record: { bibliographicInfo: { title: string } } }).record.bibliographicInfo.title;
  }
});

describe('sizes over the real endpoint', () => {
  const LIMIT = 10 * MB;
  let library: LendingLibrary;
  beforeEach(async () => {
    library = await lendingLibrary({}, { server: { host: '127.0.0.1', port: 0, bodyLimitBytes: LIMIT } });
  });
  afterEach(() => library.worksAndCloses());

  it('a million elements within each other: 400, and the process lives [nr 23]', async () => {
    const posted = await library.south.post(`${'<a>'.repeat(1_000_000)}${'</a>'.repeat(1_000_000)}`, xml);
    expect(posted.status).to.equal(400);
    const inside = requestFromNorth().replace('<request>', `<request>${'<a>'.repeat(1_000_000)}`);
    expect((await library.south.post(inside, xml)).status).to.equal(400);
  });

  it('one byte over the limit: 413 before a byte of it is read; without a length as soon as it is passed [nr 24]', async () => {
    const honest = await bareConnection(library.south.port);
    honest.socket.write(posting('', { 'Content-Length': String(LIMIT + 1) }));
    expect(statusesIn(await honest.answers())).to.deep.equal([413]);

    const endless = await bareConnection(library.south.port);
    endless.socket.write(
      'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = Buffer.from(`${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`);
    for (let sent = 0; sent <= LIMIT; sent += 64 * 1024) endless.socket.write(chunk);
    expect(statusesIn(await endless.answers())).to.deep.equal([413]);
    for (const { socket } of [honest, endless]) socket.destroy();
  });

  it('a body that unpacks to over the limit: 413, and no more is unpacked [nr 25]', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const posted = await library.south.post(bomb, { ...xml, 'content-encoding': 'gzip' });
    expect(posted.status).to.equal(413);
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(3 * LIMIT);
  });

  it('ten megabytes of blanks: twice as many take no more than about twice as long [nr 36]', async () => {
    const blanks = (size: number): string => requestFromNorth({ rest: ' \n\t'.repeat(size / 3) });
    const timeOf = async (size: number): Promise<number> => {
      const body = blanks(size);
      const times: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const from = process.cpuUsage();
        expect(statusOf(await library.south.post(body, xml))).to.equal('OK');
        times.push(process.cpuUsage(from).user / 1000);
      }
      return Math.min(...times);
    };
    const [half, whole] = [await timeOf(4_500_000), await timeOf(9_000_000)];
    // A quarter of a second for what a busy machine adds.
    expect(whole).to.be.lessThan(2.5 * half + 250);
    expect((await library.south.post(blanks(LIMIT + 3), xml)).status).to.equal(413);
  });
});

const bomb = gzipSync(Buffer.alloc(200 * MB, ' '));
