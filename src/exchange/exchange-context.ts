import type { Edition } from '../iso18626/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { Directory } from '../storage/index.js';
import type { WrappingKeyRing } from '../vault/index.js';

/** What every use case of the exchange stands on; made once, by the composition root. */
export interface ExchangeContext {
  directoryOf(rows: Directory): PeerDirectory;
  ring: WrappingKeyRing;
  /** By what a patron's requests are found, under the gateway's key; missing until that is open. */
  patronKey?: (agency: string, reference: string) => string;
  /** The table of an edition by the name that a peer's row gives. */
  editionOf(id: string): Edition;
}
