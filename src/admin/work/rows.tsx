import type { ComponentChildren, JSX } from 'preact';
import { Right } from '../../access/index.js';
import { newId } from '../../platform/index.js';
import { Icon } from '../frame/icons.js';
import { ButtonForm, Pill } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { isoText } from '../frame/times.js';
import type { DeadlineView } from './deadline-words.js';
import type { RowView } from './row.js';

/** A list of requests. `select` puts a box before each; the form around it is the caller's. */
export function Rows(props: {
  rows: readonly RowView[];
  label: string;
  select?: boolean;
  /** The form that the boxes belong to, where it does not stand around the list: actions stay. */
  ticksFor?: string;
  /** Where an action leads back to. */
  back: string;
  showQueue?: boolean;
}): JSX.Element {
  const { rows, label, select = false, ticksFor, back, showQueue = false } = props;
  return (
    <ul class="rows" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id} class="row" data-row="">
          <div class="row-mark">
            {select || ticksFor !== undefined ? <SelectBox row={row} form={ticksFor} /> : null}
            <Title row={row} showQueue={showQueue} />
          </div>
          <Why row={row} />
          <div class="row-do">{select ? null : <Action row={row} back={back} />}</div>
        </li>
      ))}
    </ul>
  );
}

function SelectBox({ row, form }: { row: RowView; form: string | undefined }): JSX.Element {
  const { t } = useReader();
  return (
    <input
      type="checkbox"
      name="id"
      value={row.id}
      form={form}
      data-one=""
      aria-label={t('row.select', { title: row.title })}
    />
  );
}

function Title({ row, showQueue }: { row: RowView; showQueue: boolean }): JSX.Element {
  const { t } = useReader();
  return (
    <div>
      <a class="row-title" href={row.href} data-open="">
        {row.title}
      </a>
      {row.author === undefined ? null : <span class="row-author"> {row.author}</span>}
      <p class="row-meta">
        {showQueue && row.queue !== undefined ? <Pill tone={row.queue.tone}>{row.queue.text}</Pill> : null}
        <Pill icon={row.type.icon}>
          {row.format === undefined ? row.type.text : `${row.type.text} · ${row.format}`}
        </Pill>
        <Said icon={row.sideIcon}>{row.side}</Said>
        {row.number === undefined ? null : <span class="id">{t('row.number', { number: row.number })}</span>}
      </p>
    </div>
  );
}

function Said({ icon, children }: { icon: RowView['sideIcon']; children: ComponentChildren }): JSX.Element {
  return (
    <span class="said">
      <Icon name={icon} />
      {children}
    </span>
  );
}

function Why({ row }: { row: RowView }): JSX.Element {
  return (
    <div class="row-why">
      <span lang={row.why.language}>{row.why.text}</span>
      {row.held === undefined ? null : (
        <Pill tone="warn" icon="clock">
          {row.held}
        </Pill>
      )}
      {row.deadline === undefined || row.held !== undefined ? null : <Deadline deadline={row.deadline} />}
    </div>
  );
}

/** A deadline in words; a late one has a sign too, so that it is not told by its colour alone. */
export function Deadline({ deadline }: { deadline: DeadlineView }): JSX.Element {
  const { text, tone, at } = deadline;
  return (
    <span class={`deadline deadline-${tone}`}>
      <Icon name={tone === 'bad' ? 'alert' : 'clock'} />
      <time dateTime={isoText(at)} title={isoText(at)}>
        {text}
      </time>
    </span>
  );
}

function Action({ row, back }: { row: RowView; back: string }): JSX.Element | null {
  const { may } = useReader();
  const { action } = row;
  if (action === undefined || !may(Right.Work)) return null;
  if (action.kind === 'open')
    return (
      <a class="button" href={action.href}>
        {action.label}
        <span class="unseen">: {row.title}</span>
      </a>
    );
  return (
    <ButtonForm
      action={`/requests/${row.id}/acts`}
      label={action.label}
      about={row.title}
      kind="primary"
      hidden={{ verb: action.verb, key: newId(), back }}
    />
  );
}
