import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { LendwireError } from '../../platform/index.js';

/** A password is at least so long; what it is made of is nobody's business. Source: OWASP ASVS 4.0, 2.1. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;

/** Whether a password may be chosen; nothing where it may, else why not. */
export function passwordFault(
  password: string,
  login: string,
): 'too-short' | 'too-long' | 'is-login' | undefined {
  const { length } = Array.from(password);
  if (length < PASSWORD_LENGTH.least) return 'too-short';
  if (length > PASSWORD_LENGTH.most) return 'too-long';
  return folded(password) === folded(login) ? 'is-login' : undefined;
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

// Without letters and digits that are taken for one another.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password of four groups of five, near 100 random bits, to be shown once. */
export function generatePassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

/** More sign-ins at once than there is memory for. */
export class TooManyAtOnce extends LendwireError {
  readonly retryAfterSeconds = 5;
}

interface Parameters {
  log2N: number;
  r: number;
  p: number;
}

const RUNS_AT_ONCE = 2;
const MOST_WAITING = 30;
const HASH_BYTES = 32;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether it is the password behind the stored hash. Without one it takes as long, and the answer is no. */
  isRight(password: string, stored: string | undefined): Promise<boolean>;
  /** Whether a stored hash is cheaper to guess than one made today. */
  isWeak(stored: string): boolean;
  /** How often the slow hash has run. */
  readonly runs: number;
}

/**
 * Passwords as scrypt hashes that carry their parameters. A run takes 128 bytes × r × N of memory (128 MiB by default) and
 * a thread, so few run at once and not many wait. Source: OWASP Password Storage, N = 2^17, r = 8, p = 1.
 */
export function buildPasswords({ log2N = 17 }: { log2N?: number } = {}): Passwords {
  const today: Parameters = { log2N, r: 8, p: 1 };
  // Nobody's password: what is held against it where a user is unknown.
  const nobodys = formatted(today, randomBytes(16), randomBytes(HASH_BYTES));
  const waiting: (() => void)[] = [];
  let running = 0;
  let runs = 0;

  async function derive(password: string, salt: Buffer, how: Parameters): Promise<Buffer> {
    if (running >= RUNS_AT_ONCE) {
      if (waiting.length >= MOST_WAITING) throw new TooManyAtOnce('too many sign in at once');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      runs += 1;
      return await run(password, salt, how);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    get runs() {
      return runs;
    },
    async hash(password) {
      const salt = randomBytes(16);
      return formatted(today, salt, await derive(password, salt, today));
    },
    async isRight(password, stored) {
      const known = read(stored ?? nobodys);
      const derived = await derive(password, known.salt, known.how);
      return stored !== undefined && timingSafeEqual(derived, known.hash);
    },
    isWeak: (stored) => read(stored).how.log2N < today.log2N,
  };
}

function run(password: string, salt: Buffer, { log2N, r, p }: Parameters): Promise<Buffer> {
  const cost = 2 ** log2N;
  const options = { N: cost, r, p, maxmem: 128 * r * cost + 32 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function formatted({ log2N, r, p }: Parameters, salt: Buffer, hash: Buffer): string {
  return ['scrypt', log2N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');
}

function read(stored: string): { how: Parameters; salt: Buffer; hash: Buffer } {
  const [, log2N, r, p, salt, hash] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([^$]+)\$([^$]+)$/.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new LendwireError('a stored password cannot be read');
  return {
    how: { log2N: Number(log2N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
