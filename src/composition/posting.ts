import { readFileSync } from 'node:fs';
import { smtpPasswordFromEnvironment, type NoticeSettings, type SmtpSettings } from '../config/index.js';
import type { Ground } from './ground.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import {
  buildMailer,
  buildPostmaster,
  type Mailer,
  type MailServer,
  type Postmaster,
} from '../notices/index.js';
import { OperatorError, reasonOf } from '../platform/index.js';
import type { Storage } from '../storage/index.js';

/** How people are written to. Without settings for it nothing runs. */
export interface Posting {
  postmaster: Postmaster | undefined;
  jobs: GatewayJob[];
}

/** A notice is read by people: a few seconds are soon enough. */
const NOTIFY_EVERY_SECONDS = 5;

export function buildPosting(
  { settings, context, clock, log }: Ground,
  { committer, readers }: Storage,
): Posting {
  const { notices } = settings;
  if (notices === undefined) return { postmaster: undefined, jobs: [] };
  const postmaster = buildPostmaster({
    ...{ committer, context, readers, clock, log },
    mailer: mailerOf(notices, settings.agencies[0]?.name ?? settings.name),
    staff: notices.staff,
    inFlight: notices.smtp?.inFlight ?? 1,
  });
  return {
    postmaster,
    jobs: [
      { name: JobName.Notify, everySeconds: NOTIFY_EVERY_SECONDS, run: (now) => postmaster.notify(now) },
    ],
  };
}

function mailerOf(settings: NoticeSettings, library: string): Mailer | undefined {
  const { smtp, from, fromName, replyTo } = settings;
  if (smtp === undefined) return undefined;
  return buildMailer(serverOf(smtp), { address: from, name: fromName ?? library, replyTo });
}

/** The password and the certificates are read at the start, so that a fault shows before the first mail. */
function serverOf({ user, passwordFile, caFile, inFlight: _inFlight, ...server }: SmtpSettings): MailServer {
  const pass =
    smtpPasswordFromEnvironment() ?? (passwordFile === undefined ? undefined : secretIn(passwordFile));
  if (user !== undefined && pass === undefined)
    throw new OperatorError(
      'notices.smtp names a user and no password: set LENDWIRE_SMTP_PASSWORD or notices.smtp.passwordFile',
    );
  return {
    ...server,
    auth: user === undefined || pass === undefined ? undefined : { user, pass },
    ca: caFile === undefined ? undefined : readFile(caFile),
  };
}

function secretIn(file: string): string {
  return readFile(file).replace(/\r?\n$/, '');
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new OperatorError(`${file}, which notices.smtp names, cannot be read: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
}
