import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { NoticeSummary } from '../../desk/index.js';
import { noticeReceivers, NoticeState, type NoticeReceiver } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { TextArea } from '../frame/fields.js';
import { Chips, Csrf, Empty, Notice, Pager } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { withQuery } from '../page-parts.js';
import { NoticeActs, NoticeStanding } from './notice-parts.js';
import { noticeView, toneOf, type NoticeView } from './notice-view.js';

/** Which notices are looked at. */
export interface NoticesAsked {
  state?: NoticeState;
  to?: NoticeReceiver;
  after?: string;
}

/** What somebody who handed in a report is told. */
export interface ReportSaid {
  text: string;
  tone: 'good' | 'warn';
  href?: string;
}

type Chip = Parameters<typeof Chips>[0]['chips'][number];

export interface NoticesView {
  states: readonly Chip[];
  receivers: readonly Chip[];
  rows: readonly { notice: NoticeView; href: string; about: string; peer?: string; isToPrint: boolean }[];
  /** Letters can be ticked and printed together. */
  canPrint: boolean;
  canDecide: boolean;
  back: string;
  after?: string;
  said?: ReportSaid;
}

/** What waits for somebody comes first. */
const stateOrder: readonly NoticeState[] = [
  'bounced',
  'failed',
  'in-doubt',
  'to-print',
  'queued',
  'sending',
  'sent',
  'printed',
  'replaced',
  'withdrawn',
];

export function noticesView(
  asked: NoticesAsked,
  found: {
    items: readonly NoticeSummary[];
    counts: Partial<Record<NoticeState, number>>;
    next?: string | undefined;
    said?: ReportSaid | undefined;
  },
  reader: Reader,
): NoticesView {
  const { t } = reader;
  const link = (change: Partial<Record<keyof NoticesAsked, string | undefined>>): string =>
    withQuery('/notices', { state: asked.state, to: asked.to, ...change });
  const canDecide = reader.may(Right.Work);
  const back = link({ after: asked.after });
  const total = Object.values(found.counts).reduce((sum, n) => sum + n, 0);
  const all: Chip = {
    ...{ href: link({ state: undefined }), label: t('notices.all'), count: total },
    isOn: asked.state === undefined,
  };
  return present({
    states: [
      all,
      ...stateOrder.flatMap((state): Chip[] => {
        const count = found.counts[state] ?? 0;
        const isOn = state === asked.state;
        if (count === 0 && !isOn) return [];
        const tone = toneOf(state) === 'good' ? ('plain' as const) : toneOf(state);
        return [{ href: link({ state }), label: t(`notice-state.${state}`), count, isOn, tone }];
      }),
    ],
    receivers: [
      { href: link({ to: undefined }), label: t('notices.all'), isOn: asked.to === undefined },
      ...noticeReceivers.map((to) => ({
        href: link({ to }),
        label: t(`receiver.${to}`),
        isOn: to === asked.to,
      })),
    ],
    rows: found.items.map((item) => rowOf(item, canDecide ? back : undefined, reader)),
    canPrint: canDecide && found.items.some(({ notice }) => notice.state === NoticeState.ToPrint),
    canDecide,
    back,
    after: found.next === undefined ? undefined : link({ after: found.next }),
    said: found.said,
  });
}

function rowOf(
  { id, notice, title, libraryId, peerName }: NoticeSummary,
  back: string | undefined,
  reader: Reader,
): NoticesView['rows'][number] {
  const { t } = reader;
  return present({
    notice: noticeView({ id, notice }, back, reader),
    href: `/requests/${notice.loan}#notice-${id}`,
    about: title ?? t('notices.number', { number: libraryId ?? notice.loan }),
    peer:
      notice.to === 'peer' && peerName !== undefined ? t('notices.for-peer', { peer: peerName }) : undefined,
    isToPrint: notice.state === NoticeState.ToPrint,
  });
}

export function noticesPage(view: NoticesView, { t }: Reader): Page {
  return {
    title: t('notices.title'),
    place: 'notices',
    ...(view.said === undefined ? {} : { notice: <Said said={view.said} /> }),
    main: (
      <>
        <p class="lead">{t('notices.lead')}</p>
        <Chips label={t('notices.states')} chips={view.states} />
        <Chips label={t('notices.receivers')} chips={view.receivers} />
        {view.canPrint ? <PrintPicked back={view.back} /> : null}
        {view.rows.length === 0 ? (
          <Empty title={t('notices.empty')}>{t('notices.empty-text')}</Empty>
        ) : (
          <ul class="rows" aria-label={t('notices.list')}>
            {view.rows.map((row) => (
              <Row key={row.notice.id} row={row} canPrint={view.canPrint} />
            ))}
          </ul>
        )}
        <Pager after={view.after} />
        {view.canDecide ? <HandIn /> : null}
      </>
    ),
  };
}

function Said({ said }: { said: ReportSaid }): JSX.Element {
  const { t } = useReader();
  return (
    <Notice tone={said.tone}>
      <p>
        {said.text} {said.href === undefined ? null : <a href={said.href}>{t('notices.to-request')}</a>}
      </p>
    </Notice>
  );
}

/** The ticks stand in the rows, beside forms of their own. */
function PrintPicked({ back }: { back: string }): JSX.Element {
  const { t } = useReader();
  return (
    <form method="post" action="/notices/print" id="print-picked" class="section no-print">
      <Csrf />
      <input type="hidden" name="back" value={back} />
      <p>{t('notices.print-text')}</p>
      <button type="submit" class="button button-primary">
        {t('notices.print-picked')}
      </button>
    </form>
  );
}

function Row({ row, canPrint }: { row: NoticesView['rows'][number]; canPrint: boolean }): JSX.Element {
  const { t } = useReader();
  const { notice, href, about, peer, isToPrint } = row;
  return (
    <li class="row" data-row="">
      <div>
        <a class="row-title" href={href} data-open="">
          {about}
        </a>
        <p class="row-meta">
          <span>{notice.title}</span>
          {peer === undefined ? null : <span>{peer}</span>}
          <span class="muted">{notice.language}</span>
        </p>
        {canPrint && isToPrint ? (
          <label class="field-check">
            <input
              type="checkbox"
              name="id"
              value={notice.id}
              form="print-picked"
              checked
              aria-label={t('notices.pick', { title: about })}
            />
            <span aria-hidden="true">{t('notice-do.printed')}</span>
          </label>
        ) : null}
      </div>
      <div class="row-why">
        <NoticeStanding notice={notice} />
        {notice.advice === undefined ? null : <p class="small">{notice.advice}</p>}
      </div>
      <div class="row-do">
        <NoticeActs notice={notice} />
      </div>
    </li>
  );
}

function HandIn(): JSX.Element {
  const { t } = useReader();
  return (
    <details class="fold" id="report">
      <summary>{t('report.title')}</summary>
      <form method="post" action="/notices/reports" class="form fold-body">
        <Csrf />
        <p>{t('report.lead')}</p>
        <TextArea name="report" label={t('report.field')} rows={8} isNeeded />
        <button type="submit" class="button button-primary">
          {t('report.hand-in')}
        </button>
      </form>
    </details>
  );
}
