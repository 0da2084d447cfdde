import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { reasonOf, type Logger } from '../platform/index.js';
import { sendPage } from './frame/send-page.js';
import type { Reader } from './frame/reader.js';
import { PageRefusal, Refusal, refusalStatus } from './session/index.js';
import type { WordKey } from './words/catalogue.js';

type ReaderOf = (req: Request, res: Response) => Reader;

interface Trouble {
  statusCode: number;
  title: WordKey;
  text: WordKey;
}

const troubleOf: Readonly<Record<Refusal, Omit<Trouble, 'statusCode'>>> = {
  'not-secure': { title: 'error.not-secure', text: 'error.not-secure-text' },
  denied: { title: 'error.forbidden', text: 'error.forbidden-text' },
  'form-expired': { title: 'error.stale', text: 'error.stale-text' },
  'form-unreadable': { title: 'error.form', text: 'error.form-text' },
};

/** Whatever lies at no page. */
export function answerNoPage(readerOf: ReaderOf): RequestHandler {
  return (req, res) => {
    send(res, readerOf(req, res), {
      statusCode: 404,
      title: 'error.not-found',
      text: 'error.not-found-text',
    });
  };
}

/** The one place where what went wrong becomes a page. Says nothing that an exception said. */
export function answerPageErrors(readerOf: ReaderOf, log: Logger): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- express knows an error handler by its four parameters
  return (thrown: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) {
      next(thrown);
      return;
    }
    const trouble = troubleIn(thrown);
    if (trouble.statusCode === 500) log.error('a page failed', { reason: reasonOf(thrown) });
    if (trouble.statusCode === 503) res.set('Retry-After', '5');
    send(res, readerOf(req, res), trouble);
  };
}

function troubleIn(thrown: unknown): Trouble {
  if (thrown instanceof PageRefusal)
    return { ...troubleOf[thrown.refusal], statusCode: refusalStatus[thrown.refusal] };
  if (thrown instanceof Error && 'retryAfterSeconds' in thrown)
    return { statusCode: 503, title: 'error.busy', text: 'error.busy-text' };
  const status = statusOf(thrown);
  if (status === undefined)
    return { statusCode: 500, title: 'error.unexpected', text: 'error.unexpected-text' };
  return { ...troubleOf[Refusal.FormExpired], statusCode: status };
}

/** What express says of a form or an address that cannot be read: the caller's fault. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function send(res: Response, reader: Reader, { statusCode, title, text }: Trouble): void {
  const { t } = reader;
  sendPage(res, { statusCode, title: t(title), width: 'narrow', main: <p>{t(text)}</p> }, reader);
}
