import type { Role } from '../model/states.js';

/** Whom a notice is for: a reader, our own staff, or the people at the other library. */
export const noticeReceivers = ['patron', 'staff', 'peer'] as const;
export type NoticeReceiver = (typeof noticeReceivers)[number];

/** What a notice may speak of, each already written for its receiver; none names a person. */
export const noticeValueNames = [
  'library',
  'reference',
  'theirReference',
  'title',
  'author',
  'peer',
  'pickupPlace',
  'pickupUntil',
  'dueDate',
  'dueBefore',
  'url',
  'urlUntil',
  'carrier',
  'trackingId',
  'sentOn',
  'expectedOn',
  'answerUntil',
  'amount',
  'count',
  'page',
] as const;
export type NoticeValue = (typeof noticeValueNames)[number];

interface KindRule {
  to: NoticeReceiver;
  /** Of which side of a loan it can be said. */
  side: Role | 'either';
  /** Without these it cannot be written; what else is missing leaves its paragraph out. */
  needs: readonly NoticeValue[];
}

/** Every kind of notice. Source: practice.md 2.5 and 5.3. */
export const noticeKinds = {
  arrived: { to: 'patron', side: 'requester', needs: ['title'] },
  'link-ready': { to: 'patron', side: 'requester', needs: ['title', 'url'] },
  'due-soon': { to: 'patron', side: 'requester', needs: ['title', 'dueDate'] },
  overdue: { to: 'patron', side: 'requester', needs: ['title', 'dueDate'] },
  renewed: { to: 'patron', side: 'requester', needs: ['title', 'dueDate'] },
  'not-renewed': { to: 'patron', side: 'requester', needs: ['title', 'dueDate'] },
  recalled: { to: 'patron', side: 'requester', needs: ['title'] },
  unfilled: { to: 'patron', side: 'requester', needs: ['title'] },
  cancelled: { to: 'patron', side: 'requester', needs: ['title'] },
  'parcel-late': { to: 'staff', side: 'either', needs: ['peer'] },
  'assumed-lost': { to: 'staff', side: 'either', needs: ['peer'] },
  'claim-to-approve': { to: 'staff', side: 'either', needs: ['peer'] },
  'overdue-1': { to: 'peer', side: 'supplier', needs: ['title', 'dueDate'] },
  'overdue-2': { to: 'peer', side: 'supplier', needs: ['title', 'dueDate'] },
  'overdue-3': { to: 'peer', side: 'supplier', needs: ['title', 'dueDate'] },
  'overdue-final': { to: 'peer', side: 'supplier', needs: ['title', 'dueDate'] },
  recall: { to: 'peer', side: 'supplier', needs: ['title'] },
  'lost-report': { to: 'peer', side: 'requester', needs: ['title'] },
  'claim-statement': { to: 'peer', side: 'supplier', needs: ['title', 'amount'] },
  'parcel-missing': { to: 'peer', side: 'either', needs: ['title'] },
} as const satisfies Record<string, KindRule>;
export type NoticeKind = keyof typeof noticeKinds;

export function isNoticeKind(name: string): name is NoticeKind {
  return Object.hasOwn(noticeKinds, name);
}

/** The rule of a kind, as the table has it. */
export function noticeKindOf(kind: NoticeKind): KindRule {
  return noticeKinds[kind];
}

/** Languages that a notice can be written in. */
export const noticeLanguages = ['en', 'sv', 'de'] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

/** The language among ours that is meant, `sv-FI` by `sv`; undefined where we have none. */
export function noticeLanguageOf(code: string | undefined): NoticeLanguage | undefined {
  const [main] = (code ?? '').toLowerCase().split(/[-_]/);
  return noticeLanguages.find((language) => language === main);
}
