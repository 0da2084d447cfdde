import {
  lint,
  LintKind,
  noticeKindOf,
  type Act,
  type Happening,
  type LintFinding,
  type NoticeKind,
  type NoticeLanguage,
  type NoticeReceiver,
  type NoticeWay,
  type RuleContext,
  type SealedNotice,
} from '../../loan/index.js';
import type { Loan, Moment } from '../../storage/index.js';
import { followingNotices, type Told } from './following-notices.js';

/** What somebody would be told by mail or letter. The receiver's name and address are no part of it. */
export interface PreviewedNotice extends SealedNotice {
  kind: NoticeKind;
  to: NoticeReceiver;
  language: NoticeLanguage;
  way: NoticeWay;
}

/** Notices that an act would write: the one that it is, and those that follow from it by themselves. */
export function noticesIn(
  happenings: readonly Happening[],
  { loan, rules, at }: { loan: Loan; rules: RuleContext; at: Moment },
): PreviewedNotice[] {
  const desk = rules.notices;
  if (desk === undefined) return [];
  const from = { loan, wish: () => rules.wish, at };
  return happenings.flatMap((happening) =>
    [happening, ...followingNotices(happening, toldBy(happening, from), desk)].flatMap(written),
  );
}

/** The loan as a happening would leave it. */
function toldBy(happening: Happening, { loan, wish, at }: { loan: Loan } & Pick<Told, 'wish' | 'at'>): Told {
  const record = happening.record ?? loan.record;
  const [id = record.current ?? ''] = Object.keys(happening.transactions ?? {});
  const before = loan.transactions.get(id);
  const state = happening.transactions?.[id] ?? before;
  return {
    loan: loan.id,
    record,
    transaction: state === undefined ? undefined : { id, state, before },
    shipment: Object.values(happening.shipments ?? {})[0],
    claim: Object.values(happening.claims ?? {})[0],
    wish,
    at,
  };
}

function written({ notices = {}, sealed = {} }: Happening): PreviewedNotice[] {
  return Object.values(notices).flatMap(({ kind, to, language, way, sealed: id = '' }) => {
    const text = sealed[id]?.value;
    return typeof text !== 'string'
      ? []
      : [{ kind, to, language, way, ...(JSON.parse(text) as SealedNotice) }];
  });
}

/** What the words of staff should perhaps not say: to a reader, only what blames; to a peer, also what names anybody. */
export function warningsOf(act: Act, rules: RuleContext, goesToPeer: boolean): LintFinding[] {
  const words = 'note' in act ? act.note : undefined;
  if (words === undefined) return [];
  if (goesToPeer || isToPeer(act)) return lint(words, rules.wish?.patron);
  return act.verb === 'send-notice' ? lint(words).filter(({ kind }) => kind === LintKind.Blame) : [];
}

function isToPeer(act: Act): boolean {
  return act.verb === 'send-notice' && noticeKindOf(act.template as NoticeKind).to === 'peer';
}
