import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { Role, WorkQueue, type TransactionStateName } from '../../loan/index.js';
import { RequesterState, SupplierState } from '../../loan/index.js';
import { Select, TextField, type Choice } from '../frame/fields.js';
import { Csrf, Empty, Pager } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { withQuery } from '../page-parts.js';
import type { RowView } from './row.js';
import { Rows } from './rows.js';

export const phases = ['open', 'closed', 'withdrawn'] as const;
export const types = ['Loan', 'Copy', 'CopyOrLoan'] as const;
export const roles = Object.values(Role);
export const workQueues = Object.values(WorkQueue);
export const states: readonly TransactionStateName[] = [
  ...new Set([...Object.values(RequesterState), ...Object.values(SupplierState)]),
];

/** The filters of the list, as the address has them. */
export interface RequestsAsked {
  text?: string;
  side?: Role;
  phase?: (typeof phases)[number];
  state?: TransactionStateName;
  queue?: WorkQueue;
  peer?: string;
  type?: (typeof types)[number];
  due?: string;
}

export interface RequestsView {
  asked: RequestsAsked;
  rows: readonly RowView[];
  peers: readonly Choice[];
  back: string;
  before?: string;
  after?: string;
}

export function requestsView(
  asked: RequestsAsked,
  known: { rows: readonly RowView[]; peers: readonly Choice[]; before?: string; after?: string },
): RequestsView {
  const link = (place: { before?: string; after?: string }): string =>
    withQuery('/requests', { ...asked, ...place });
  return {
    asked,
    rows: known.rows,
    peers: known.peers,
    back: link({}),
    ...(known.before === undefined ? {} : { before: link({ before: known.before }) }),
    ...(known.after === undefined ? {} : { after: link({ after: known.after }) }),
  };
}

export function requestsPage(view: RequestsView, { t, may }: Reader, sought?: string): Page {
  return {
    title: t('requests.title'),
    place: 'requests',
    ...(sought === undefined ? {} : { sought }),
    ...(may(Right.Work)
      ? {
          aside: (
            <a class="button button-primary" href="/requests/new">
              {t('requests.new')}
            </a>
          ),
        }
      : {}),
    main: <Requests {...view} />,
  };
}

function Requests(view: RequestsView): JSX.Element {
  const { t, may } = useReader();
  const list = (
    <Rows rows={view.rows} label={t('requests.list')} back={view.back} select={may(Right.Work)} showQueue />
  );
  return (
    <>
      <Filters view={view} />
      {view.rows.length === 0 ? <Empty title={t('requests.empty')}>{t('requests.empty-hint')}</Empty> : null}
      {view.rows.length > 0 && !may(Right.Work) ? list : null}
      {view.rows.length > 0 && may(Right.Work) ? (
        <form method="post" action="/requests/acts" class="form">
          <Csrf />
          <input type="hidden" name="back" value={view.back} />
          <div class="bar">
            <div class="buttons">
              <button type="submit" class="button">
                {t('bulk.act')}
              </button>
              <button type="submit" class="button" name="print" value="slips">
                {t('print.ticked')}
              </button>
            </div>
            <label class="field-check" hidden>
              <input type="checkbox" data-all="" /> {t('bulk.all')}
            </label>
          </div>
          {list}
        </form>
      ) : null}
      <Pager before={view.before} after={view.after} />
      <p class="small muted">{t('requests.link')}</p>
    </>
  );
}

function Filters({ view }: { view: RequestsView }): JSX.Element {
  const { t } = useReader();
  const { asked } = view;
  const any: Choice = { value: '', label: t('requests.any') };
  const some = (value: string | undefined): { value?: string } => (value === undefined ? {} : { value });
  return (
    <form method="get" action="/requests" class="section" role="search" aria-label={t('requests.filters')}>
      <div class="filters">
        <TextField name="text" type="search" label={t('requests.text')} {...some(asked.text)} />
        <Select
          name="side"
          label={t('requests.side')}
          {...some(asked.side)}
          choices={[
            any,
            { value: 'requester', label: t('attention.borrowing') },
            { value: 'supplier', label: t('attention.lending') },
          ]}
        />
        <Select
          name="phase"
          label={t('requests.phase')}
          {...some(asked.phase)}
          choices={[any, ...phases.map((value) => ({ value, label: t(`phase.${value}`) }))]}
        />
        <Select
          name="queue"
          label={t('requests.queue')}
          {...some(asked.queue)}
          choices={[any, ...workQueues.map((value) => ({ value, label: t(`queue.${value}`) }))]}
        />
        <Select
          name="state"
          label={t('requests.state')}
          {...some(asked.state)}
          choices={[any, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]}
        />
        <Select name="peer" label={t('requests.peer')} {...some(asked.peer)} choices={[any, ...view.peers]} />
        <Select
          name="type"
          label={t('requests.type')}
          {...some(asked.type)}
          choices={[any, ...types.map((value) => ({ value, label: t(`type.${value}`) }))]}
        />
        <TextField name="due" type="date" label={t('requests.due')} {...some(asked.due)} />
        <div class="buttons">
          <button type="submit" class="button button-primary">
            {t('requests.show')}
          </button>
          <a class="button button-quiet" href="/requests">
            {t('requests.reset')}
          </a>
        </div>
      </div>
    </form>
  );
}
