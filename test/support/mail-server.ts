import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server has taken. */
export interface TakenMail {
  from: string;
  to: string[];
  /** As it came on the wire. */
  raw: string;
  headers: Readonly<Record<string, string>>;
  text: string;
  isEncrypted: boolean;
  /** RFC 3461: what the sender called the envelope. */
  envelopeId?: string | undefined;
}

export interface MailServerOptions {
  /** What it says to each receiver; nothing where it takes them. */
  onReceiver?(address: string): { code: number; text: string } | undefined;
  /** What happens when the whole mail has come. */
  onData?(mail: TakenMail): 'take' | 'drop' | 'silence' | { code: number; text: string };
  user?: { name: string; password: string };
  /** Offers STARTTLS, or is encrypted from the start. */
  tls?: { key: string; cert: string; fromTheStart?: boolean };
}

/** A real SMTP server on loopback. */
export interface MailServer {
  readonly port: number;
  /** Mails that it took. */
  readonly taken: TakenMail[];
  /** Mails whose bytes have all come, whatever it did with them. */
  readonly seen: TakenMail[];
  /** Changed while it runs. */
  rules: MailServerOptions;
  close(): Promise<void>;
}

export async function mailServer(rules: MailServerOptions = {}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const seen: TakenMail[] = [];
  const state: MailServer = { port: 0, taken, seen, rules, close: () => Promise.resolve() };
  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    hideDSN: false,
    closeTimeout: 200,
    ...transport(rules),
    onAuth({ username, password }, _session, done) {
      const { user } = state.rules;
      if (user !== undefined && username === user.name && password === user.password)
        done(null, { user: username });
      else done(answer(535, '5.7.8 authentication failed'));
    },
    onRcptTo({ address }, _session, done) {
      const said = state.rules.onReceiver?.(address);
      if (said === undefined) done();
      else done(answer(said.code, said.text));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = read(Buffer.concat(chunks).toString('utf8'), {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          isEncrypted: session.secure,
          envelopeId: envelopeIdOf(mailFrom),
        });
        seen.push(mail);
        const then = state.rules.onData?.(mail) ?? 'take';
        if (then === 'silence') return;
        if (then === 'drop') {
          for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>)
            connection._socket.destroy();
          return;
        }
        if (then !== 'take') {
          done(answer(then.code, then.text));
          return;
        }
        taken.push(mail);
        done(null);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(state, {
    port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

function envelopeIdOf(mailFrom: false | { args?: object | boolean }): string | undefined {
  if (mailFrom === false || typeof mailFrom.args !== 'object') return undefined;
  const { ENVID } = mailFrom.args as { ENVID?: string };
  return ENVID;
}

function transport({ tls, user }: MailServerOptions): SMTPServerOptions {
  return {
    authOptional: user === undefined,
    ...(tls === undefined
      ? { hideSTARTTLS: true, allowInsecureAuth: true }
      : { key: tls.key, cert: tls.cert, secure: tls.fromTheStart === true }),
  };
}

function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function read(raw: string, known: Pick<TakenMail, 'from' | 'to' | 'isEncrypted' | 'envelopeId'>): TakenMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const body = rest.join('\r\n\r\n');
  return { ...known, raw, headers, text: bodyText(body, headers['content-transfer-encoding'] ?? '7bit') };
}

function bodyText(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body.replace(/\r\n/g, '\n').trim();
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replace(/\r\n/g, '\n').trim();
}

/** A header's words, with what is encoded in it decoded. */
export function decoded(header: string | undefined): string {
  return (header ?? '')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, way: string, text: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(
            text
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          ).toString('utf8'),
    );
}
