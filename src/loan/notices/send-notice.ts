import type { ActOf } from '../acts/act.js';
import { ActRefusal } from '../acts/act.js';
import { done, refused, type RecordRule } from '../acts/act-rule.js';
import { openClaim } from '../claims/find-claim.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type LoanView } from '../happening.js';
import {
  isNoticeKind,
  noticeKindOf,
  noticeKinds,
  noticeLanguageOf,
  type NoticeKind,
} from './notice-kinds.js';
import type { NoticeAbout } from './notice-values.js';
import { noticeWays, type NoticeWay } from './notice.js';
import { draftNotice, queuedAs, type Drafted } from './queue-notice.js';

/**
 * Staff send a notice by hand: a template, in a language, with words of their own. Offered where the house sends notices;
 * refused for a template of the other side of a loan, or one that needs what nobody knows of this loan.
 */
export const sendNotice: RecordRule<ActOf<'send-notice'>> = {
  whyNot: (_view, ctx) => (ctx.notices === undefined ? ActRefusal.NoticesOff : undefined),
  perform(view, ctx, act) {
    const drafted = draftByHand(view, act, ctx);
    if ('refusal' in drafted) return drafted;
    const { kind, to, language } = drafted.notice;
    return done(
      happened(HappeningKind.Act, {
        because: 'Staff send a notice.',
        ...queuedAs(drafted, () => ctx.at.newId()),
        facts: { verb: act.verb, notice: kind, to, language },
      }),
    );
  },
};

/** The notice as it would go out; or why there is none. */
export function draftByHand(
  view: LoanView,
  act: ActOf<'send-notice'>,
  ctx: RuleContext,
): Extract<Drafted, { ok: true }> | ReturnType<typeof refused> {
  const desk = ctx.notices;
  if (desk === undefined) return refused(ActRefusal.NoticesOff);
  const kind = templateOf(act.template, view);
  if (kind === undefined) return refused(ActRefusal.TemplateMissing);
  const asked = wayAndLanguage(act);
  if (asked === undefined) return refused(ActRefusal.NoticeUnreadable);
  const drafted = draftNotice(
    aboutLoan(view, ctx),
    { ...asked, kind, ownWords: act.note, transaction: view.record.current },
    desk,
  );
  return drafted.ok ? drafted : refused(ActRefusal.NoticeValueMissing, `${drafted.missing.join(', ')}.`);
}

/** Kinds that this side of a loan can send, whoever they are for. */
export function kindsOfSide({ record: { role } }: Pick<LoanView, 'record'>): NoticeKind[] {
  return (Object.keys(noticeKinds) as NoticeKind[]).filter((kind) => {
    const { side } = noticeKindOf(kind);
    return side === 'either' || side === role;
  });
}

function templateOf(given: string | undefined, view: LoanView): NoticeKind | undefined {
  return given !== undefined && isNoticeKind(given) && kindsOfSide(view).includes(given) ? given : undefined;
}

function wayAndLanguage(
  act: ActOf<'send-notice'>,
): { way: NoticeWay; language: ReturnType<typeof noticeLanguageOf> } | undefined {
  const way = noticeWays.find((one) => one === (act.way ?? 'mail'));
  const language = noticeLanguageOf(act.language);
  return way === undefined || (act.language !== undefined && language === undefined)
    ? undefined
    : { way, language };
}

/** What a notice about a loan as it stands can speak of: the newest transaction, and the parcel that is late or went last. */
export function aboutLoan(view: LoanView, ctx: Pick<RuleContext, 'at' | 'wish'>): NoticeAbout {
  const { current } = view.record;
  const parcels = [...view.shipments.values()].filter(({ transaction }) => transaction === current);
  const shipment = parcels.find(({ lateAt, arrivedAt }) => lateAt !== undefined && arrivedAt === undefined);
  return {
    loan: view.id,
    record: view.record,
    transaction: current === undefined ? undefined : view.transactions.get(current),
    shipment: shipment ?? parcels.at(-1),
    claim: openClaim(view)?.[1],
    wish: ctx.wish,
    now: ctx.at.now,
  };
}
