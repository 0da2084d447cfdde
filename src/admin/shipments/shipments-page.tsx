import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ParcelView } from '../../desk/index.js';
import type { ParcelVerb } from '../../loan/index.js';
import { newId } from '../../platform/index.js';
import { Icon } from '../frame/icons.js';
import { ButtonForm, Chips, Empty, Moment, Notice, Pager } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { withQuery } from '../page-parts.js';
import { Band, Numbers, StatePill, stepText, WayIcon, wayText } from './parcel-parts.js';

/** What a list of parcels was asked for. */
export interface ShipmentsAsked {
  way?: 'out' | 'in' | undefined;
  isLate: boolean;
  after?: string | undefined;
  /** What was just done, and to which parcel. */
  done?: { verb: ParcelVerb; parcel: string } | undefined;
}

interface Listed {
  asked: ShipmentsAsked;
  items: readonly ParcelView[];
  next?: string;
}

/** Where the boxes are. Source: practice.md 3.1, row 4. */
export function shipmentsPage({ asked, items, next }: Listed, reader: Reader): Page {
  const { t } = reader;
  const { done } = asked;
  return {
    title: t('nav.shipments'),
    place: 'shipments',
    aside: <Tools />,
    ...(done === undefined ? {} : { notice: <Done {...done} /> }),
    main: (
      <>
        <p class="lead">{t('ship.lead')}</p>
        <Filters asked={asked} />
        {items.length === 0 ? (
          <Empty title={t(asked.isLate ? 'ship.empty-late' : 'ship.empty')}>{t('ship.empty-text')}</Empty>
        ) : (
          <ul class="rows" aria-label={t('ship.list')}>
            {items.map((parcel) => (
              <Row key={parcel.id} parcel={parcel} back={addressOf(asked)} />
            ))}
          </ul>
        )}
        {asked.after === undefined ? null : (
          <p>
            <a href={addressOf({ ...asked, after: undefined })}>{t('ship.first-page')}</a>
          </p>
        )}
        <Pager after={next === undefined ? undefined : addressOf({ ...asked, after: next })} />
      </>
    ),
  };
}

function addressOf({ way, isLate, after }: ShipmentsAsked): string {
  return withQuery('/shipments', { way, late: isLate ? 'yes' : undefined, after });
}

function Tools(): JSX.Element {
  const { t, may } = useReader();
  return (
    <div class="buttons">
      {may(Right.Work) ? (
        <a class="button button-primary" href="/scan">
          {t('nav.scan')}
        </a>
      ) : null}
      <a class="button" href="/shipments/manifest">
        <Icon name="print" />
        {t('manifest.today')}
      </a>
      {may(Right.Settings) ? (
        <a class="button button-quiet" href="/settings/carriers">
          {t('carriers.title')}
        </a>
      ) : null}
    </div>
  );
}

export function Done({ verb, parcel }: { verb: ParcelVerb; parcel?: string }): JSX.Element {
  const { t } = useReader();
  return (
    <Notice tone="good">
      {t(`parcel-done.${verb}`)}{' '}
      {parcel === undefined ? null : <a href={`/shipments/${parcel}`}>{t('ship.open')}</a>}
    </Notice>
  );
}

function Filters({ asked }: { asked: ShipmentsAsked }): JSX.Element {
  const { t } = useReader();
  const { way, isLate } = asked;
  return (
    <>
      <Chips
        label={t('ship.way')}
        chips={([undefined, 'out', 'in'] as const).map((one) => ({
          href: addressOf({ way: one, isLate }),
          label: t(`ship.${one ?? 'all'}`),
          isOn: way === one,
        }))}
      />
      <Chips
        label={t('ship.standing')}
        chips={[false, true].map((one) => ({
          href: addressOf({ way, isLate: one }),
          label: t(one ? 'ship.late' : 'ship.any'),
          isOn: isLate === one,
          tone: one ? ('bad' as const) : ('plain' as const),
        }))}
      />
    </>
  );
}

function Row({ parcel, back }: { parcel: ParcelView; back: string }): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  return (
    <li class="row" data-row="">
      <div>
        <a class="row-title" href={`/shipments/${parcel.id}`} data-open="">
          {wayText(parcel, reader)}
        </a>
        <p class="row-meta">
          <StatePill parcel={parcel} />
          <span class="said">
            <WayIcon parcel={parcel} />
            {parcel.carrier ?? t('ship.no-carrier')}
          </span>
          <Numbers parcel={parcel} />
        </p>
        <Within parcel={parcel} />
      </div>
      <div class="row-why">
        {parcel.next === undefined ? null : <strong>{stepText(parcel, reader)}</strong>}
        <span class="muted">
          {t('ship.sent')} <Moment at={parcel.sentAt} form="date" />
        </span>
        <Band parcel={parcel} />
      </div>
      <div class="row-do">
        <Quick parcel={parcel} back={back} />
      </div>
    </li>
  );
}

/** Titles shown in a list; the parcel's own page has them all. */
const SHOWN = 4;

function Within({ parcel: { id, requests } }: { parcel: ParcelView }): JSX.Element {
  const { t } = useReader();
  const more = requests.length - SHOWN;
  return (
    <p class="row-meta">
      {requests.slice(0, SHOWN).map(({ shipment, loan, title, requestId }) => (
        <a key={shipment} href={`/requests/${loan}`}>
          {title ?? requestId}
        </a>
      ))}
      {more > 0 ? <a href={`/shipments/${id}`}>+ {t('ship.n', { n: more })}</a> : null}
    </p>
  );
}

/** What is done from the list: the one thing that needs no words. */
function Quick({ parcel, back }: { parcel: ParcelView; back: string }): JSX.Element | null {
  const reader = useReader();
  const { id, possible, way } = parcel;
  if (!reader.may(Right.Work)) return null;
  if (way === 'in' && parcel.state !== 'lost') return <ScanIn parcel={parcel} />;
  const verb = quickVerb(parcel);
  if (verb === undefined || !possible.includes(verb)) return null;
  return (
    <ButtonForm
      action={`/shipments/${id}/acts`}
      label={reader.t(`parcel-verb.${verb}`)}
      about={wayText(parcel, reader)}
      hidden={{ verb, key: newId(), back }}
    />
  );
}

/**
 * What has come in is received or checked in as the scan offers it: by its label, under which the other library may have
 * told of several requests one by one.
 */
export function ScanIn({ parcel }: { parcel: ParcelView }): JSX.Element {
  const reader = useReader();
  return (
    <a class="button" href={withQuery('/scan', { codes: parcel.numbers[0]?.trackingId ?? parcel.id })}>
      {reader.t('ship.take-in')}
      <span class="unseen">: {wayText(parcel, reader)}</span>
    </a>
  );
}

function quickVerb({ next }: ParcelView): ParcelVerb | undefined {
  if (next === 'carrier-trouble' || next === 'ask-requester' || next === 'ask-supplier') return 'trace';
  if (next === 'await-search') return 'lost';
  return next === 'settle' ? 'found' : undefined;
}
