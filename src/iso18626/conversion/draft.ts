import type { CompiledEdition } from '../edition.js';
import type { Status } from '../codes.js';
import type { DeliveryInfo, Message, RetryInfo, SchemeValue, SupplyingAgencyMessage } from '../message.js';
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

/** One thing that an edition cannot say as the canonical message does, and what is said instead. */
export interface Rule {
  id: string;
  /** Section of iso18626.md. */
  source: string;
  does: string;
  applies: (draft: Draft) => boolean;
  apply: (draft: Draft) => void;
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

export function lose(draft: Draft, how: Pick<Loss, 'said' | 'rule'>, values: readonly LostValue[]): void {
  for (const value of values) draft.losses.push({ ...value, ...how });
}

/** Values that say nothing of a person, by their canonical paths below the message. */
export function openValues({ message }: Draft, ...paths: readonly string[]): LostValue[] {
  return paths.map((path) => ({ path: `${message.kind}/${path}`, privacy: 'open' }));
}

/** A line of the note has no room for the URI of a list: those of the values from `from` on are lost. */
export function loseSchemes(
  draft: Draft,
  how: Pick<Loss, 'said' | 'rule'>,
  { path, values, from = 0 }: { path: string; values: readonly SchemeValue[]; from?: number },
): void {
  values.forEach(({ scheme }, index) => {
    if (scheme !== undefined && index >= from)
      lose(draft, how, openValues(draft, `${path}[${index}]/@scheme`));
  });
}

/** The supplier's message in the draft, for rules that have made sure of it. */
export function supplierMessage({ message }: Draft): SupplyingAgencyMessage {
  if (message.kind !== 'supplyingAgencyMessage') throw new Error(`${message.kind} is not the supplier's`);
  return message;
}

// A message of a made-up edition may lack what the standard's cannot be without.
type Supplier = Partial<SupplyingAgencyMessage>;

function supplier(message: Message): Supplier | undefined {
  return message.kind === 'supplyingAgencyMessage' ? message : undefined;
}

export function reasonRetryOf(message: Message): SchemeValue | undefined {
  return supplier(message)?.messageInfo?.reasonRetry;
}

export function statusOf(message: Message): Status | undefined {
  return supplier(message)?.statusInfo?.status;
}

export function retryInfoOf(message: Message): RetryInfo | undefined {
  return supplier(message)?.retryInfo;
}

export function deliveryInfoOf(message: Message): DeliveryInfo | undefined {
  return supplier(message)?.deliveryInfo;
}
