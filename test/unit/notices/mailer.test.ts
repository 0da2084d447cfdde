import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { buildMailer, type MailServer as Where } from '../../../src/notices/index.js';
import { noticeOfMessageId } from '../../../src/notices/mail/mail.js';
import { authority, certificate } from '../../support/certificates.js';
import { decoded, mailServer, type MailServer, type MailServerOptions } from '../../support/mail-server.js';

const id = '0195a0c0-0000-7000-8000-000000000001';
const mail = {
  id,
  to: ['ada@example.org'],
  subject: 'Ditt fjärrlån har kommit (N-1)',
  text: 'Hej!\n\nDet du har beställt har kommit: Kallocain.\n\n.ensam punkt\nVänliga hälsningar\nÅsele bibliotek',
  date: new Date('2026-03-01T10:00:00Z'),
};
const sender = { address: 'ill@library.example', name: 'Åsele\r\nBcc: x@example.org' };
const at = (port: number, over: Partial<Where> = {}): Where => ({
  host: '127.0.0.1',
  port,
  security: 'plain',
  connectMs: 2_000,
  greetingMs: 2_000,
  silenceMs: 2_000,
  ...over,
});

describe('a mail on its way to a real mail server', () => {
  const open: MailServer[] = [];
  const start = async (rules: MailServerOptions = {}): Promise<MailServer> => {
    const server = await mailServer(rules);
    open.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });

  it('arrives as it was written, with a Message-ID that names its notice, and no header that nobody wrote', async () => {
    const server = await start();
    expect(await buildMailer(at(server.port), sender).send(mail)).to.deep.equal({
      class: 'taken',
      refused: 0,
      cause: 'the mail server has taken it',
    });
    const [taken] = server.taken;
    expect(taken?.to).to.deep.equal(['ada@example.org']);
    expect(taken?.from).to.equal('ill@library.example');
    expect(taken?.text).to.equal(mail.text);
    expect(decoded(taken?.headers['subject'])).to.equal(mail.subject);
    expect(decoded(taken?.headers['from'])).to.include('Åsele Bcc: x@example.org');
    expect(taken?.headers['message-id']).to.equal(`<notice.${id}@library.example>`);
    expect(noticeOfMessageId(taken?.headers['message-id'] ?? '')).to.equal(id);
    expect(taken?.headers['auto-submitted']).to.equal('auto-generated');
    expect(Object.keys(taken?.headers ?? {})).to.not.include('bcc');
  });

  it('is greylisted: nobody has it, and it may be tried again', async () => {
    const server = await start({
      onReceiver: () => ({ code: 451, text: '4.7.1 greylisted <ada@example.org>' }),
    });
    const outcome = await buildMailer(at(server.port), sender).send(mail);
    expect(outcome).to.deep.equal({
      class: 'later',
      cause: 'the mail server does not take sender or receiver (451 4.7.1)',
    });
  });

  it('is refused for good where the receiver is unknown, and the cause does not repeat the address', async () => {
    const server = await start({
      onReceiver: () => ({ code: 550, text: '5.1.1 <ada@example.org> unknown' }),
    });
    const outcome = await buildMailer(at(server.port), sender).send(mail);
    expect(outcome.class).to.equal('refused');
    expect(outcome.cause).to.include('550 5.1.1').and.not.include('ada');
  });

  it('goes to the others where one receiver is refused', async () => {
    const server = await start({
      onReceiver: (address) => (address.startsWith('gone') ? { code: 550, text: '5.1.1 no' } : undefined),
    });
    const outcome = await buildMailer(at(server.port), sender).send({
      ...mail,
      to: ['desk@example.org', 'gone@example.org'],
    });
    expect(outcome).to.deep.include({ class: 'taken', refused: 1 });
    expect(server.taken[0]?.to).to.deep.equal(['desk@example.org']);
    expect(server.taken[0]?.raw).to.not.include('gone@example.org');
  });

  it('is in doubt where the server breaks off after the mail had come, or does not answer in time', async () => {
    for (const then of ['drop', 'silence'] as const) {
      const server = await start({ onData: () => then });
      const outcome = await buildMailer(at(server.port, { silenceMs: 300 }), sender).send(mail);
      expect(outcome.class, then).to.equal('ambiguous');
      expect(outcome.cause, then).to.include('after it had been given the mail');
      expect(server.seen).to.have.lengthOf(1);
    }
  });

  it('is answered after the mail had come: later or never, as the server says', async () => {
    const busy = await start({ onData: () => ({ code: 452, text: '4.3.1 full' }) });
    expect((await buildMailer(at(busy.port), sender).send(mail)).class).to.equal('later');
    const spam = await start({ onData: () => ({ code: 554, text: '5.7.1 no' }) });
    expect((await buildMailer(at(spam.port), sender).send(mail)).class).to.equal('refused');
  });

  it('waits where nobody is there, or where who is there says nothing', async () => {
    const deaf = createServer();
    await new Promise<void>((resolve) => {
      deaf.listen(0, '127.0.0.1', () => resolve());
    });
    const { port } = deaf.address() as AddressInfo;
    const silent = await buildMailer(at(port, { greetingMs: 200 }), sender).send(mail);
    expect(silent.class).to.equal('later');
    await new Promise((resolve) => deaf.close(resolve));
    const nobody = await buildMailer(at(port), sender).send(mail);
    expect(nobody.class).to.equal('later');
  });

  it('goes encrypted by STARTTLS or from the start, and not at all where that is not offered or not trusted', async () => {
    const ca = await authority('Test CA');
    const pair = await certificate('mail', { by: ca, hosts: ['127.0.0.1'] });
    for (const fromTheStart of [false, true]) {
      const security = fromTheStart ? 'tls' : 'starttls';
      const server = await start({ tls: { ...pair, fromTheStart } });
      const outcome = await buildMailer(at(server.port, { security, ca: ca.cert }), sender).send(mail);
      expect(outcome.class, outcome.cause).to.equal('taken');
      expect(server.taken[0]?.isEncrypted).to.equal(true);
      const untrusted = await buildMailer(at(server.port, { security }), sender).send(mail);
      expect(untrusted).to.deep.include({ class: 'later' });
      expect(untrusted.cause).to.match(/encryption|connection/);
    }
    const plain = await start();
    const outcome = await buildMailer(at(plain.port, { security: 'starttls' }), sender).send(mail);
    expect(outcome.class).to.equal('later');
    expect(plain.seen).to.have.lengthOf(0);
  });

  it('is sent under name and password; where they are refused nothing is lost and nothing sent', async () => {
    const ca = await authority('Test CA');
    const pair = await certificate('mail', { by: ca, hosts: ['127.0.0.1'] });
    const user = { name: 'ill', password: 'the right one' };
    const server = await start({ user, tls: pair });
    const secure = { security: 'starttls', ca: ca.cert } as const;
    const right = at(server.port, { ...secure, auth: { user: 'ill', pass: user.password } });
    expect((await buildMailer(right, sender).send(mail)).class).to.equal('taken');
    const wrong = at(server.port, { ...secure, auth: { user: 'ill', pass: 'wrong' } });
    expect(await buildMailer(wrong, sender).send(mail)).to.deep.include({
      class: 'later',
      cause: 'the mail server does not take our name and password (535 5.7.8)',
    });
    expect(server.taken).to.have.lengthOf(1);
  });

  it('is broken off when the gateway stops: in doubt where it had been given over', async () => {
    const server = await start({ onData: () => 'silence' });
    const mailer = buildMailer(at(server.port), sender);
    const sending = mailer.send(mail);
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    mailer.breakOff();
    expect((await sending).class).to.equal('ambiguous');
  });
});
