import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailOutcome } from '../../loan/index.js';
import { classify } from './classify.js';
import { composeMail, type Mail, type Sender } from './mail.js';

/** Where mails are handed over. */
export interface MailServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'plain';
  auth?: { user: string; pass: string } | undefined;
  /** Certificates that are trusted beside those of the system, as PEM. */
  ca?: string | undefined;
  connectMs: number;
  greetingMs: number;
  silenceMs: number;
}

export interface Mailer {
  /** Hands one mail over; never throws. */
  send(mail: Mail): Promise<MailOutcome>;
  /** Ends what is on the wire, as far as it has come. */
  breakOff(): void;
}

/** Hands mails to one mail server, a connection each: notices are few, and what one mail suffers no other shares. */
export function buildMailer(server: MailServer, sender: Sender): Mailer {
  const breaks = new Set<(because: Error) => void>();
  return {
    breakOff() {
      for (const end of breaks) end(new Error('the gateway stops'));
    },
    async send(mail) {
      const bytes = await composeMail(mail, sender);
      const handing = new Handing(bytes);
      const connection = connectionTo(server);
      const [failed, fail] = failure();
      connection.once('error', fail);
      breaks.add(fail);
      try {
        return await handOver(connection, { mail, sender, server, handing, failed });
      } catch (thrown) {
        return classify({ ...errorOf(thrown), wasHandedOver: handing.hasBegun });
      } finally {
        breaks.delete(fail);
        connection.close();
      }
    },
  };
}

/** The bytes of a mail on their way. They are asked for only when the server has said that it is ready for them. */
class Handing extends Readable {
  hasBegun = false;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    super();
    this.#bytes = bytes;
  }

  override _read(): void {
    this.hasBegun = true;
    this.push(this.#bytes);
    this.push(null);
  }
}

function connectionTo(server: MailServer): SMTPConnection {
  const { host, port, security, ca } = server;
  return new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    // Without it a server, or somebody between, that does not offer STARTTLS gets everything in plain text.
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain',
    connectionTimeout: server.connectMs,
    greetingTimeout: server.greetingMs,
    dnsTimeout: server.connectMs,
    socketTimeout: server.silenceMs,
    logger: false,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
  });
}

interface HandingOver {
  mail: Mail;
  sender: Sender;
  server: MailServer;
  handing: Handing;
  /** Rejects when the connection breaks, whoever waits for whatever. */
  failed: Promise<never>;
}

function failure(): [Promise<never>, (because: Error) => void] {
  let fail: (because: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // Whoever awaits it hears it; when nobody does, it is no fault of the process.
  failed.catch(() => undefined);
  return [failed, fail];
}

async function handOver(
  connection: SMTPConnection,
  { mail, sender, server, handing, failed }: HandingOver,
): Promise<MailOutcome> {
  await Promise.race([failed, calling((done) => connection.connect(done))]);
  const { auth } = server;
  if (auth !== undefined)
    await Promise.race([failed, calling((done) => connection.login({ ...auth, credentials: auth }, done))]);
  const envelope = {
    from: sender.address,
    to: [...mail.to],
    dsn: { id: mail.id, return: 'headers' as const, notify: ['failure' as const, 'delay' as const] },
  };
  const info = await Promise.race([
    failed,
    calling<{ rejected?: readonly string[] }>((done) => connection.send(envelope, handing, done)),
  ]);
  const refused = info.rejected?.length ?? 0;
  return {
    class: 'taken',
    refused,
    cause:
      refused === 0
        ? 'the mail server has taken it'
        : `the mail server has taken it, but not for ${refused} of ${mail.to.length} receivers`,
  };
}

type Done<Result> = (error: Error | null | undefined, result?: Result) => void;

function calling<Result>(work: (done: Done<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    work((error, result) => {
      if (error === null || error === undefined) resolve(result as Result);
      else reject(error);
    });
  });
}

function errorOf(thrown: unknown): { code?: string; responseCode?: number; enhancedCode?: string } {
  if (!(thrown instanceof Error)) return {};
  const { code, responseCode, response } = thrown as Error & Partial<Record<string, unknown>>;
  const enhanced =
    typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined;
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof responseCode === 'number' ? { responseCode } : {}),
    ...(enhanced === undefined ? {} : { enhancedCode: enhanced }),
  };
}
