import type { Edition } from '../iso18626/index.js';
import type { RuleContext } from '../loan/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { Directory } from '../storage/index.js';
import type { WrappingKeyRing } from '../vault/index.js';

/** What every use case of the exchange stands on; made once, by the composition root. */
export interface ExchangeContext {
  directoryOf(rows: Directory): PeerDirectory;
  /** What earlier parcels between us and a peer took, as far as it is known in memory. */
  transitTimes?: NonNullable<RuleContext['transitTimes']>;
  ring: WrappingKeyRing;
  /** The table of an edition by the name that a peer's row gives. */
  editionOf(id: string): Edition;
}
