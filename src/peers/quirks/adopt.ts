import type { Actor, Entry } from '../../ledger/index.js';
import { changeOf, type UseCase } from '../../storage/index.js';
import type { Peer, PeerRow } from '../peer.js';
import type { ProfileOverrides } from '../profiles/profile.js';
import { layered } from '../profiles/wire.js';
import type { QuirkProposal } from './detect.js';

export type AdoptAnswer = { kind: 'done' } | { kind: 'unchanged' } | { kind: 'unknown-peer' };

/** A person takes a habit for one that the peer has: from now on it is spoken to and understood so. */
export function adoptQuirk(asked: {
  peer: string;
  proposal: QuirkProposal;
  because: string;
  actor: Actor;
}): UseCase<AdoptAnswer> {
  const { peer, proposal, because, actor } = asked;
  const root = { aggregate: 'peer' as const, id: peer };
  return {
    name: 'adopt-quirk',
    source: 'people',
    needs: { roots: [root] },
    decide(loaded, at) {
      const before = loaded.root<PeerRow>(root);
      if (before === undefined) return { result: { kind: 'unknown-peer' } };
      const adopted = layered(undefined, before.state.adopted, proposal.change);
      const changes = changeOf('peer', before, { id: peer, state: { ...before.state, adopted } });
      if (changes.length === 0) return { result: { kind: 'unchanged' } };
      const { id, says, seen, of } = proposal;
      const entry: Entry = {
        kind: 'peer-changed',
        at: at.now.toISOString(),
        actor,
        because,
        peer,
        facts: { adopted: id, evidence: says, seen, of },
        changes,
      };
      return { result: { kind: 'done' }, entries: [entry] };
    },
  };
}

/** Whether a peer is known to have a habit already. */
export function hasHabit(peer: Peer, change: ProfileOverrides): boolean {
  const { rules = [], alreadyHave, envelope, times } = change;
  const signals = alreadyHave?.errorValueContains ?? [];
  return (
    rules.every(({ rule }) => peer.wire?.rules.has(rule) === true) &&
    signals.every((signal) => peer.alreadyHave.errorValueContains.includes(signal)) &&
    isWithin(envelope, peer.wire?.envelope) &&
    isWithin(times, peer.wire?.times)
  );
}

function isWithin(part: object | undefined, known: object | undefined): boolean {
  const told = (known ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(part ?? {}).every((name) => told[name] !== undefined);
}
