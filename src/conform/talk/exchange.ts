import { hash } from 'node:crypto';
import type { PostOutcome } from '../../platform/index.js';

/** One request and its answer, as a report keeps them. */
export interface Exchange {
  number: number;
  /** The check that it belongs to. */
  check: string;
  what: string;
  method: string;
  /** Those that differ from what the standard says. */
  headers: Readonly<Record<string, string>>;
  sent: Body;
  durationMs: number;
  answer?: { statusCode: number; contentType: string; body: Body };
  /** Why there is none. */
  cause?: string;
}

/** Bytes as text, with holes where they hold a key of ours. */
export interface Body {
  text: string;
  bytes: number;
  /** Of the bytes as they went or came, where the text is not all of them. */
  sha256?: string;
  isCut?: true;
}

/** A message that the peer sent to us by itself, and what it was answered. */
export interface Heard {
  number: number;
  at: string;
  what: string;
  warnings: readonly string[];
  received: Body;
  answered: Body;
}

const SHOWN_CHARACTERS = 6_000;

export function bodyOf(bytes: Buffer, hide: (text: string) => string): Body {
  const isUtf8 = bytes.equals(Buffer.from(bytes.toString('utf8'), 'utf8'));
  const text = hide(bytes.toString(isUtf8 ? 'utf8' : 'latin1'));
  const isCut = text.length > SHOWN_CHARACTERS;
  const isWhole = isUtf8 && !isCut;
  return {
    text: wellFormed(isCut ? text.slice(0, SHOWN_CHARACTERS) : text),
    bytes: bytes.length,
    ...(isWhole ? {} : { sha256: hash('sha256', bytes, 'hex') }),
    ...(isCut ? { isCut: true as const } : {}),
  };
}

/** Half a character, which no JSON can say, is replaced. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

export function answerOf(
  outcome: PostOutcome,
  hide: (text: string) => string,
): Pick<Exchange, 'answer' | 'cause'> {
  if (outcome.kind !== 'answered') return { cause: outcome.cause };
  const { statusCode, contentType, body } = outcome;
  return { answer: { statusCode, contentType, body: bodyOf(body, hide) } };
}
