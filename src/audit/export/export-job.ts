import type { VerifyReport } from '../../ledger/index.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import type { BundleManifest } from '../bundle/manifest.js';
import type { BundleOrder } from '../bundle/write-bundle.js';
import type { Counted } from '../count.js';
import type { Selection } from '../selection.js';

/** Where a bundle goes: one file, or a folder of files. */
export interface Destination {
  kind: 'zip' | 'folder';
  path: string;
}

/** What a thread of its own is asked to do with a connection of its own. */
export type AuditTask =
  | { task: 'count'; database: string; selection: Selection }
  /** `beside`: what the kept checkpoints lie beside. */
  | { task: 'verify'; database: string; beside: string }
  | {
      task: 'bundle';
      database: string;
      order: BundleOrder;
      to: Destination;
      /** Takes twice as long, and leaves peers who wait for a confirmation half of the time. */
      givesWay: boolean;
      /** Opens what names a person; given only where privacy has approved. */
      ring?: WrappingKeyRing;
    };

export interface BundleMade {
  manifest: BundleManifest;
  bytes: number;
}

/** What the thread says. */
export type FromThread =
  | { says: 'progress'; done: number; all: number }
  | { says: 'sign'; sha256: string }
  | { says: 'counted'; counted: Counted }
  | { says: 'verified'; report: VerifyReport }
  | { says: 'made'; made: BundleMade }
  | { says: 'failed'; reason: string };

/** What the thread is told. The signing key never goes there. */
export type ToThread = { tells: 'signature'; text: string } | { tells: 'cancel' };
