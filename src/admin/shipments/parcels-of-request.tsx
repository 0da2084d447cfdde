import type { JSX } from 'preact';
import type { ParcelView } from '../../desk/index.js';
import { Facts, Moment, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { Band, insuranceText, Numbers, StatePill, stepText } from './parcel-parts.js';

/** What of a request travels, each with its way, how it stands and what to do next. */
export function ParcelsOfRequest({
  parcels,
  isPast,
}: {
  parcels: readonly ParcelView[];
  /** What was once is not acted on. */
  isPast: boolean;
}): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="parcels" title={t('request.parcels')}>
      {parcels.length === 0 ? <p class="muted">{t('parcel.none')}</p> : null}
      <ul class="stack-small">
        {parcels.map((parcel) => (
          <OfRequest key={parcel.id} parcel={parcel} isPast={isPast} />
        ))}
      </ul>
    </Section>
  );
}

const times = [
  ['sentAt', 'ship.sent'],
  ['deliveredAt', 'ship.delivered'],
  ['lateAt', 'ship.late-since'],
  ['tracedAt', 'ship.traced'],
  ['lostAt', 'ship.lost-since'],
  ['arrivedAt', 'ship.arrived'],
] as const;

function OfRequest({ parcel, isPast }: { parcel: ParcelView; isPast: boolean }): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const { id, way, carrier, packing, requests, arrivedAt, lostAt, next } = parcel;
  const whose = way === 'out' ? 'ours' : 'theirs';
  const items = requests.flatMap(({ itemIds }) => itemIds);
  const isAway = (arrivedAt ?? lostAt) === undefined;
  return (
    <li class="stack-small">
      <p>
        <strong>{t(`parcel.${requests[0]?.direction ?? 'out'}-${whose}`)}</strong>{' '}
        <StatePill parcel={parcel} />
      </p>
      {next === undefined || isPast ? null : <p>{stepText(parcel, reader)}</p>}
      <Facts
        facts={[
          { name: t('ship.carrier'), value: carrier },
          { name: t('ship.numbers'), value: <Numbers parcel={parcel} /> },
          { name: t('ship.items'), value: items.join(', ') },
          ...times.map(([time, word]) => ({
            name: t(word),
            value: parcel[time] === undefined ? undefined : <Moment at={parcel[time]} form="date" />,
          })),
          { name: t('ship.expected'), value: isAway ? <Band parcel={parcel} /> : undefined },
          { name: t('ship.insurance'), value: insuranceText(parcel, reader) },
          { name: t('ship.packing'), value: packing.map((each) => t(`ship.packing.${each}`)).join(', ') },
        ]}
      />
      {isPast ? null : (
        <p>
          <a href={`/shipments/${id}`}>{t('ship.open')}</a>
        </p>
      )}
    </li>
  );
}
