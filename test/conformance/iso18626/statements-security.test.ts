import { createServer } from 'node:net';
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { decode, defaultLimits } from '../../../src/iso18626/index.js';
import {
  envelope,
  errorValueOf,
  growth,
  messageIn,
  readFrom,
  request,
  statusXml,
  verdictOf,
  warningsOf,
} from '../../support/iso18626-verdict.js';

const DOCTYPE = '<!DOCTYPE ISO18626Message>';
/** Linear work on four times as much takes four times as long; quadratic takes sixteen. */
const linear = 10;

const withDoctype = (doctype: string, title = 'Sult'): string =>
  request({ biblio: `<title>${title}</title>` }).replace('?>', `?>${doctype}`);

describe('7.2 XML security', () => {
  it('[7.2 nr 19] any DOCTYPE is refused, and reading stops there', () => {
    for (const doctype of [DOCTYPE, '<!DOCTYPE x []>', `<!-- a -->${DOCTYPE}`, '<!doctype x>']) {
      expect(verdictOf(withDoctype(doctype)), doctype).to.equal('400/BFM');
      expect(errorValueOf(withDoctype(doctype)), doctype).to.equal('doctype-forbidden');
    }
    // What follows is never looked at: not even whether it is well-formed.
    expect(errorValueOf(`${DOCTYPE}<a`)).to.equal('doctype-forbidden');
  });

  it('[7.2 nr 20] an external entity is not read: the file that it names is not opened', () => {
    const folder = mkdtempSync(join(tmpdir(), 'iso18626-'));
    const canary = join(folder, 'canary');
    writeFileSync(canary, 'canary-in-a-file');
    const opened: unknown[] = [];
    const { readFileSync, openSync } = fs;
    fs.readFileSync = ((...told: Parameters<typeof readFileSync>) => (
      opened.push(told[0]),
      readFileSync(...told)
    )) as typeof readFileSync;
    fs.openSync = (...told) => (opened.push(told[0]), openSync(...told));
    try {
      const xml = withDoctype(`<!DOCTYPE x [<!ENTITY x SYSTEM "${pathToFileURL(canary).href}">]>`, '&x;');
      const reading = readFrom(xml);
      expect(verdictOf(xml)).to.equal('400/BFM');
      expect(JSON.stringify({ ...reading, redaction: undefined })).to.not.include('canary-in-a-file');
    } finally {
      fs.readFileSync = readFileSync;
      fs.openSync = openSync;
      rmSync(folder, { recursive: true });
    }
    expect(opened).to.deep.equal([]);
  });

  it('[7.2 nr 21] nothing that a body points to is fetched', async () => {
    let connections = 0;
    const listener = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    const port = String((listener.address() as { port: number }).port);
    const at = `http://127.0.0.1:${port}/x`;
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    try {
      expect(verdictOf(withDoctype(`<!DOCTYPE x SYSTEM "${at}.dtd">`))).to.equal('400/BFM');
      expect(verdictOf(withDoctype(`<!DOCTYPE x [<!ENTITY % p SYSTEM "${at}"> %p;]>`))).to.equal('400/BFM');
      const hinted = request({
        version: ` ill:version="1.2" ${xsi} xsi:schemaLocation="http://illtransactions.org/2013/iso18626 ${at}.xsd"`,
      });
      expect(verdictOf(hinted, { strictness: 'strict' })).to.equal('200/OK');
      expect(
        verdictOf(request().replace('?>', `?><?xml-stylesheet href="${at}.xsl"?>`), { strictness: 'strict' }),
      ).to.equal('200/OK');
      const included = request({
        rest: `<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="${at}"/>`,
      });
      expect(warningsOf(included, { from: 'P17' })).to.deep.equal(['element-unknown']);
      // Whoever had been called would have connected by now.
      await new Promise((turned) => setImmediate(turned));
    } finally {
      await new Promise((closed) => listener.close(closed));
    }
    expect(connections).to.equal(0);
  });

  it('[7.2 nr 22] entities that multiply are refused at the DOCTYPE, whatever they would become', () => {
    const laughs = Array.from(
      { length: 60 },
      (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
    ).join('');
    const quadratic = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100_000)}">]>`;
    const before = process.memoryUsage().heapUsed;
    for (const xml of [
      withDoctype(`<!DOCTYPE x [${laughs}]>`, '&l60;'),
      withDoctype(quadratic, '&a;'.repeat(100_000)),
    ])
      expect(verdictOf(xml)).to.equal('400/BFM');
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(20_000_000);
    const body = (size: number): Buffer =>
      Buffer.from(withDoctype('<!DOCTYPE x []>', '&a;'.repeat(size / 3)));
    expect(growth(body, 200_000, decode)).to.be.lessThan(linear);
  });

  it('[7.2 nr 23] 17 elements one in another are too many, and a million end no process', () => {
    const nested = (depth: number): string => request({ rest: '<a>'.repeat(depth) + '</a>'.repeat(depth) });
    expect(verdictOf(nested(defaultLimits.depth - 2))).to.equal('200/OK');
    expect(verdictOf(nested(defaultLimits.depth - 1))).to.equal('400/BFM');
    expect(verdictOf(nested(1_000_000))).to.equal('400/BFM');
    expect(verdictOf(request({ rest: '<a>'.repeat(1_000_000) }))).to.equal('400/BFM');
  });

  it('[7.2 nr 26] too many attributes, elements or repeats are refused, in time with their number', () => {
    const attributes = (count: number): string =>
      request({ rest: `<x ${Array.from({ length: count }, (_, at) => `a${at}=""`).join(' ')}/>` });
    expect(verdictOf(attributes(100_000))).to.equal('200/ERR(BFM)');
    expect(verdictOf(attributes(100_000).replace('<request>', '<unheard>'))).to.equal('400/BFM');
    expect(verdictOf(request({ rest: '<x/>'.repeat(10_001) }))).to.equal('200/ERR(BFM)');
    const suppliers = (count: number): string => request({ rest: '<supplierInfo/>'.repeat(count) });
    expect(verdictOf(suppliers(500))).to.equal('200/OK');
    expect(verdictOf(suppliers(501))).to.equal('200/ERR(BFM)');
    expect(growth((size) => Buffer.from(attributes(size)), 10_000, decode)).to.be.lessThan(linear);
    expect(
      growth((size) => Buffer.from(request({ rest: '<x/>'.repeat(size) })), 10_000, decode),
    ).to.be.lessThan(linear);
  });

  it('[7.2 nr 27] what is not well-formed cannot be answered as a message', () => {
    const xml = request();
    for (const broken of [
      request({ rest: '<x a="1" a="2"/>' }),
      request({ rest: '<p:x/>' }),
      request({ rest: '<x>' }),
      `${xml}text`,
      xml + xml.replace(/^<\?xml[^>]*>/, ''),
      xml.replace('</title>', '</titel>'),
      `text${xml}`,
      request({ rest: '<x a=1/>' }),
      request({ rest: ']]>' }),
      request({ rest: '&nbsp;' }),
      '',
    ])
      expect(verdictOf(broken), broken).to.equal('400/BFM');
  });

  const titled = (encoding: string): string =>
    request({ biblio: '<title>Sult på norsk</title>' }).replace('UTF-8', encoding);

  it('[7.2 nr 28] the encodings of the list are read right, and no others', () => {
    const utf16 = Buffer.from(`\uFEFF${titled('UTF-16')}`, 'utf16le');
    for (const body of [
      Buffer.from(`\uFEFF${titled('UTF-8')}`),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(titled('ISO-8859-1'), 'latin1'),
    ])
      expect(messageIn(body)).to.have.nested.property('bibliographicInfo.title', 'Sult på norsk');
    const [before = '', after = ''] = titled('UTF-8').split('på');
    for (const bytes of [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff]])
      expect(
        verdictOf(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])),
      ).to.equal('400/BFM');
    for (const encoding of ['UTF-7', 'EBCDIC-CP-US', 'UTF-32', 'made-up'])
      expect(verdictOf(titled(encoding)), encoding).to.equal('400/BFM');
  });

  it('[7.2 nr 29] mark before charset before declaration, with a warning; bytes that do not fit are refused', () => {
    const marked = Buffer.from(`\uFEFF${titled('ISO-8859-1')}`);
    expect(messageIn(marked, { charset: 'utf-16' })).to.have.nested.property(
      'bibliographicInfo.title',
      'Sult på norsk',
    );
    expect(warningsOf(marked)).to.include('encoding-contradictory');
    const latin = Buffer.from(titled('UTF-8'), 'latin1');
    expect(messageIn(latin, { charset: 'iso-8859-1' })).to.have.nested.property(
      'bibliographicInfo.title',
      'Sult på norsk',
    );
    expect(warningsOf(latin, { charset: 'iso-8859-1' })).to.include('encoding-contradictory');
    expect(verdictOf(latin)).to.equal('400/BFM');
    expect(verdictOf(Buffer.from(titled('ISO-8859-1'), 'latin1'), { charset: 'utf-8' })).to.equal('400/BFM');
  });

  it('[7.2 nr 30] comments, CDATA and processing instructions split no value, and are not in it', () => {
    const statuses = [
      'Lo<!--x-->aned',
      '<![CDATA[Lo]]>aned',
      'Lo<?php x?>aned',
      'Lo<![CDATA[]]>a<!-- <a> -->ned',
    ];
    for (const status of statuses)
      expect(messageIn(statusXml({ status }))).to.have.nested.property('statusInfo.status', 'Loaned');
    expect(JSON.stringify(messageIn(statusXml({ status: statuses[2] ?? '' })))).to.not.include('php');
  });

  it('[7.2 nr 31] a reference to a forbidden character is refused, and any other is read once', () => {
    for (const reference of ['&#0;', '&#x1;', '&#xFFFE;', '&#xD800;', '&#x110000;'])
      expect(verdictOf(request({ biblio: `<title>${reference}</title>` })), reference).to.equal('400/BFM');
    const title = (raw: string): unknown =>
      (messageIn(request({ biblio: `<title>${raw}</title>` })) as { bibliographicInfo?: { title?: string } })
        .bibliographicInfo?.title;
    expect(title('&#x26;lt;')).to.equal('&lt;');
    expect(title('&amp;#38;amp;')).to.equal('&#38;amp;');
    expect(title('&#x1F4DA;&#233;')).to.equal('\u{1F4DA}é');
  });

  it('[7.2 nr 32] of two equal names, only the one in the right namespace is read', () => {
    const xml = statusXml().replace(
      '<status>WillSupply</status>',
      '<e:status xmlns:e="urn:e">Loaned</e:status><status>WillSupply</status>',
    );
    expect(messageIn(xml)).to.have.nested.property('statusInfo.status', 'WillSupply');
  });

  it('[7.2 nr 33] markup and formulas in a value are the value, as they stood', () => {
    for (const value of [
      '<b>',
      '"><script>',
      '=cmd()',
      '{{x}}',
      '${x}',
      "'; DROP TABLE loan;--",
      '\u202Egpj.exe',
    ]) {
      const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(messageIn(request({ biblio: `<title>${escaped}</title>` }))).to.have.nested.property(
        'bibliographicInfo.title',
        value,
      );
    }
  });

  it('[7.2 nr 35] names that mean something to the language change no prototype', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const name of names) {
      const inside = `<${name}><polluted>yes</polluted></${name}>`;
      expect(warningsOf(request({ rest: inside }), { from: 'P17' }), name).to.deep.equal(['element-unknown']);
      expect(warningsOf(request({ rest: `<note ${name}="yes"/>` }), { from: 'P17' }), name).to.deep.equal([
        'element-unknown',
      ]);
      expect(verdictOf(envelope(`<${name}/>`)), name).to.equal('400/BFM');
    }
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('[7.2 nr 36] blanks, comments, references and texts without end take time in proportion', () => {
    const bodies: Record<string, (size: number) => string> = {
      blanks: (size) => request({ rest: ' \n'.repeat(size / 2) }),
      'blanks before the root': (size) => request().replace('?>', `?>${' \n'.repeat(size / 2)}`),
      comments: (size) => request({ rest: '<!---->'.repeat(size / 7) }),
      references: (size) =>
        request({
          service: `<serviceInfo><serviceType>Loan</serviceType><note>${'&amp;'.repeat(size / 5)}</note></serviceInfo>`,
        }),
      'half references': (size) => request({ biblio: `<title>${'&'.repeat(size)}</title>` }),
      'blanks in a tag': (size) => request({ rest: `<x${' '.repeat(size)}/>` }),
      'blanks in a time': (size) => request({ timestamp: `2026-03-02T09:15:00Z${' '.repeat(size)}` }),
      brackets: (size) => request({ biblio: `<title>${']'.repeat(size)}</title>` }),
      'a long name': (size) => request({ rest: `<${'a'.repeat(size)}/>` }),
      colons: (size) => request({ rest: `<${'a:'.repeat(size / 2)}/>` }),
    };
    for (const [what, body] of Object.entries(bodies))
      expect(
        growth((size) => Buffer.from(body(size)), 250_000, decode),
        what,
      ).to.be.lessThan(linear);
  });
});
