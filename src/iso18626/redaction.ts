import { decodeBytes, encodeText } from './reading/body-text.js';
import type { Encoding } from './reading/body-text.js';
import type { Privacy } from './edition.js';

/** A value taken out of a body: the text as it stood there, markup, references and all. */
export interface Hole {
  value: string;
  privacy: Exclude<Privacy, 'open'>;
  path: string;
}

/**
 * A body with its personal values taken out, as text with numbered holes, and the values apart. A hole stands as its
 * number between two U+0001, which no XML 1.0 body can contain. Source: architecture 5.
 */
export interface Redaction {
  template: string;
  encoding: Encoding;
  holes: Hole[];
}

const MARK = '\u0001';
const holePattern = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');

/**
 * The bytes as they were, from a template and the values of its holes in their order.
 * Throws a RangeError when a value is missing: half a message is no message.
 */
export function fillHoles(template: string, encoding: Encoding, values: readonly string[]): Buffer {
  const text = template.replace(holePattern, (_hole, number: string) => {
    const value = values[Number(number)];
    if (value === undefined) throw new RangeError(`Hole ${number} has no value`);
    return value;
  });
  return encodeText(text, encoding);
}

/** Elements whose text is a secret, and is never stored. */
export type SecretElement = 'accountId' | 'securityCode';

const secretPattern = new RegExp(`<(?:[\\w.-]+:)?(accountId|securityCode)[^<>]*>${MARK}(\\d+)${MARK}`, 'g');

/** By the number of its hole, which secret stands there. */
export function secretHoles(template: string): ReadonlyMap<number, SecretElement> {
  const found = new Map<number, SecretElement>();
  for (const [, element, hole] of template.matchAll(secretPattern))
    found.set(Number(hole), element as SecretElement);
  return found;
}

/** The bytes that hashes and the ledger speak of: the template itself, holes and all. */
export function redactedBytes({ template, encoding }: Pick<Redaction, 'template' | 'encoding'>): Buffer {
  return encodeText(template, encoding);
}

/** A body that cannot be parsed, or whose parse was stopped: one hole, byte for byte. */
export function wholeAsHole(body: Buffer): Redaction {
  const encoding: Encoding = 'iso-8859-1';
  const value = decodeBytes(body, encoding) ?? '';
  return { template: `${MARK}0${MARK}`, encoding, holes: [{ value, privacy: 'text', path: '' }] };
}

/** What a value must look like to stand in a hole, for those who fill one anew, such as a secret. */
export function escapeForHole(value: string): string {
  return value.replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Collects holes from left to right. */
export class HoleCutter {
  readonly #text: string;
  readonly #parts: string[] = [];
  readonly #holes: Hole[] = [];
  #done = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** An empty range leaves no hole. Ranges come in order and do not overlap. */
  cut(from: number, to: number, hole: Omit<Hole, 'value'>): void {
    if (to <= from) return;
    this.#parts.push(this.#text.slice(this.#done, from), MARK, String(this.#holes.length), MARK);
    this.#holes.push({ value: this.#text.slice(from, to), ...hole });
    this.#done = to;
  }

  finish(encoding: Encoding): Redaction {
    const template = this.#parts.join('') + this.#text.slice(this.#done);
    return { template, encoding, holes: this.#holes };
  }
}
