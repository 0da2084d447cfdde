import type { Actor } from '../../../ledger/index.js';
import type { PeerLine, UseCase } from '../../../storage/index.js';

export type PauseAnswer = { kind: 'done' } | { kind: 'unchanged' } | { kind: 'unknown-peer' };

/** Nothing goes to the peer until it is resumed; what is in flight ends as it ends. */
export function pausePeer(asked: { peer: string; actor: Actor; why: string }): UseCase<PauseAnswer> {
  return lineAct(asked, 'peer-paused', (line, now) =>
    line.pausedAt === undefined ? { ...line, pausedAt: now.toISOString() } : undefined,
  );
}

/** What waits for the peer may go again; a breaker that was open tries at once. */
export function resumePeer(asked: { peer: string; actor: Actor; why: string }): UseCase<PauseAnswer> {
  return lineAct(asked, 'peer-resumed', ({ pausedAt, ...line }, now) => {
    if (pausedAt === undefined) return undefined;
    return line.openUntil === undefined ? line : { ...line, openUntil: now.toISOString() };
  });
}

function lineAct(
  asked: { peer: string; actor: Actor; why: string },
  kind: string,
  change: (line: PeerLine, now: Date) => PeerLine | undefined,
): UseCase<PauseAnswer> {
  const root = { aggregate: 'peer' as const, id: asked.peer };
  return {
    name: kind,
    source: 'people',
    needs: { roots: [root] },
    decide(loaded, at) {
      if (loaded.root(root) === undefined) return { result: { kind: 'unknown-peer' } };
      const line = change(loaded.line(asked.peer) ?? { peer: asked.peer, failures: 0 }, at.now);
      if (line === undefined) return { result: { kind: 'unchanged' } };
      return {
        result: { kind: 'done' },
        unfolded: { lines: [line] },
        entries: [
          {
            kind,
            at: at.now.toISOString(),
            actor: asked.actor,
            because: asked.why === '' ? 'a person asked for it' : asked.why,
            peer: asked.peer,
            changes: [],
          },
        ],
      };
    },
  };
}
