import type { ComponentChildren, JSX } from 'preact';
import type { Instant } from '../../loan/index.js';
import { dateText, dateTimeText, isoText, timeText } from './times.js';
import { useReader } from './reader.js';
import { Icon, type IconName } from './icons.js';

type Children = { children: ComponentChildren };

/** How much something matters; said by a word and a shape too, never by the colour alone. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

/** A time in the reader's words; the exact one is its tooltip. */
export function Moment(props: {
  at: Instant;
  form?: TimeWords;
  /** Instead of the time alone: a sentence that holds it. */ words?: string;
}): JSX.Element {
  const { at, form = 'date-time', words } = props;
  const reader = useReader();
  return (
    <time dateTime={isoText(at)} title={isoText(at)}>
      {words ?? texts[form](at, reader)}
    </time>
  );
}

type TimeWords = 'date' | 'date-time' | 'time';
const texts = { date: dateText, 'date-time': dateTimeText, time: timeText } as const;

/** A short label. */
export function Pill({
  tone = 'plain',
  icon,
  children,
}: { tone?: Tone; icon?: IconName } & Children): JSX.Element {
  return (
    <span class={`pill pill-${tone}`}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}

/** Goes into every form that posts. */
export function Csrf(): JSX.Element | null {
  const { csrf } = useReader();
  return csrf === undefined ? null : <input type="hidden" name="_form" value={csrf} />;
}

/** A form of one button. `hidden` are the fields that go with it. */
export function ButtonForm(props: {
  action: string;
  label: string;
  kind?: 'primary' | 'quiet' | 'danger' | 'plain';
  hidden?: Readonly<Record<string, string>>;
  /** The letter that presses it. */
  letter?: string;
  describedBy?: string;
  /** What it is done to, where the label alone does not say it. */
  about?: string;
}): JSX.Element {
  const { action, label, kind = 'plain', hidden = {}, letter, describedBy, about } = props;
  return (
    <form method="post" action={action} class="inline-form">
      <Csrf />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={`button button-${kind}`} data-key={letter} aria-describedby={describedBy}>
        {label}
        {about === undefined ? null : <span class="unseen">: {about}</span>}
        {letter === undefined ? null : <Letter>{letter}</Letter>}
      </button>
    </form>
  );
}

/** The key that does it, shown where it is of use. */
export function Letter({ children }: Children): JSX.Element {
  return (
    <kbd class="letter" aria-hidden="true">
      {children}
    </kbd>
  );
}

/** Something that the page says about what was just done, read out politely. */
export function Notice({ tone = 'plain', children }: { tone?: Tone } & Children): JSX.Element {
  return (
    <div class={`notice notice-${tone}`} role="status">
      {children}
    </div>
  );
}

/** What stands where a list has nothing to show. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <Icon name="done" />
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}

interface ChipProps {
  href: string;
  label: string;
  count?: number;
  isOn: boolean;
  tone?: Tone;
}

/** One filter as a link, with how many there are. */
export function Chip({ href, label, count, isOn, tone = 'plain' }: ChipProps): JSX.Element {
  return (
    <a class={`chip chip-${tone}`} href={href} aria-current={isOn ? 'true' : undefined}>
      {label}
      {count === undefined ? null : <span class="count">{count}</span>}
    </a>
  );
}

/** Filters of one kind, side by side. */
export function Chips({ label, chips }: { label: string; chips: readonly ChipProps[] }): JSX.Element {
  return (
    <nav aria-label={label}>
      <ul class="chips">
        {chips.map((chip) => (
          <li key={chip.href}>
            <Chip {...chip} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Ways to the pages before and after. */
export function Pager({
  before,
  after,
}: {
  before?: string | undefined;
  after?: string | undefined;
}): JSX.Element | null {
  const { t } = useReader();
  if (before === undefined && after === undefined) return null;
  return (
    <nav class="pager" aria-label={t('page.pages')}>
      {before === undefined ? (
        <span />
      ) : (
        <a class="button button-plain" href={before} rel="prev">
          {t('page.earlier')}
        </a>
      )}
      {after === undefined ? (
        <span />
      ) : (
        <a class="button button-plain" href={after} rel="next">
          {t('page.later')}
        </a>
      )}
    </nav>
  );
}

/** The heads of a table's columns. */
export function Heads({ of }: { of: readonly string[] }): JSX.Element {
  return (
    <thead>
      <tr>
        {of.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A titled part of a page. */
export function Section(
  props: { id: string; title: string; aside?: ComponentChildren } & Children,
): JSX.Element {
  const { id, title, aside, children } = props;
  return (
    <section class="section" aria-labelledby={`${id}-title`} id={id}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Names and values side by side; what has no value is left out. */
export function Facts({
  facts,
}: {
  facts: readonly { name: string; value: ComponentChildren }[];
}): JSX.Element | null {
  const told = facts.filter(({ value }) => value !== undefined && value !== null && value !== '');
  if (told.length === 0) return null;
  return (
    <dl class="facts">
      {told.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
