import type { Peer } from './peer.js';
import type { PeerDirectory } from './peer-directory.js';

/** Something that the way in has to know of before it knows who speaks: a rule's name, or a liberty in the outline. */
type Habit = 'any-namespace' | 'no-envelope' | 'placeholder-agencies' | 'last-sequence-question';

const known = new WeakMap<PeerDirectory, Map<Habit, readonly string[]>>();

/** Ids of the peers that have a habit; found once for each directory. */
export function peersThat(directory: PeerDirectory, habit: Habit): readonly string[] {
  const found = known.get(directory) ?? new Map<Habit, readonly string[]>();
  known.set(directory, found);
  const there =
    found.get(habit) ?? [...directory.peers].flatMap(([id, peer]) => (has(peer, habit) ? [id] : []));
  found.set(habit, there);
  return there;
}

function has({ wire }: Peer, habit: Habit): boolean {
  switch (habit) {
    case 'any-namespace':
      return wire?.reading?.anyNamespace === true;
    case 'no-envelope':
      return wire?.reading?.noEnvelope === true;
    case 'placeholder-agencies':
    case 'last-sequence-question':
      return wire?.rules.has(habit) === true;
  }
}
