import type { Actor } from '../../ledger/index.js';
import type { Act, LoanRecord } from '../../loan/index.js';
import type { Loaded, Loan, Moment, UseCase } from '../../storage/index.js';
import { open } from '../../vault/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf, type Story } from '../tell.js';
import { perform } from './act-on-loan.js';

export type HeldAnswer = { kind: 'withdrawn' } | { kind: 'sent' } | { kind: 'not-held' };

/** A person takes a held act back: an entry, and nothing has left. */
export function withdrawHeldAct(
  asked: { loan: string; act: string; actor: Actor },
  context: ExchangeContext,
): UseCase<HeldAnswer> {
  return {
    name: 'withdraw-held-act',
    source: 'people',
    needs: { loans: [{ by: 'id', id: asked.loan }] },
    decide(loaded, at) {
      const loan = loaded.loan({ by: 'id', id: asked.loan });
      const held = loan?.record.held[asked.act];
      if (loan === undefined || held === undefined) return { result: { kind: 'not-held' } };
      const story = storyOf(loan, {
        actor: asked.actor,
        at,
        peers: context.directoryOf(loaded.directory),
        context,
      });
      story.tell({
        kind: 'act-withdrawn',
        because: `${held.verb} was taken back in time`,
        record: withoutHeld(loan.record, asked.act),
      });
      return { result: { kind: 'withdrawn' }, entries: story.entries, keep: story.keep };
    },
  };
}

/** The held act's wait ends now, by a person. */
export function sendHeldActNow(
  asked: { loan: string; act: string; actor: Actor },
  context: ExchangeContext,
): UseCase<HeldAnswer> {
  return {
    name: 'send-held-act-now',
    source: 'people',
    needs: { loans: [{ by: 'id', id: asked.loan }] },
    decide(loaded, at) {
      const loan = loaded.loan({ by: 'id', id: asked.loan });
      if (loan?.record.held[asked.act] === undefined) return { result: { kind: 'not-held' } };
      const story = storyOf(loan, {
        actor: asked.actor,
        at,
        peers: context.directoryOf(loaded.directory),
        context,
      });
      decideHeldAct(asked.act, { loan, story, here: { loaded, at, context } });
      return { result: { kind: 'sent' }, entries: story.entries, keep: story.keep };
    },
  };
}

/**
 * Decides a held act against the state of this moment. One that the moment refuses is an entry and needs attention.
 * Architecture §3.
 */
export function decideHeldAct(
  id: string,
  on: { loan: Loan; story: Story; here: { loaded: Loaded; at: Moment; context: ExchangeContext } },
): void {
  const { loan, story, here } = on;
  const held = loan.record.held[id];
  const sealed = held === undefined ? undefined : loan.sealed.get(held.sealed);
  if (held === undefined) return;
  const record = withoutHeld(loan.record, id);
  story.tell({ kind: 'act-decided', because: `the wait of ${held.verb} is over`, record });
  if (sealed === undefined || loan.dataKey === undefined) {
    story.note('act-refused', `${held.verb} cannot be opened any more: its loan record was erased`);
    return;
  }
  const act = JSON.parse(open(loan.dataKey, sealed, held.sealed)) as Act;
  const refused = perform(act, { loan: { ...loan, record }, story, here });
  if (refused !== undefined)
    story.tell({
      kind: 'act-refused',
      because: `${held.verb} was held and is not possible any more: ${refused.detail}`,
      event: { type: 'needs-attention', text: refused.detail },
    });
}

function withoutHeld(record: LoanRecord, id: string): LoanRecord {
  const { [id]: _ended, ...held } = record.held;
  return { ...record, held };
}
