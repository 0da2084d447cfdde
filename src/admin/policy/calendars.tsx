import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { CalendarView, PeerCalendarView } from '../../desk/index.js';
import type { CalendarDocument } from '../../loan/index.js';
import { TextField } from '../frame/fields.js';
import { ButtonForm, Csrf, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { Hidden } from './hidden.js';

/** When our libraries and our peers' are open: working days count by it. */
export function Calendars(props: {
  calendars: readonly CalendarView[];
  peers: readonly PeerCalendarView[];
}): JSX.Element {
  const { t, may } = useReader();
  return (
    <Section id="calendars" title={t('calendar.title')}>
      <p class="hint">{t('calendar.lead')}</p>
      {props.calendars.map(({ agency, name, calendar }) => (
        <div key={agency} class="calendar">
          <h3>{name}</h3>
          <Open calendar={calendar} />
          <Closures agency={agency} name={name} calendar={calendar} />
          {may(Right.Settings) ? <AddClosure agency={agency} name={name} /> : null}
        </div>
      ))}
      {props.peers.map(({ peer, name, isSaid, calendar }) => (
        <div key={peer} class="calendar">
          <h3>
            {name} {isSaid ? null : <Pill>{t('calendar.unsaid')}</Pill>}
          </h3>
          <Open calendar={calendar} />
          <Closures name={name} calendar={calendar} />
        </div>
      ))}
    </Section>
  );
}

/** Monday of a week that is as good as any. */
const MONDAY = Date.UTC(2026, 0, 5);

function Open({ calendar: { timeZone, weekdays, holidays } }: { calendar: CalendarDocument }): JSX.Element {
  const { t, locale } = useReader();
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const days = weekdays.map((day) => format.format(MONDAY + (day - 1) * 86_400_000)).join(', ');
  const named = Object.entries(holidays);
  return (
    <>
      <p>{t('calendar.open', { days, zone: timeZone })}</p>
      {named.length === 0 ? null : (
        <ul class="plain-list">
          {named.map(([rule, what]) => (
            <li key={rule}>
              <code>{rule}</code> {what}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Closures(props: { agency?: string; name: string; calendar: CalendarDocument }): JSX.Element {
  const { agency, name, calendar } = props;
  const { t, may } = useReader();
  const closures = Object.entries(calendar.closures);
  if (closures.length === 0) return <p class="muted">{t('calendar.no-closures')}</p>;
  return (
    <ul class="plain-list">
      {closures.map(([range, why]) => (
        <li key={range}>
          {range.replace('/', ' – ')} {why}{' '}
          {agency !== undefined && may(Right.Settings) ? (
            <ButtonForm
              action="/calendars/closures/remove"
              kind="quiet"
              label={t('calendar.remove')}
              about={`${name}, ${range}`}
              hidden={{ agency, range }}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function AddClosure({ agency, name }: { agency: string; name: string }): JSX.Element {
  const { t } = useReader();
  const idPrefix = `${agency.replace(/\W/g, '-')}-`;
  return (
    <details class="fold">
      <summary>
        {t('calendar.add')}
        <span class="unseen">: {name}</span>
      </summary>
      <form method="post" action="/calendars/closures" class="form fold-body">
        <Csrf />
        <Hidden values={{ agency }} />
        <TextField name="from" type="date" label={t('calendar.from')} idPrefix={idPrefix} isNeeded />
        <TextField name="to" type="date" label={t('calendar.to')} idPrefix={idPrefix} isNeeded />
        <TextField name="why" label={t('calendar.why')} idPrefix={idPrefix} isNeeded />
        <div class="buttons">
          <button type="submit" class="button button-primary">
            {t('calendar.add')}
          </button>
        </div>
      </form>
    </details>
  );
}
