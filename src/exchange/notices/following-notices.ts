import {
  draftNotice,
  kindsFor,
  noticeKindOf,
  queuedAs,
  type Claim,
  type Happening,
  type LoanRecord,
  type NoticeAbout,
  type NoticeDesk,
  type NoticeKind,
  type SealedWish,
  type Shipment,
  type Transaction,
} from '../../loan/index.js';
import type { Moment } from '../../storage/index.js';

/** The loan as a happening has left it. */
export interface Told {
  loan: string;
  record: LoanRecord;
  transaction?: { id: string; state: Transaction; before?: Transaction | undefined } | undefined;
  shipment?: Shipment | undefined;
  claim?: Claim | undefined;
  wish(): SealedWish | undefined;
  at: Moment;
}

/** Notices that follow from what happened, by the switches of the house: an entry each, in the same commit. */
export function followingNotices(happening: Happening, told: Told, desk: NoticeDesk): Happening[] {
  return kindsFor(happening, told.record.role).flatMap((kind) => noticeOf(kind, { happening, told, desk }));
}

function noticeOf(
  kind: NoticeKind,
  { happening, told, desk }: { happening: Happening; told: Told; desk: NoticeDesk },
): Happening[] {
  const way = desk.wayOf(kind);
  const { to } = noticeKindOf(kind);
  const wish = to === 'patron' ? told.wish() : undefined;
  if (way === 'off' || (to === 'patron' && (wish === undefined || wish.patron?.notices === 'none')))
    return [];
  const transaction = told.transaction?.id;
  const drafted = draftNotice(aboutOf(told, wish, happening.link), { kind, way, transaction }, desk);
  // What cannot be written without a value that nobody has is left to staff; they see that it is missing when they try.
  if (!drafted.ok) return [];
  const { language } = drafted.notice;
  return [
    {
      kind: 'notice-queued',
      because: happening.because,
      ...queuedAs(drafted, () => told.at.newId()),
      facts: { notice: kind, to, language },
    },
  ];
}

function aboutOf(
  { loan, record, transaction, shipment, claim, at }: Told,
  wish: SealedWish | undefined,
  url: string | undefined,
): NoticeAbout {
  const before = transaction?.before?.dueDate;
  return {
    loan,
    record,
    transaction: transaction?.state,
    shipment,
    claim,
    wish,
    url,
    now: at.now,
    dueBefore: before === transaction?.state.dueDate ? undefined : before,
  };
}
