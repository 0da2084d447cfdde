import { actorOf, type Caller } from '../../access/index.js';
import { revealPatron, type Revealed, type RevealReason } from '../../exchange/index.js';
import type { Committer } from '../../storage/index.js';

/** Who the patron of a request is, for somebody who says why. */
export interface RevealDesk {
  reveal(asked: { loan: string; reason: RevealReason; note: string; by: Caller }): Promise<Revealed>;
}

export function buildRevealDesk({ committer }: { committer: Committer }): RevealDesk {
  return {
    reveal({ by, ...asked }) {
      const bound = by.agencies === undefined ? {} : { agencies: by.agencies };
      return committer.commit(revealPatron({ ...asked, ...bound, actor: actorOf(by) }));
    },
  };
}
