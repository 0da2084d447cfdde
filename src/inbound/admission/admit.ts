import type { PeerSettings } from '../../config/index.js';
import type { Gate, Peer, PeerDirectory, Presented, Proof } from '../../peers/index.js';
import type { Clock } from '../../platform/index.js';
import { buildFailures } from './failures.js';
import { buildRates, type Rate } from './rates.js';

/** Somebody whose body may be read: by whom it may turn out to be sent is known so far. */
export interface Admitted {
  kind: 'admitted';
  presented: Presented;
  gate: Gate;
  proof: Proof;
  /** Largest body that is read from them, in bytes, inflated. */
  bodyLimitBytes: number;
  /** Whose allowance it has used: `peer NAME`, or an address. */
  chargedTo: string;
  /** The message is answered. */
  done(): void;
}

/** What a caller is answered without a body being read. */
export interface NotAdmitted {
  kind: 'not-admitted';
  statusCode: 401 | 403 | 429;
  cause: string;
  retryAfterSeconds?: number;
}
export type Admission = Admitted | NotAdmitted;

export interface AdmissionOptions {
  settings: PeerSettings;
  bodyLimitBytes: number;
  /** Of all peers whose record does not say otherwise. */
  allowPlainHttp: boolean;
  clock: Clock;
  directory(): PeerDirectory;
  gate(): Gate | Promise<Gate>;
}

/** The door for peers: who may be, from where, how often and how large. Step 1 of architecture §3. */
export interface Door {
  admit(presented: Presented): Admission | Promise<Admission>;
  /** Somebody was not who they said. */
  failed(admitted: Admitted): void;
  /** What is still to be held against the peer that the message names; nothing where all is well. */
  heldAgainst(
    admitted: Admitted,
    peer: string,
    bodyBytes: number,
  ): 'plain' | 'too-large' | { waitSeconds: number } | undefined;
}

export function buildDoor(options: AdmissionOptions): Door {
  const now = (): number => options.clock.now().getTime();
  const failures = buildFailures(options.settings, now);
  const rates = buildRates(now);
  const peerOf = (id: string): Peer | undefined => options.directory().peer(id);
  const allowsPlain = (id: string): boolean => peerOf(id)?.allowPlainHttp ?? options.allowPlainHttp;
  const somePlain = onceForEachGate(() => [...options.directory().peers.keys()].some(allowsPlain));

  function admitAt(gate: Gate, presented: Presented): Admission {
    const proof = gate.prove(presented, options.clock.now().toISOString());
    const speakers = speakersOf(proof);
    const refused = refusal(gate, { presented, proof, speakers });
    if (refused !== undefined) {
      if (refused.statusCode === 401) failures.failed(presented.address);
      return refused;
    }
    const [one] = speakers.length === 1 ? speakers : [];
    const chargedTo = one === undefined ? presented.address : `peer ${one}`;
    const rate = rateOf(one === undefined ? undefined : peerOf(one), options.settings);
    const waitSeconds = rates.charge(chargedTo, rate);
    if (waitSeconds > 0) return tooMany('HTTP 429: too many messages', waitSeconds);
    if (!rates.begin(chargedTo, rate)) return tooMany('HTTP 429: too many at once', 1);
    const limits = speakers.map((id) => peerOf(id)?.limits?.bodyBytes ?? options.bodyLimitBytes);
    return {
      kind: 'admitted',
      ...{ presented, gate, proof, chargedTo },
      bodyLimitBytes: limits.length === 0 ? options.bodyLimitBytes : Math.max(...limits),
      done: () => rates.end(chargedTo),
    };
  }

  function refusal(gate: Gate, { presented, proof, speakers }: Shown): NotAdmitted | undefined {
    if (speakers.length === 0 && (proof.held.size > 0 || !gate.hasOpenPeers))
      return gate.isByAddressAlone
        ? { kind: 'not-admitted', statusCode: 403, cause: 'HTTP 403: network address' }
        : { kind: 'not-admitted', statusCode: 401, cause: 'unauthorized' };
    const isPlainBorne = speakers.length === 0 ? somePlain(gate) : speakers.some(allowsPlain);
    if (presented.isPrivate || isPlainBorne) return undefined;
    return { kind: 'not-admitted', statusCode: 403, cause: 'HTTP 403: not encrypted' };
  }

  return {
    admit(presented) {
      const waitSeconds = failures.waitSeconds(presented.address);
      // A certificate cannot be guessed: whoever shows one is not kept out by others at the same address.
      if (waitSeconds > 0 && presented.certificate === undefined)
        return tooMany('HTTP 429: too many failures', waitSeconds);
      const gate = options.gate();
      return gate instanceof Promise
        ? gate.then((made) => admitAt(made, presented))
        : admitAt(gate, presented);
    },
    failed: ({ presented }) => failures.failed(presented.address),
    heldAgainst({ presented, chargedTo }, id, bodyBytes) {
      if (!presented.isPrivate && !allowsPlain(id)) return 'plain';
      const peer = peerOf(id);
      if (peer?.limits === undefined) return undefined;
      if (bodyBytes > (peer.limits.bodyBytes ?? options.bodyLimitBytes)) return 'too-large';
      const name = `peer ${id}`;
      const waitSeconds = chargedTo === name ? 0 : rates.charge(name, rateOf(peer, options.settings));
      return waitSeconds > 0 ? { waitSeconds } : undefined;
    },
  };
}

/** What is asked for every message, and changes with the directory only. */
function onceForEachGate(ask: () => boolean): (gate: Gate) => boolean {
  const known = new WeakMap<Gate, boolean>();
  return (gate) => {
    const answer = known.get(gate) ?? ask();
    known.set(gate, answer);
    return answer;
  };
}

interface Shown {
  presented: Presented;
  proof: Proof;
  speakers: readonly string[];
}

/** Peers in whose name the caller may speak by what was shown; those that demand nothing are not among them. */
function speakersOf({ proven, held }: Proof): string[] {
  return held.size === 0 ? [...proven] : [...proven].filter((peer) => held.has(peer));
}

function rateOf(peer: Peer | undefined, settings: PeerSettings): Rate {
  const { perSecond, burst, concurrent } = settings;
  const own = peer?.limits ?? {};
  return {
    perSecond: own.perSecond ?? perSecond,
    // A slow peer is not given the burst of a fast one.
    burst: own.burst ?? (own.perSecond === undefined ? burst : Math.max(1, Math.ceil(own.perSecond * 2))),
    concurrent: own.concurrent ?? concurrent,
  };
}

function tooMany(cause: string, retryAfterSeconds: number): NotAdmitted {
  return { kind: 'not-admitted', statusCode: 429, cause, retryAfterSeconds };
}
