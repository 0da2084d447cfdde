import {
  escapeForHole,
  fillHoles,
  secretHoles,
  type Encoding,
  type Initiating,
  type SecretElement,
} from '../iso18626/index.js';
import { isOpen } from '../loan/index.js';
import { LendwireError } from '../platform/index.js';
import type { CanonicalReaders, KeptMessage } from './outbound-readers.js';

/** The bytes of a message cannot be had again: its values were erased. */
export class MessageUnreadable extends LendwireError {}

/** A hole of the message waits for a secret that nobody has given, or that was taken back. */
export class SecretMissing extends LendwireError {}

/**
 * The bytes as they were owed, holes filled: the same at every attempt, as long as nobody changes the secrets. What a
 * secret's hole stands for, the element around it says. Throws `MessageUnreadable` or `SecretMissing`.
 */
export function messageBytes(
  kept: KeptMessage,
  secrets: Readonly<Partial<Record<SecretElement, string>>> = {},
): Buffer {
  if (kept.holes === undefined) throw new MessageUnreadable('the values of the message were erased');
  const elements = secretHoles(kept.template);
  const values = kept.holes.map((value, hole) => {
    if (value !== null) return value;
    const element = elements.get(hole);
    const known = element === undefined ? undefined : secrets[element];
    if (known === undefined) throw new SecretMissing('a secret of the message is not known');
    return escapeForHole(known);
  });
  try {
    return fillHoles(kept.template, kept.encoding as Encoding, values);
  } catch (cause) {
    throw new MessageUnreadable('a value of the message is missing', { cause });
  }
}

/**
 * The canonical messages of a delivery and of what is open beside it in its transaction, for composing them anew. What
 * cannot be read any more is left out. Canonical messages never change, so they may be read before the commit.
 */
export async function readCanonicals(
  delivery: string,
  readers: CanonicalReaders,
): Promise<ReadonlyMap<string, Initiating>> {
  const loan = await readers.idOfDelivery(delivery);
  const all = loan === undefined ? undefined : (await readers.whole(loan))?.allDeliveries;
  const asked = all?.get(delivery);
  const found = new Map<string, Initiating>();
  if (all === undefined || asked === undefined) return found;
  const beside = [...all].filter(([, other]) => other.transaction === asked.transaction && isOpen(other));
  for (const [id] of beside) {
    const canonical = (await readers.body(id))?.canonical;
    if (canonical !== undefined) found.set(id, canonical as Initiating);
  }
  return found;
}
