import type { Entry } from '../ledger/index.js';
import { changeOf, type UseCase } from '../storage/index.js';
import type { EditionId } from './editions.js';
import type { PeerRow } from './peer.js';

/**
 * A peer whose record names no edition has shown one in its own message: from now on it is spoken to in that. An edition
 * that the record or the profile says is not touched, for nobody asks then. Source: iso18626.md 0.4, 7.1 nr 5.
 */
export function rememberEdition(peer: string, edition: EditionId): UseCase<boolean> {
  const root = { aggregate: 'peer' as const, id: peer };
  return {
    name: 'remember-edition',
    source: 'peers',
    needs: { roots: [root] },
    decide(loaded, at) {
      const before = loaded.root<PeerRow>(root);
      if (before === undefined || before.state.editionFound !== undefined) return { result: false };
      const state: PeerRow = { ...before.state, editionFound: edition };
      const entry: Entry = {
        kind: 'peer-changed',
        at: at.now.toISOString(),
        actor: { kind: 'peer', id: peer },
        because: `its message is written in the edition of ${edition}`,
        peer,
        facts: { editionFound: edition },
        changes: changeOf('peer', before, { id: peer, state }),
      };
      return { result: true, entries: [entry] };
    },
  };
}
