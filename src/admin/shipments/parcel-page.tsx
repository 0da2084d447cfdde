import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ParcelView } from '../../desk/index.js';
import type { ParcelVerb } from '../../loan/index.js';
import { Icon } from '../frame/icons.js';
import { Moment, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { ParcelForms, type TriedOnParcel } from './parcel-forms.js';
import { Contents, ParcelFacts, StatePill, stepText, WayIcon, wayText } from './parcel-parts.js';
import { Done, ScanIn } from './shipments-page.js';

export interface ShownParcel {
  parcel: ParcelView;
  companions: readonly ParcelView[];
  carriers: readonly string[];
  /** What was just done. */
  done?: ParcelVerb | undefined;
  tried?: TriedOnParcel | undefined;
}

/** One parcel: what to do about it, what is in it, what its carrier has told. */
export function parcelPage(shown: ShownParcel, reader: Reader): Page {
  const { parcel, done } = shown;
  const { t, may } = reader;
  return {
    title: wayText(parcel, reader),
    place: 'shipments',
    heading: <Heading parcel={parcel} />,
    ...(done === undefined ? {} : { notice: <Done verb={done} /> }),
    main: (
      <div class="columns">
        <div class="stack">
          <Section id="next" title={t('ship.next')}>
            <p class="next-why">{stepText(parcel, reader)}</p>
            {may(Right.Work) && parcel.way === 'in' && isAway(parcel) ? (
              <p>
                <ScanIn parcel={parcel} />
              </p>
            ) : null}
            {may(Right.Work) ? <ParcelForms {...shown} /> : null}
          </Section>
          <Section id="contents" title={t('ship.requests')}>
            <Contents parcel={parcel} />
          </Section>
          <Told parcel={parcel} />
        </div>
        <div class="stack">
          <Section id="facts" title={t('ship.facts')}>
            <ParcelFacts parcel={parcel} />
          </Section>
          <div class="buttons">
            <a class="button" href={`/shipments/${parcel.id}/manifest`}>
              <Icon name="print" />
              {t('manifest.print')}
            </a>
          </div>
        </div>
      </div>
    ),
  };
}

function isAway({ state }: ParcelView): boolean {
  return state !== 'arrived' && state !== 'lost';
}

function Heading({ parcel }: { parcel: ParcelView }): JSX.Element {
  const reader = useReader();
  return (
    <div>
      <h1>{wayText(parcel, reader)}</h1>
      <p class="row-meta">
        <StatePill parcel={parcel} />
        <span class="said">
          <WayIcon parcel={parcel} />
          {reader.t('ship.n', { n: parcel.requests.length })}
        </span>
      </p>
    </div>
  );
}

function Told({ parcel: { events } }: { parcel: ParcelView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="events" title={t('ship.events')}>
      {events.length === 0 ? <p class="muted">{t('ship.no-events')}</p> : null}
      <ol class="plain-list">
        {events.map(({ status, at, trackingId }) => (
          <li key={`${at} ${status} ${trackingId}`}>
            <Moment at={at} /> <strong>{t(`ship.event.${status}`)}</strong>{' '}
            <span class="id">{trackingId}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
