import type { LintFinding } from '../../loan/index.js';
import type { Column } from '../terminal/table.js';
import { minuteOf } from '../terminal/times.js';

export interface ListedNotice {
  id: string;
  loanRecord: string;
  libraryId?: string;
  notice: string;
  to: string;
  language: string;
  way: string;
  state: string;
  madeAt: string;
  settledAt?: string;
  dueAt?: string;
  attempts: number;
  cause?: string;
  refused?: number;
  again?: string;
  title?: string;
  peerName?: string;
  possible: string[];
}

export interface ShownNotice extends ListedNotice {
  subject?: string;
  text?: string;
}

export interface ShownPreview {
  notice: string;
  to: string;
  language: string;
  way: string;
  subject: string;
  text: string;
  warnings: LintFinding[];
}

export interface PrintedLetter {
  lines: string[];
  letterhead: string[];
  printedAt: string;
  subject: string;
  text: string;
}

export const noticeColumns: Column<ListedNotice>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'TO', of: ({ to, peerName }) => (to === 'peer' && peerName !== undefined ? peerName : to) },
  { head: 'NOTICE', of: ({ notice }) => notice },
  { head: 'STATE', of: ({ state }) => state },
  { head: 'SINCE', of: ({ settledAt, madeAt }) => minuteOf(settledAt ?? madeAt) },
  { head: 'TRIES', of: ({ attempts }) => attempts },
  { head: 'CAUSE', of: ({ cause }) => cause, mayCut: true },
  { head: 'TITLE', of: ({ title }) => title, mayCut: true },
];

/** One notice with what became of it, and what it says. */
export function noticeText(notice: ShownNotice): string {
  const said = notice.text === undefined ? [] : ['', `Subject: ${notice.subject ?? ''}`, '', notice.text];
  return [standingOf(notice), ...moreOf(notice), ...said].join('\n');
}

function standingOf({ notice, to, peerName, way, language, state, settledAt, madeAt }: ShownNotice): string {
  const receiver = to === 'peer' ? (peerName ?? 'a peer') : to;
  const since = minuteOf(settledAt ?? madeAt);
  return `${notice}, to ${receiver} by ${way} (${language}): ${state} since ${since}`;
}

function moreOf(notice: ShownNotice): string[] {
  const { state, cause, dueAt, again, loanRecord, title, possible } = notice;
  return [
    ...(cause === undefined ? [] : [`Because ${cause}.`]),
    ...(state === 'queued' && dueAt !== undefined ? [`It goes out at ${minuteOf(dueAt)} or later.`] : []),
    ...(again === undefined ? [] : [`Sent again in place of ${again}.`]),
    title === undefined ? `Request ${loanRecord}` : `Request ${loanRecord}: ${title}`,
    ...(possible.length === 0
      ? []
      : [`What can be done: ${possible.map((verb) => (verb === 'printed' ? 'print' : verb)).join(', ')}`]),
  ];
}

/** Exactly what would go out, and what of it may be read otherwise than it is meant. */
export function previewText({ to, language, way, subject, text, warnings }: ShownPreview): string {
  return [
    `To ${to} by ${way} (${language}). Nothing has been sent.`,
    ...warnings.map((warning) => `Please read again: “${warning.found}” ${mayBe[warning.kind]}.`),
    '',
    `Subject: ${subject}`,
    '',
    text,
  ].join('\n');
}

const mayBe: Readonly<Record<LintFinding['kind'], string>> = {
  blame: 'may sound like blame',
  email: 'is an e-mail address',
  phone: 'looks like a telephone number',
  'patron-number': 'may be the number of a reader',
  'patron-name': 'may be the name of a reader',
};

/** A letter as plain text. */
export function letterText({ letterhead, lines, printedAt, subject, text }: PrintedLetter): string {
  const parts = [letterhead, lines, [printedAt.slice(0, 10)], [subject], [text]];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}
