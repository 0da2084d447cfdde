import type { Loss, Message } from '../../iso18626/index.js';
import {
  performAct,
  type ActRefusal,
  type LintFinding,
  type LoanEvent,
  type Owed,
  type TransactionStateName,
} from '../../loan/index.js';
import type { Loan, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { writeForPeer } from '../write-for-peer.js';
import { noticesIn, warningsOf, type PreviewedNotice } from '../notices/preview-notices.js';
import { hindrance } from '../deliveries/index.js';
import { hinderedBy, rulesFor, rulingActor, type ActAsked, type Present } from './act-on-loan.js';

/** What a peer would get. */
export interface PreviewedMessage {
  peer: string;
  edition: string;
  what: string;
  message: Message;
  /** The body with its holes, and each hole's value with its privacy class. */
  template: string;
  holes: readonly { value: string; privacy: 'person' | 'text' | 'secret' }[];
  /** What the peer's edition has no element for, and how it is said instead; and what its habits leave out. */
  losses: readonly Loss[];
  /** Names of the peer's rules that change how it is said. */
  rules: readonly string[];
  /** What of an earlier message it would wait behind, since that has not got through: in doubt, failed or to be repeated. */
  waitsBehind?: string;
}

export type Preview =
  | {
      kind: 'possible';
      messages: readonly PreviewedMessage[];
      /** Mails and letters that people would get. */
      notices: readonly PreviewedNotice[];
      /** Of the newest transaction afterwards. */
      state?: TransactionStateName;
      events: readonly LoanEvent[];
      /** What the words of staff should perhaps not say to a peer. */
      warnings: readonly LintFinding[];
    }
  | { kind: 'refused'; refusal: ActRefusal; detail: string }
  | { kind: 'unknown-loan' };

/** Decides an act on the loan as it stands, and commits nothing: what the peer would get, byte for byte. */
export function previewAct(
  asked: Pick<ActAsked, 'loan' | 'act' | 'actor' | 'agencies' | 'decidesMoney'>,
  context: ExchangeContext,
): UseCase<Preview> {
  return {
    name: 'preview-act',
    source: 'people',
    needs: { loans: [asked.loan] },
    decide(loaded, at) {
      const loan = loaded.loan(asked.loan);
      if (loan === undefined || asked.agencies?.includes(loan.record.agency) === false)
        return { result: { kind: 'unknown-loan' } };
      const here = { loaded, at, context };
      const rules = rulesFor(loan, here, rulingActor(asked, loan));
      const outcome = performAct(loan, asked.act, rules);
      if (!outcome.ok)
        return { result: { kind: 'refused', refusal: outcome.refusal, detail: outcome.detail } };
      const hindered = hinderedBy(outcome.happenings, here);
      if (hindered !== undefined)
        return { result: { kind: 'refused', refusal: hindered.refusal, detail: hindered.detail } };
      const messages = outcome.happenings.flatMap(({ owe }): PreviewedMessage[] =>
        owe === undefined ? [] : previewed(owe, { loan, dropped: outcome.drop ?? [], here }),
      );
      const state = outcome.happenings
        .flatMap(({ transactions = {} }) => Object.values(transactions))
        .at(-1)?.state;
      const events = outcome.happenings.flatMap(({ event }) => (event === undefined ? [] : [event]));
      const warnings = warningsOf(asked.act, rules, messages.length > 0);
      const notices = noticesIn(outcome.happenings, { loan, rules, at });
      return {
        result: {
          kind: 'possible',
          messages,
          notices,
          events,
          warnings,
          ...(state === undefined ? {} : { state }),
        },
      };
    },
  };
}

function previewed(
  owe: Owed,
  { loan, dropped, here }: { loan: Loan; dropped: readonly string[]; here: Present },
): PreviewedMessage[] {
  const { loaded, context } = here;
  const peer = context.directoryOf(loaded.directory).peer(owe.peer);
  if (peer === undefined || !('header' in owe.message)) return [];
  const { redaction, rules, losses } = writeForPeer(owe.message, peer, context);
  const { template, holes } = redaction;
  const { what, message } = owe;
  const ahead = owe.probe === true ? undefined : hindrance(loan, owe);
  const waits = ahead === undefined || dropped.includes(ahead.id) ? {} : { waitsBehind: ahead.delivery.what };
  return [{ peer: owe.peer, edition: peer.edition, what, message, template, holes, losses, rules, ...waits }];
}
