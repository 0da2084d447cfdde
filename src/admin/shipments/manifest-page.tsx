import type { JSX } from 'preact';
import type { ParcelView, PeerName } from '../../desk/index.js';
import { Select, TextField } from '../frame/fields.js';
import { Empty, Heads, Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { dateText } from '../frame/times.js';
import { insuranceText, wayText } from './parcel-parts.js';

/** The parcels that go to a carrier together. */
export interface ManifestAsked {
  day: string;
  peer?: string | undefined;
  carrier?: string | undefined;
}

interface OfDay {
  asked: ManifestAsked;
  parcels: readonly ParcelView[];
  hasMore: boolean;
  peers: readonly PeerName[];
  carriers: readonly string[];
}

/** A day's parcels on paper, for whoever fetches them. No reader is named on it. */
export function manifestPage(shown: OfDay, reader: Reader): Page {
  const { asked, parcels, hasMore } = shown;
  const { t } = reader;
  return {
    title: t('manifest.of-day', { day: dayText(asked.day, reader) }),
    place: 'shipments',
    main: (
      <>
        <Choose {...shown} />
        {hasMore ? <Notice tone="warn">{t('manifest.more')}</Notice> : null}
        {parcels.length === 0 ? (
          <Empty title={t('manifest.none')}>{t('manifest.none-text')}</Empty>
        ) : (
          <Manifest parcels={parcels} />
        )}
      </>
    ),
  };
}

export function oneManifestPage(parcel: ParcelView, { t }: Reader): Page {
  return {
    title: t('manifest.of'),
    place: 'shipments',
    main: <Manifest parcels={[parcel]} />,
  };
}

function dayText(day: string, reader: Reader): string {
  return dateText(`${day}T12:00:00Z`, { ...reader, timeZone: 'UTC' });
}

function Choose({ asked, peers, carriers }: OfDay): JSX.Element {
  const { t } = useReader();
  const { day, peer = '', carrier = '' } = asked;
  return (
    <form method="get" action="/shipments/manifest" class="form no-print" aria-label={t('manifest.title')}>
      <div class="fields">
        <TextField name="day" label={t('manifest.day')} type="date" value={day} />
        <Select
          name="peer"
          label={t('manifest.peer')}
          value={peer}
          choices={[
            { value: '', label: t('manifest.any-peer') },
            ...peers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Select
          name="carrier"
          label={t('manifest.carrier')}
          value={carrier}
          choices={[
            { value: '', label: t('manifest.any-carrier') },
            ...carriers.map((name) => ({ value: name, label: name })),
          ]}
        />
      </div>
      <div class="buttons">
        <button type="submit" class="button">
          {t('manifest.show')}
        </button>
      </div>
    </form>
  );
}

function Manifest({ parcels }: { parcels: readonly ParcelView[] }): JSX.Element {
  const reader = useReader();
  const { t, library } = reader;
  const requests = parcels.reduce((sum, parcel) => sum + parcel.requests.length, 0);
  return (
    <div class="manifest">
      <p class="muted no-print">{t('manifest.how')}</p>
      <p>
        <strong>{library}</strong> · {t('manifest.summary', { parcels: parcels.length, requests })}
      </p>
      {parcels.map((parcel) => (
        <Sheet key={parcel.id} parcel={parcel} />
      ))}
      <p class="manifest-sign">{t('manifest.taken')}</p>
    </div>
  );
}

const heads = ['manifest.request', 'manifest.what', 'manifest.item'] as const;

function Sheet({ parcel }: { parcel: ParcelView }): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const { routing, carrier, numbers, packing, requests, sentAt } = parcel;
  const about = [
    [t('ship.sent'), dateText(sentAt, reader)],
    [t('ship.carrier'), carrier],
    [t('ship.numbers'), numbers.map(({ trackingId }) => trackingId).join(', ')],
    [t('ship.insurance'), insuranceText(parcel, reader)],
    [t('ship.packing'), packing.map((each) => t(`ship.packing.${each}`)).join(', ')],
  ].filter(([, value]) => value !== undefined && value !== '');
  return (
    <section class="manifest-parcel" aria-labelledby={`parcel-${parcel.id}`}>
      <h2 id={`parcel-${parcel.id}`}>
        {wayText(parcel, reader)}
        {routing === undefined ? null : <strong class="routing"> {routing}</strong>}
      </h2>
      <p class="row-meta">
        {about.map(([name, value]) => (
          <span key={name}>
            {name}: <strong>{value}</strong>
          </span>
        ))}
      </p>
      <div class="table-around">
        <table>
          <Heads of={heads.map((head) => t(head))} />
          <tbody>
            {requests.map(({ shipment, requestId, title, itemIds }) => (
              <tr key={shipment}>
                <th scope="row" class="id">
                  {requestId}
                </th>
                <td>{title}</td>
                <td class="id">{itemIds.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
