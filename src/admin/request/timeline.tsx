import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { LADDER } from '../../loan/index.js';
import { Icon } from '../frame/icons.js';
import { ButtonForm, Chip, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { RequestView } from './request-view.js';
import { timelineFilters, type TimelineLine } from './timeline-view.js';

/** What happened and what will happen by itself, the newest first. Source: practice.md 3.3. */
export function Timeline({ view }: { view: RequestView }): JSX.Element {
  const { t, may } = useReader();
  const chips = (
    <nav aria-label={t('timeline.filter')}>
      <ul class="chips chips-small">
        {timelineFilters.map((filter) => (
          <li key={filter}>
            <Chip
              href={`/requests/${view.id}${filter === 'all' ? '' : `?show=${filter}`}#timeline`}
              label={t(`timeline.${filter}`)}
              isOn={filter === view.filter}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
  return (
    <Section id="timeline" title={t('request.timeline')} aside={chips}>
      {view.timeline.length === 0 ? <p class="muted">{t('timeline.empty')}</p> : null}
      {view.canHoldLadder && may(Right.Work) ? (
        <ButtonForm
          action={`/requests/${view.id}/acts`}
          kind="quiet"
          label={t('clock.hold-ladder')}
          hidden={{ verb: 'hold-clock', clock: LADDER, back: `/requests/${view.id}` }}
        />
      ) : null}
      <ol class="timeline">
        {view.timeline.map((line) => (
          <Line key={line.key} line={line} request={view.id} />
        ))}
      </ol>
    </Section>
  );
}

function Line({ line, request }: { line: TimelineLine; request: string }): JSX.Element {
  const { t } = useReader();
  return (
    <li class={`line line-${line.tone}${line.isPlanned ? ' line-planned' : ''}`}>
      <span class="line-dot">
        <Icon name={line.icon} />
      </span>
      <div class="line-time muted">
        <Moment at={line.at} />
      </div>
      <div class="line-said">
        <p>
          {line.text} {line.isPlanned ? <Pill icon="clock">{t('timeline.planned')}</Pill> : null}
          <HeldPill line={line} />
        </p>
        <Hold line={line} request={request} />
        <Said call={line.call} />
        <More line={line} request={request} />
      </div>
    </li>
  );
}

/** Why, by whom, and where to look further. */
function More({ line, request }: { line: TimelineLine; request: string }): JSX.Element {
  const { t } = useReader();
  return (
    <p class="muted line-more">
      {line.who === undefined ? null : <span>{line.who}</span>}
      {line.because === undefined ? null : (
        <span>
          {t('timeline.because')} <span lang="en">{line.because}</span>
        </span>
      )}
      {line.remarks?.map((remark) => (
        <span key={remark}>{remark}</span>
      ))}
      {line.losses === undefined ? null : <span>{line.losses}</span>}
      {line.attempt === undefined ? null : <span>{line.attempt}</span>}
      <About line={line} />
      {line.seq === undefined ? null : (
        <>
          <span class="id">{t('timeline.entry', { seq: line.seq })}</span>
          <a href={`/requests/${request}?asOf=${encodeURIComponent(line.at)}`}>{t('timeline.as-of')}</a>
        </>
      )}
    </p>
  );
}

/** Ways to the message or notice that a line is about. */
function About({ line: { message, notice } }: { line: TimelineLine }): JSX.Element {
  const { t } = useReader();
  return (
    <>
      {message === undefined ? null : <a href={`#message-${message}`}>{t('message.fields')}</a>}
      {notice === undefined ? null : <a href={`#notice-${notice}`}>{t('notices.text')}</a>}
    </>
  );
}

function HeldPill({ line: { hold } }: { line: TimelineLine }): JSX.Element | null {
  const { t } = useReader();
  if (hold?.heldAt === undefined) return null;
  return (
    <>
      {' '}
      <Pill tone="warn" icon="lock">
        {t('clock.held')}
      </Pill>
    </>
  );
}

/** What is planned is held, or let go, beside it. */
function Hold({
  line: { hold, text },
  request,
}: {
  line: TimelineLine;
  request: string;
}): JSX.Element | null {
  const { t, may } = useReader();
  if (hold === undefined || !may(Right.Work)) return null;
  const label = hold.isLadder ? t('clock.release-ladder') : t(`verb.${hold.verb}`);
  return (
    <ButtonForm
      action={`/requests/${request}/acts`}
      kind="quiet"
      label={label}
      about={text}
      hidden={{ verb: hold.verb, clock: hold.clock, back: `/requests/${request}` }}
    />
  );
}

/** What was said at a call, as staff wrote it. */
function Said({ call }: { call: string | undefined }): JSX.Element | null {
  return call === undefined ? null : <p class="line-call">{call}</p>;
}
