import { reasonOf } from '../../platform/index.js';
import { CannotWrite, Conflict, RowRefused } from '../engine/store.js';

/** Somebody else wrote the same: a unique key, a deadlock, a lock that was waited for too long. */
const CONFLICTS = new Set(['23505', '40001', '40P01', '55P03']);

/** By the first two characters of the code: lost connection, no rights left, out of resources, stopped by an operator, I/O. */
const UNWRITABLE = new Set(['08', '53', '57', '58', 'XX']);

/** A server that only reads, and a commit that it has given up. */
const READ_ONLY = new Set(['25006', '25P03']);

/** The connection's own errors, which have no code of the server. */
const LOST =
  /ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|Connection terminated|connection (timeout|error)|not queryable|Query read timeout|was rolled back/i;

/** What the driver's error means for the batch. */
export function postgresError(thrown: unknown): Error {
  const cause = driversError(thrown);
  const text = reasonOf(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (CONFLICTS.has(code)) return new Conflict(text, { cause: thrown });
  if (/^(22|23)/.test(code)) return new RowRefused(text, { cause: thrown });
  if (isUnwritable(code) || isLost(thrown, `${code} ${text}`))
    return new CannotWrite(text, { cause: thrown });
  return thrown instanceof Error ? thrown : new Error(text);
}

/** Without what Sequelize has wrapped around it. */
function driversError(thrown: unknown): unknown {
  return thrown instanceof Error && 'parent' in thrown && thrown.parent instanceof Error
    ? thrown.parent
    : thrown;
}

function isUnwritable(code: string): boolean {
  return UNWRITABLE.has(code.slice(0, 2)) || READ_ONLY.has(code);
}

function isLost(thrown: unknown, words: string): boolean {
  return LOST.test(words) || (thrown instanceof Error && /^SequelizeConnection/.test(thrown.name));
}
