import type { CompiledEdition } from '../edition.js';
import type { Message, SupplyingAgencyMessage } from '../message.js';
import { Said } from './loss.js';
import type { Loss, LostValue, NoteLine } from './loss.js';
import type { Practice } from './practice.js';

/** A message on its way into an edition. Rules replace `message`, never change it in place. */
export interface Draft {
  message: Message;
  readonly edition: CompiledEdition;
  readonly practice: Practice;
  readonly losses: Loss[];
  /** Said in the note, in this order, as far as it has room. */
  readonly lines: NoteLine[];
  /** A sentence that opens the note, and a mark that ends it: there is always room for these. */
  lead?: string;
  tail?: string;
}

/** Whether the edition has an element at this canonical path below the message. */
export function canSay({ edition, message }: Draft, ...path: readonly string[]): boolean {
  let structure = edition.messages.get(message.kind);
  for (const key of path) {
    const member = structure?.byKey.get(key);
    if (member === undefined) return false;
    structure = member.inner;
  }
  return true;
}

/** Whether the edition has room for more than one at this canonical path below the message. */
export function canSayMany({ edition, message }: Draft, outer: string, key: string): boolean {
  const member = edition.messages.get(message.kind)?.byKey.get(outer)?.inner?.byKey.get(key);
  return member !== undefined && member.max > 1;
}

export function losesTo(draft: Draft, said: Said, rule: string, ...values: LostValue[]): void {
  for (const value of values) draft.losses.push({ ...value, said, rule });
}

/** The supplier's message in the draft, for rules that have made sure of it. */
export function supplierMessage({ message }: Draft): SupplyingAgencyMessage {
  if (message.kind !== 'supplyingAgencyMessage') throw new Error(`${message.kind} is not the supplier's`);
  return message;
}
