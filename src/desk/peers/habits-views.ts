import type { Caller } from '../../access/index.js';
import type { AdoptAnswer, QuirkProposal } from '../../peers/index.js';
import type { ReplayedMessage } from './dry-run.js';

/** What replaying a peer's stored messages under another profile shows. Nothing is sent and nothing is changed. */
export interface DryRun {
  peer: string;
  profile: string;
  replayed: number;
  unchanged: number;
  /** Of erased loans: their values are gone. */
  notReplayable: number;
  changed: readonly ReplayedMessage[];
}

export interface ProfileView {
  name: string;
  about: string;
  source: string;
  edition?: string;
  rules: readonly { name: string; does: string }[];
}

/** A proposal, and what a dry run says of it. */
export interface QuirkView extends QuirkProposal {
  dryRun: Pick<DryRun, 'replayed' | 'unchanged' | 'notReplayable'> & { changed: number };
}

export interface HabitsDesk {
  profiles(): ProfileView[];
  /** Throws a `ProfileError` where there is no such profile; answers nothing where there is no such peer. */
  dryRun(asked: { peer: string; profile: string; last: number }, by: Caller): Promise<DryRun | undefined>;
  quirks(peer: string, by: Caller): Promise<QuirkView[] | undefined>;
  adopt(
    asked: { peer: string; proposal: string; because: string },
    by: Caller,
  ): Promise<AdoptAnswer | { kind: 'unknown-proposal' }>;
}
