import type { WorkItem } from '../../desk/index.js';
import { attentionQueues, type Placed, type Verb } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { IconName } from '../frame/icons.js';
import type { Reader } from '../frame/reader.js';
import { wordOf } from '../words/word-of.js';
import { deadlineView, type DeadlineView } from './deadline-words.js';

/** One request in a list, as it is shown. */
export interface RowView {
  id: string;
  href: string;
  title: string;
  author?: string;
  type: { text: string; icon: IconName };
  format?: string;
  side: string;
  sideIcon: IconName;
  number?: string;
  state?: string;
  queue?: { text: string; tone: Tone };
  why: { text: string; language?: string };
  deadline?: DeadlineView;
  /** What waits for its undo. */
  held?: string;
  action?: ActionView;
}

/** The one thing that staff most likely do. */
export type ActionView =
  { kind: 'do'; verb: Verb; label: string } | { kind: 'open'; href: string; label: string };

/** Verbs that need nothing more than to be done; the others have a form on the request's page. */
export const plainVerbs: ReadonlySet<Verb> = new Set([
  'will-supply',
  'receive',
  'return',
  'check-in',
  'next-supplier',
  'ask-status',
  'cancel',
  'found',
  'renew',
  'remind',
  'extend',
  'withdraw',
]);

const icons = { Loan: 'book', Copy: 'copy', CopyOrLoan: 'either' } as const;

export function rowView(item: WorkItem, reader: Reader): RowView {
  const { view, placed } = item;
  const { record } = view;
  const { t } = reader;
  const current = view.transactions.get(record.current ?? '');
  return present({
    id: view.id,
    href: `/requests/${view.id}`,
    title: titleOf(item, reader),
    author: record.bibliographicInfo.author ?? record.bibliographicInfo.authorOfComponent,
    type: typeOf(item, reader),
    format: formatOf(item, reader),
    side: sideText(item, reader),
    sideIcon: record.role === 'supplier' ? ('out' as const) : ('in' as const),
    number: record.libraryId ?? current?.requestingAgencyRequestId,
    state: current === undefined ? undefined : t(`state.${current.state}`),
    queue: placed === undefined ? undefined : { text: t(`queue.${placed.queue}`), tone: queueTone(placed) },
    why: whyText(item, reader),
    deadline: deadlineIn(item, reader),
    held: heldText(item, reader),
    action: actionOf(item, reader),
  });
}

export function typeOf({ view: { record } }: Pick<WorkItem, 'view'>, { t }: Reader): RowView['type'] {
  const type = record.serviceInfo?.serviceType;
  return { text: t(`type.${type ?? 'none'}`), icon: icons[type ?? 'CopyOrLoan'] };
}

export function formatOf({ view: { record } }: Pick<WorkItem, 'view'>, { t }: Reader): string | undefined {
  const format = record.publicationInfo?.publicationType?.value;
  return format === undefined ? undefined : wordOf(t, 'format', format);
}

export function deadlineIn(
  { placed, deadlineAt }: Pick<WorkItem, 'placed' | 'deadlineAt'>,
  reader: Reader,
): DeadlineView | undefined {
  if (placed === undefined || deadlineAt === undefined) return undefined;
  return deadlineView(placed.queue, deadlineAt, reader);
}

function heldText({ view: { record } }: WorkItem, { t }: Reader): string | undefined {
  const [held] = Object.values(record.held);
  return held === undefined ? undefined : t('row.held', { verb: wordOf(t, 'verb', held.verb) });
}

export function titleOf({ view: { record } }: Pick<WorkItem, 'view'>, { t }: Reader): string {
  const { title, titleOfComponent } = record.bibliographicInfo;
  return titleOfComponent ?? title ?? t('row.untitled');
}

export function sideText(
  { view: { record }, peerName }: WorkItem | Pick<WorkItem, 'view' | 'peerName'>,
  { t }: Reader,
): string {
  return peerName === undefined ? t('side.nobody') : t(`side.${record.role}`, { peer: peerName });
}

/** Why it stands where it stands. A rule's own sentence is English, and marked as such. */
export function whyText(
  { view, placed }: Pick<WorkItem, 'view'> & { placed?: Placed },
  { t }: Reader,
): RowView['why'] {
  if (placed === undefined)
    return { text: t(view.record.phase === 'withdrawn' ? 'why.withdrawn' : 'why.closed') };
  const { what = '', cause = '', text = '', verb = '' } = placed.facts ?? {};
  const words = {
    what,
    cause,
    text,
    verb: wordOf(t, 'verb', verb),
    hasCause: cause === '' ? 'no' : 'yes',
  };
  return { text: t(`why.${placed.why}`, words), ...(placed.why === 'anomaly' ? { language: 'en' } : {}) };
}

export function queueTone({ queue }: Pick<Placed, 'queue'>): Tone {
  if (queue === 'problem' || queue === 'overdue') return 'bad';
  if (queue === 'due-soon') return 'warn';
  return attentionQueues.includes(queue) ? 'accent' : 'plain';
}

function actionOf({ view, placed, primary }: WorkItem, { t }: Reader): ActionView | undefined {
  const href = `/requests/${view.id}`;
  if (Object.keys(view.record.held).length > 0) return undefined;
  if (placed?.queue === 'problem') return { kind: 'open', href, label: t('row.look') };
  if (primary === undefined) return undefined;
  const label = t(`verb.${primary}`);
  return plainVerbs.has(primary)
    ? { kind: 'do', verb: primary, label }
    : { kind: 'open', href: `${href}#act-${primary}`, label: `${label}…` };
}
