import type { LoanEventType } from '../../loan/index.js';
import { isLinkLocalAddress, isPrivateAddress } from '../../platform/index.js';
import type { WebhookLine } from '../../storage/index.js';

/** An address of the library's own systems, as entries make it: its secrets are sealed beside the fold. */
export interface Webhook {
  name: string;
  url: string;
  /** Types of events; missing means all, also those that are still to come. */
  events?: readonly LoanEventType[];
  /** Folded keys of agencies of ours; missing means all. */
  agencies?: readonly string[];
  createdAt: string;
  /** Number of the entry after which its events begin. */
  startAfter: number;
  /** Grows with each resuming and replay: what a smaller one has counted of failures is forgotten. */
  generation: number;
  /** From when the events were last asked for again, and by which generation. */
  replay?: { after: number; generation: number };
  pausedAt?: string;
  stopped?: Stopped;
  removedAt?: string;
  /** Id of the sealed value with its secrets. */
  sealedSecrets?: string;
  previousSecretUntil?: string;
  /** Events that the receiver refuses, by number. */
  setAside?: Readonly<Record<string, SetAside>>;
}

export interface Stopped {
  at: string;
  cause: string;
}

export interface SetAside {
  at: string;
  type: string;
  agency?: string;
  cause: string;
  attempts: number;
}

export const webhookHolder = (id: string): string => `webhook:${id}`;

/** Nothing is sent to one that is paused, stopped or removed. */
export function isSending({ pausedAt, stopped, removedAt }: Webhook): boolean {
  return pausedAt === undefined && stopped === undefined && removedAt === undefined;
}

/** Whether somebody who is bound to agencies may know of it: where it hears of no other's loans. */
export function isWithin({ agencies }: Webhook, bound: readonly string[] | undefined): boolean {
  if (bound === undefined) return true;
  return agencies?.every((agency) => bound.includes(agency)) === true;
}

/** The line as the webhook wants it: from the start, from where it was replayed, or with its failures forgotten. */
export function lineOf(
  { startAfter, generation, replay }: Webhook,
  line: WebhookLine | undefined,
): WebhookLine {
  const before = line ?? { generation: 0, cursor: startAfter, attempts: 0, failures: 0 };
  if (before.generation >= generation) return before;
  const isReplayed = replay !== undefined && replay.generation > before.generation;
  return {
    generation,
    cursor: isReplayed ? replay.after : before.cursor,
    attempts: 0,
    failures: 0,
    ...(before.lastGoodAt === undefined ? {} : { lastGoodAt: before.lastGoodAt }),
  };
}

/** What the operator lets go out. */
export interface AddressRules {
  allowPlainHttp: boolean;
  allowPrivateAddresses: boolean;
}

const LIKE_A_SECRET = /token|key|secret|sig|pass|auth|code/i;
const THIS_MACHINE = /(^|\.)(localhost|local|internal)\.?$/i;

interface AddressRule {
  breaks: (url: URL, rules: AddressRules) => boolean;
  fault: string;
}

const addressRules: readonly AddressRule[] = [
  { breaks: ({ protocol }) => !/^https?:$/.test(protocol), fault: 'must begin with https://' },
  {
    breaks: ({ protocol }, { allowPlainHttp }) => protocol === 'http:' && !allowPlainHttp,
    fault: 'must be https, or the operator sets outbound.allowPlainHttp',
  },
  {
    breaks: ({ username, password }) => username !== '' || password !== '',
    fault: 'must not hold a name or password: it stands in the ledger, and the signature proves who sends',
  },
  {
    breaks: ({ searchParams }) => [...searchParams.keys()].some((name) => LIKE_A_SECRET.test(name)),
    fault: 'must not hold a secret: it stands in the ledger, and the signature proves who sends',
  },
  { breaks: ({ hash }) => hash !== '', fault: 'must not have a fragment' },
  {
    breaks: ({ hostname }) => isLinkLocalAddress(bare(hostname)),
    fault: 'is link-local, where machines keep what nobody else may have: nothing is ever sent there',
  },
  {
    breaks: ({ hostname }, { allowPrivateAddresses }) => !allowPrivateAddresses && isInside(hostname),
    fault: 'is inside the house: the operator allows such addresses with outbound.allowPrivateAddresses',
  },
];

/**
 * Why an address cannot be used; nothing where it can. Names are resolved and held against the same rules at each
 * attempt, by `fetchOut`.
 */
export function addressFault(text: string, rules: AddressRules): string | undefined {
  if (!URL.canParse(text)) return 'is no address: write it like https://ils.example.org/hooks/lendwire';
  const url = new URL(text);
  return addressRules.find(({ breaks }) => breaks(url, rules))?.fault;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isInside(hostname: string): boolean {
  const host = bare(hostname);
  return isPrivateAddress(host) || THIS_MACHINE.test(host);
}
