import { escapeForHole, fillHoles, type Encoding, type Initiating } from '../iso18626/index.js';
import { isOpen } from '../loan/index.js';
import { LendwireError } from '../platform/index.js';
import type { CanonicalReaders, KeptMessage } from './outbound-readers.js';

/** The bytes of a message cannot be had again: its values were erased, or its secret is not known. */
export class MessageUnreadable extends LendwireError {}

/**
 * The bytes as they were owed, holes filled: the same at every attempt. `secret` answers what belongs in a hole whose
 * value is never stored. Throws `MessageUnreadable`.
 */
export function messageBytes(
  kept: KeptMessage,
  secret: (hole: number) => string | undefined = () => undefined,
): Buffer {
  if (kept.holes === undefined) throw new MessageUnreadable('the values of the message were erased');
  const values = kept.holes.map((value, hole) => {
    if (value !== null) return value;
    const known = secret(hole);
    if (known === undefined) throw new MessageUnreadable('a secret of the message is not known');
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
