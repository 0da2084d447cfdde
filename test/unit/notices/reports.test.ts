import { expect } from 'chai';
import fc from 'fast-check';
import { readReport, REPORT_LIMIT_BYTES, type ReportRead } from '../../../src/notices/index.js';

const id = '0195a0c0-0000-7000-8000-000000000001';
const other = '0195a0c0-0000-7000-8000-000000000002';

const status = `Reporting-MTA: dns; mx.example.org
Original-Envelope-Id: ${id}
Arrival-Date: Mon, 2 Mar 2026 09:00:00 +0100

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown
`;
const returned = `Return-Path: <ill@library.example>
Message-ID: <notice.${id}@library.example>
Subject: Ditt =?utf-8?q?fj=C3=A4rrl=C3=A5n?= (N-1)
`;

interface Parts {
  status?: string;
  returned?: string;
  statusType?: string;
  encoding?: string;
}

const mail = (parts: Parts = {}): string => `From: MAILER-DAEMON@mx.example.org
To: ill@library.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="=_border/1"

This is a MIME-encapsulated message.

--=_border/1
Content-Type: text/plain

Your message to <ada@example.org> could not be delivered. Action: delivered

--=_border/1
Content-Type: ${parts.statusType ?? 'message/delivery-status'}
Content-Transfer-Encoding: ${parts.encoding ?? '7bit'}

${parts.status ?? status}
--=_border/1
Content-Type: text/rfc822-headers

${parts.returned ?? returned}
--=_border/1--
`;

const read = (text: string, form?: Parameters<typeof readReport>[1]): ReportRead =>
  readReport(Buffer.from(text, 'utf8'), form);
const failed = { action: 'failed', code: '550 5.1.1', receivers: 1 };

describe('a delivery report', () => {
  it('is read as a whole mail, with either end of line, or as its part for machines alone', () => {
    const expected = { kind: 'report', report: failed, notices: [id] };
    expect(read(mail())).to.deep.equal(expected);
    expect(read(mail().replace(/\n/g, '\r\n'))).to.deep.equal(expected);
    expect(read(status, 'message/delivery-status')).to.deep.equal(expected);
    expect(
      read(`Content-Type: message/delivery-status\n\n${status}`, 'message/delivery-status'),
    ).to.deep.equal(expected);
  });

  it('names its notice by the envelope, else by the mail that came back, else by what it answers', () => {
    const noEnvelope = status.replace(/Original-Envelope-Id.*\n/, '');
    const notices = (text: string): unknown => (read(text) as { notices?: unknown }).notices;
    expect(notices(mail({ status: noEnvelope }))).to.deep.equal([id]);
    expect(
      notices(mail({ status: status.replace(id, id.replace(/-/g, '+2D')), returned: '' })),
    ).to.deep.equal([id]);
    const answer = `In-Reply-To: <notice.${other}@library.example>\n`;
    expect(notices(answer + mail({ status: noEnvelope, returned: '' }))).to.deep.equal([other]);
    expect(notices(answer + mail())).to.deep.equal([id, other]);
  });

  it('keeps codes, and no word and no address', () => {
    expect(JSON.stringify(read(mail())))
      .to.not.include('ada')
      .and.not.include('unknown');
    const odd = status
      .replace('5.1.1\n', '5.1.1 <ada@example.org>\n')
      .replace('smtp; 550', 'x-unix; ada 550');
    expect(read(mail({ status: odd }))).to.deep.include({ report: { ...failed, code: '5.1.1' } });
    const none = status.replace(/(Status|Diagnostic-Code):.*\n/g, '');
    expect(read(mail({ status: none }))).to.deep.include({ report: { ...failed, code: '' } });
  });

  it('fails where one of several receivers failed, and else says how far the mail is', () => {
    const more = `${status}
Final-Recipient: rfc822; desk@example.org
Action: delivered
Status: 2.1.5

Final-Recipient: rfc822; gone@example.org
Action: failed (gone)
Status: 5.7.1
`;
    expect(read(mail({ status: more }))).to.deep.include({ report: { ...failed, receivers: 2 } });
    const late = status
      .replace('failed', 'Delayed')
      .replace(/Diagnostic-Code.*\n/, '')
      .replace('5.1.1', '4.4.1');
    expect(read(mail({ status: late }))).to.deep.include({
      report: { action: 'delayed', code: '4.4.1', receivers: 1 },
    });
  });

  it('is read where its part is encoded, international, or inside a mail that somebody passed on', () => {
    const encoded = Buffer.from(status.replace(/\n/g, '\r\n')).toString('base64').replace(/.{76}/g, '$&\n');
    expect(read(mail({ status: encoded, encoding: 'base64' }))).to.deep.include({ report: failed });
    const quoted = status.replace('Action: failed', 'Action: fai=\nled').replace('5.1.1\n', '5=2E1.1\n');
    expect(read(mail({ status: quoted, encoding: 'quoted-printable' }))).to.deep.include({ report: failed });
    expect(read(mail({ statusType: 'message/global-delivery-status' }))).to.deep.include({ report: failed });
    const passedOn = `Content-Type: multipart/mixed; boundary=outer\n\n--outer\n\nSee below\n--outer\nContent-Type: message/rfc822\n\n${mail()}\n--outer--\n`;
    expect(read(passedOn)).to.deep.equal({ kind: 'report', report: failed, notices: [id] });
  });

  it('is none, or not ours, where it says so', () => {
    const fault = (text: string): unknown => (read(text) as { fault?: unknown }).fault;
    expect(fault('')).to.equal('no-report');
    expect(fault('Subject: I am on holiday\n\nBack in June')).to.equal('no-report');
    expect(fault(mail({ status: 'Reporting-MTA: dns; x\n\nAction: vanished\n' }))).to.equal('no-report');
    const strangers = {
      status: status.replace(id, 'QQ17'),
      returned: 'Message-ID: <1234@elsewhere.example>\n',
    };
    expect(fault(mail(strangers))).to.equal('no-notice');
    expect(fault(mail() + 'x'.repeat(REPORT_LIMIT_BYTES))).to.equal('too-large');
  });

  it('costs little, whatever is nested, repeated or endless in it', () => {
    const began = performance.now();
    let nested = mail();
    for (let depth = 0; depth < 500; depth += 1) nested = `Content-Type: message/rfc822\n\n${nested}`;
    expect(read(nested)).to.deep.equal({ kind: 'unreadable', fault: 'no-report' });
    const halfMegabyte = (piece: string): string => piece.repeat(Math.floor(500_000 / piece.length));
    for (const hostile of [
      `Content-Type: multipart/mixed; boundary=b\n\n${halfMegabyte('--b\n\n')}`,
      `Content-Type: multipart/mixed; boundary="${'b'.repeat(400_000)}"\n\n--b`,
      halfMegabyte('X: y\n'),
      `X: y\n${halfMegabyte(' fold\n')}`,
      halfMegabyte('\n \t\n'),
      mail({ status: halfMegabyte('Action: failed\n\n') }),
      mail({ status: halfMegabyte('=   '), encoding: 'quoted-printable' }),
      `References: ${halfMegabyte('<notice.')}\n\n`,
    ])
      expect(read(hostile).kind).to.be.oneOf(['unreadable', 'report']);
    expect(performance.now() - began).to.be.lessThan(5_000);
  });

  it('never throws, and never names what is no id', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...mail().split('\n')))), (lines) => {
        const found = read(lines.join('\n'));
        if (found.kind === 'report')
          for (const notice of found.notices) expect(notice).to.match(/^[0-9a-f-]{36}$/);
      }),
      { numRuns: 300 },
    );
  });
});
