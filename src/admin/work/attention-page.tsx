import type { ComponentChildren, JSX } from 'preact';
import type { QueueCount } from '../../desk/index.js';
import { attentionQueues, type Role, type WorkQueue } from '../../loan/index.js';
import { Chips, Empty, Pager } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { useReader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { withQuery } from '../page-parts.js';
import { queueTone, type RowView } from './row.js';
import { Rows } from './rows.js';

/** What is shown of what needs attention. */
export interface AttentionAsked {
  queue?: WorkQueue;
  side?: Role;
}

interface ChipView {
  href: string;
  label: string;
  count: number;
  isOn: boolean;
  tone: 'plain' | 'bad';
}

export interface AttentionView {
  rows: readonly RowView[];
  queues: readonly ChipView[];
  sides: readonly ChipView[];
  needing: number;
  waiting: number;
  isFiltered: boolean;
  /** Something stands in the queue of what is to be pulled: its slips can be printed together. */
  hasToPull: boolean;
  /** It is the queue of what is to be pulled: its rows can be ticked. */
  isToPull: boolean;
  back: string;
  before?: string;
  after?: string;
}

export function attentionView(
  asked: AttentionAsked,
  known: { rows: readonly RowView[]; counts: readonly QueueCount[]; before?: string; after?: string },
  reader: Reader,
): AttentionView {
  const { t } = reader;
  const link = (change: {
    queue?: string | undefined;
    side?: string | undefined;
    before?: string;
    after?: string;
  }): string => withQuery('/', { ...asked, ...change });
  const ofSide = known.counts.filter(({ role }) => asked.side === undefined || role === asked.side);
  const sum = (counts: readonly QueueCount[]): number => counts.reduce((all, { count }) => all + count, 0);
  const needing = (counts: readonly QueueCount[]): QueueCount[] =>
    counts.filter(({ queue }) => attentionQueues.includes(queue));
  const queues = attentionQueues
    .map((queue) => ({ queue, count: sum(ofSide.filter((each) => each.queue === queue)) }))
    .filter(({ queue, count }) => count > 0 || queue === asked.queue)
    .map(({ queue, count }): ChipView => ({
      href: link({ queue }),
      label: t(`queue.${queue}`),
      count,
      isOn: queue === asked.queue,
      tone: queueTone({ queue }) === 'bad' ? 'bad' : 'plain',
    }));
  const side = (role: Role | undefined, label: string): ChipView => ({
    href: link({ side: role }),
    label,
    count: sum(needing(known.counts.filter((each) => role === undefined || each.role === role))),
    isOn: asked.side === role,
    tone: 'plain',
  });
  const all: ChipView = {
    href: link({ queue: undefined }),
    label: t('attention.all'),
    count: sum(needing(ofSide)),
    isOn: asked.queue === undefined,
    tone: 'plain',
  };
  return {
    rows: known.rows,
    queues: [all, ...queues],
    sides: [
      side(undefined, t('attention.both')),
      side('requester', t('attention.borrowing')),
      side('supplier', t('attention.lending')),
    ],
    needing: sum(needing(ofSide)),
    waiting: sum(ofSide) - sum(needing(ofSide)),
    hasToPull: ofSide.some(({ queue, count }) => queue === 'ready-to-ship' && count > 0),
    isToPull: asked.queue === 'ready-to-ship' && known.rows.length > 0,
    isFiltered: asked.queue !== undefined || asked.side !== undefined,
    back: link({}),
    ...(known.before === undefined ? {} : { before: link({ before: known.before }) }),
    ...(known.after === undefined ? {} : { after: link({ after: known.after }) }),
  };
}

export function attentionPage(view: AttentionView, { t }: Reader, notice?: ComponentChildren): Page {
  return {
    title: t('attention.title'),
    place: 'attention',
    ...(notice === undefined ? {} : { notice }),
    aside: <p class="muted">{t('attention.count', { n: view.needing })}</p>,
    main: <Attention {...view} />,
  };
}

const TICKS = 'ticked';

/** The boxes of the rows are this form's, wherever they stand. */
function TickedSlips(): JSX.Element {
  const { t } = useReader();
  return (
    <form method="get" action="/pull-slips" id={TICKS} class="inline-form">
      <input type="hidden" name="of" value="ticked" />
      <button type="submit" class="button">
        {t('print.slips-ticked')}
      </button>
    </form>
  );
}

function Attention(view: AttentionView): JSX.Element {
  const { t } = useReader();
  return (
    <>
      <div class="bar">
        <Chips label={t('attention.queues')} chips={view.queues} />
        <Chips label={t('attention.sides')} chips={view.sides} />
      </div>
      {view.rows.length === 0 ? (
        <Empty title={t(view.isFiltered ? 'attention.empty-queue' : 'attention.empty')}>
          {t('attention.empty-next')}
        </Empty>
      ) : (
        <Rows
          rows={view.rows}
          label={t('attention.title')}
          back={view.back}
          showQueue
          {...(view.isToPull ? { ticksFor: TICKS } : {})}
        />
      )}
      <Pager before={view.before} after={view.after} />
      {view.hasToPull ? (
        <div class="buttons">
          {view.isToPull ? <TickedSlips /> : null}
          <a class="button" href="/pull-slips">
            {t('print.slips-all')}
          </a>
        </div>
      ) : null}
      <p class="muted">
        <a href="/requests?phase=open">{t('attention.waiting', { n: view.waiting })}</a>
      </p>
    </>
  );
}
