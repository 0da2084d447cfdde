import type { Initiating } from '../../iso18626/index.js';
import { isIn } from '../../platform/index.js';
import type { PeerDirectory } from '../peer-directory.js';
import type { Pin } from './credential.js';
import { demandsOf, isLiving, type Demand, type Meets } from './demands.js';
import type { Presented, PresentedCertificate } from './presented.js';
import { digestOf, isSameDigest, shownDigests, shownText } from './secret-digests.js';
import type { SecretBook } from './secret-book.js';

/** What somebody has proved before a body was read. */
export interface Proof {
  /** Peers all of whose demands on the transport are met. */
  proven: ReadonlySet<string>;
  /** Peers of whom a secret or a certificate was shown, whether or not the rest was met. */
  held: ReadonlySet<string>;
}

/**
 * Whether somebody may speak for a peer. `anothers`: they are proved to be another peer; `nobody`: what the peer demands
 * was not shown, or what was shown belongs to another; `elsewhere`: only the network address is not the peer's.
 */
export type MaySpeak = 'yes' | 'anothers' | 'nobody' | 'elsewhere';

/** Holds what is shown against what the peers' records demand. Made anew for each directory; asks nothing of the store. */
export interface Gate {
  /** At a time in ISO form. */
  prove(presented: Presented, now: string): Proof;
  maySpeak(proof: Proof, peer: string): MaySpeak;
  /** Whether anybody who shows nothing can be a peer. */
  readonly hasOpenPeers: boolean;
  /** Whether network addresses are all that anybody demands: whoever is refused may be told that. */
  readonly isByAddressAlone: boolean;
  /** In-message credentials: whether the message of a peer carries what is demanded, and no other peer's. */
  acceptsMessage(peer: string, message: Pick<Initiating, 'kind' | 'header'>, now: string): boolean;
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_PROOF: Proof = { proven: NOTHING, held: NOTHING };
/** Addresses whose peers are remembered. */
const MOST_ADDRESSES = 10_000;

interface Entry {
  peer: string;
  demand: Demand;
  value: Meets;
}

/** Builds the gate of one directory. */
export async function buildGate(directory: PeerDirectory, book: SecretBook): Promise<Gate> {
  const all = await Promise.all(
    [...directory.peers].map(async ([id, peer]) => [id, await demandsOf(id, peer, book)] as const),
  );
  return new DemandGate(new Map(all));
}

class DemandGate implements Gate {
  readonly hasOpenPeers: boolean;
  readonly isByAddressAlone: boolean;
  readonly #transport = new Map<string, readonly Demand[]>();
  readonly #message = new Map<string, Demand>();
  readonly #places = new Set<string>();
  readonly #byDigest = new Map<string, Entry[]>();
  readonly #byFingerprint = new Map<string, Entry[]>();
  readonly #byName: Entry[] = [];
  readonly #networks: Entry[] = [];
  readonly #atAddress = new Map<string, readonly Entry[]>();

  constructor(demands: ReadonlyMap<string, readonly Demand[]>) {
    for (const [peer, all] of demands) {
      const transport = all.filter(({ kind }) => kind !== 'message');
      if (transport.length > 0) this.#transport.set(peer, transport);
      for (const demand of all) this.#learn(peer, demand);
    }
    this.isByAddressAlone = [...this.#transport.keys()].every((peer) => this.#whyNot(peer) === 'elsewhere');
    this.hasOpenPeers = demands.size === 0 || this.#transport.size < demands.size;
  }

  prove(presented: Presented, now: string): Proof {
    if (this.#transport.size === 0) return NO_PROOF;
    const met = new Map<string, Set<Demand>>();
    const held = new Set<string>();
    const isMet = ({ peer, demand, value }: Entry): boolean => {
      if (!isLiving(value, now)) return false;
      met.set(peer, (met.get(peer) ?? new Set()).add(demand));
      return true;
    };
    for (const entry of this.#heldEntries(presented)) if (isMet(entry)) held.add(entry.peer);
    for (const entry of this.#entriesAt(presented.address)) isMet(entry);
    if (met.size === 0) return NO_PROOF;
    const proven = new Set<string>();
    for (const [peer, some] of met) if (some.size === this.#transport.get(peer)?.length) proven.add(peer);
    return { proven, held };
  }

  maySpeak({ proven, held }: Proof, peer: string): MaySpeak {
    const isProven = proven.has(peer);
    if (held.size === 0) return isProven || !this.#transport.has(peer) ? 'yes' : this.#whyNot(peer);
    if (isProven && held.has(peer)) return 'yes';
    for (const other of held) if (proven.has(other)) return 'anothers';
    return held.has(peer) ? this.#whyNot(peer) : 'nobody';
  }

  acceptsMessage(peer: string, { kind, header }: Pick<Initiating, 'kind' | 'header'>, now: string): boolean {
    if (this.#message.size === 0) return true;
    const demand = this.#message.get(peer);
    const shown = header.requestingAgencyAuthentication;
    if (shown?.accountId === undefined && shown?.securityCode === undefined)
      return demand === undefined || this.#mayLackIt(peer, { kind, demand });
    const digest = digestOf('message', shownText('message', present(shown)));
    const whose = this.#byDigest.get(digest) ?? [];
    if (demand === undefined) return whose.length === 0;
    return whose.some(
      (entry) => entry.peer === peer && isHeldBy(entry, digest) && isLiving(entry.value, now),
    );
  }

  /** The standard gives an answer of a supplier no place for it. */
  #mayLackIt(peer: string, { kind, demand }: { kind: Initiating['kind']; demand: Demand }): boolean {
    return kind === 'supplyingAgencyMessage' && (demand.answersWithout || this.#transport.has(peer));
  }

  /** Where nothing but its address is missing, the caller may be told that. */
  #whyNot(peer: string): MaySpeak {
    const demands = this.#transport.get(peer) ?? [];
    return demands.every(({ kind }) => kind === 'addresses') ? 'elsewhere' : 'nobody';
  }

  #heldEntries({ headers, certificate }: Presented): Entry[] {
    const bySecret = shownDigests(headers, this.#places).flatMap((digest) =>
      (this.#byDigest.get(digest) ?? []).filter((entry) => isHeldBy(entry, digest)),
    );
    if (certificate?.isCurrent !== true) return bySecret;
    const byPin = this.#byFingerprint.get(certificate.fingerprint) ?? [];
    const byName = this.#byName.filter(({ value }) => hasName(certificate, value.pin));
    return [...bySecret, ...byPin, ...byName];
  }

  #entriesAt(address: string): readonly Entry[] {
    if (this.#networks.length === 0) return [];
    const known = this.#atAddress.get(address);
    if (known !== undefined) return known;
    const found = this.#networks.filter(
      ({ value }) => value.networks !== undefined && isIn(value.networks, address),
    );
    if (this.#atAddress.size >= MOST_ADDRESSES) this.#atAddress.clear();
    this.#atAddress.set(address, found);
    return found;
  }

  #learn(peer: string, demand: Demand): void {
    if (demand.kind === 'message') this.#message.set(peer, demand);
    for (const value of demand.values) {
      const entry: Entry = { peer, demand, value };
      if (value.digest !== undefined) {
        pushTo(this.#byDigest, value.digest, entry);
        if (demand.kind !== 'message') this.#places.add(demand.place);
      }
      if (value.networks !== undefined) this.#networks.push(entry);
      if (value.pin === undefined) continue;
      if ('fingerprint' in value.pin) pushTo(this.#byFingerprint, value.pin.fingerprint, entry);
      else this.#byName.push(entry);
    }
  }
}

function isHeldBy({ value }: Entry, digest: string): boolean {
  return isSameDigest(value.digest ?? '', digest);
}

function present({ accountId, securityCode = '' }: { accountId?: string; securityCode?: string }): {
  account?: string;
  secret: string;
} {
  return { secret: securityCode, ...(accountId === undefined ? {} : { account: accountId }) };
}

function hasName(
  { issuer, issuerName, names, isVerified }: PresentedCertificate,
  pin: Pin | undefined,
): boolean {
  if (!isVerified || pin === undefined || 'fingerprint' in pin) return false;
  const wanted = pin.name.toLowerCase();
  return (
    (pin.issuer === issuer || pin.issuer === issuerName) &&
    names.some((name) => name.toLowerCase() === wanted)
  );
}

function pushTo(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [entry]);
  else known.push(entry);
}
