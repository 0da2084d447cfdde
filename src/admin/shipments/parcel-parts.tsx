import type { JSX } from 'preact';
import type { ParcelState, ParcelView } from '../../desk/index.js';
import { Icon } from '../frame/icons.js';
import { Facts, Moment, Pill, type Tone } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { dateText } from '../frame/times.js';

const tones: Readonly<Record<ParcelState, Tone>> = {
  'under-way': 'plain',
  late: 'bad',
  delivered: 'warn',
  arrived: 'good',
  lost: 'bad',
};

/** `To South Library`. */
export function wayText({ way, peerName }: ParcelView, { t }: Pick<Reader, 't'>): string {
  return t(way === 'out' ? 'ship.to' : 'ship.from', { peer: peerName });
}

/** How a parcel stands, by a word, a tone and, where something is wrong, a sign. */
export function StatePill({ parcel: { state } }: { parcel: ParcelView }): JSX.Element {
  const { t } = useReader();
  const isWrong = state === 'late' || state === 'lost';
  return (
    <Pill tone={tones[state]} {...(isWrong ? { icon: 'alert' as const } : {})}>
      {t(`ship.state.${state}`)}
    </Pill>
  );
}

/** What to do next; what is on its way by itself needs nothing. */
export function stepText({ next, state }: ParcelView, { t }: Pick<Reader, 't'>): string {
  if (next !== undefined) return t(`ship.step.${next}`);
  return t(state === 'arrived' ? 'ship.step.over' : 'ship.step.none');
}

/** Each number as a link to the carrier's page where there is one. */
export function Numbers({ parcel: { numbers } }: { parcel: ParcelView }): JSX.Element {
  const { t } = useReader();
  if (numbers.length === 0) return <span class="muted">{t('ship.no-number')}</span>;
  return (
    <span class="ids">
      {numbers.map(({ trackingId, url }) =>
        url === undefined ? (
          <span key={trackingId} class="id">
            {trackingId}
          </span>
        ) : (
          <a key={trackingId} class="id" href={url} rel="external noreferrer" title={t('ship.at-carrier')}>
            {trackingId}
          </a>
        ),
      )}
    </span>
  );
}

/** Between which days it should arrive, as earlier ones of this peer did; or the day that whoever posted it has named. */
export function bandText({ expected, expectedAt }: ParcelView, reader: Reader): string {
  const { t } = reader;
  if (expectedAt !== undefined) return t('ship.band-same', { from: dateText(expectedAt, reader) });
  if (expected === undefined) return t('ship.band-none');
  const [from, to] = [dateText(expected.median, reader), dateText(expected.p90, reader)];
  return from === to ? t('ship.band-same', { from }) : t('ship.band', { from, to });
}

/** What the band rests on. */
export function Band({ parcel }: { parcel: ParcelView }): JSX.Element {
  const reader = useReader();
  const { expected, expectedAt } = parcel;
  const isOfHistory = expected !== undefined && expectedAt === undefined;
  return (
    <span>
      {bandText(parcel, reader)}
      {isOfHistory ? (
        <span class="small muted"> ({reader.t('ship.band-of', { n: expected.samples })})</span>
      ) : null}
    </span>
  );
}

/** What it is insured for; nothing where nobody said. */
export function insuranceText({ insurance }: ParcelView, { t }: Pick<Reader, 't'>): string | undefined {
  if (insurance === undefined) return undefined;
  const { insured, amount, currency, byThirdParty } = insurance;
  if (!insured) return t('ship.not-insured');
  const sum = [amount, currency].filter(Boolean).join(' ');
  const text = sum === '' ? t('ship.insured') : t('ship.insured-for', { sum });
  return byThirdParty === true ? t('ship.insured-elsewhere', { text }) : text;
}

const times = [
  ['sentAt', 'ship.sent'],
  ['expectedAt', 'ship.expected-day'],
  ['deliveredAt', 'ship.delivered'],
  ['lateAt', 'ship.late-since'],
  ['tracedAt', 'ship.traced'],
  ['lostAt', 'ship.lost-since'],
  ['arrivedAt', 'ship.arrived'],
] as const;

/** All that is known of a parcel but what is in it. */
export function ParcelFacts({ parcel }: { parcel: ParcelView }): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const { carrier, packing, routing, arrivedAt } = parcel;
  return (
    <Facts
      facts={[
        { name: t('ship.carrier'), value: carrier ?? <span class="muted">{t('ship.no-carrier')}</span> },
        { name: t('ship.numbers'), value: <Numbers parcel={parcel} /> },
        ...times.map(([time, word]) => ({
          name: t(word),
          value: parcel[time] === undefined ? undefined : <Moment at={parcel[time]} form="date" />,
        })),
        { name: t('ship.expected'), value: arrivedAt === undefined ? <Band parcel={parcel} /> : undefined },
        { name: t('ship.insurance'), value: insuranceText(parcel, reader) },
        { name: t('ship.packing'), value: packing.map((each) => t(`ship.packing.${each}`)).join(', ') },
        { name: t('ship.routing'), value: routing },
      ]}
    />
  );
}

/** What travels in it, each with the way to its request. */
export function Contents({ parcel: { requests } }: { parcel: ParcelView }): JSX.Element {
  const { t } = useReader();
  return (
    <ul class="plain-list">
      {requests.map(({ shipment, loan, title, requestId, itemIds, state }) => (
        <li key={shipment}>
          <a href={`/requests/${loan}`}>{title ?? requestId}</a>{' '}
          <span class="small muted">
            <span class="id">{requestId}</span> {t(`state.${state}`)}
            {itemIds.length === 0 ? null : (
              <>
                {' · '}
                {t('ship.items')}: <span class="id">{itemIds.join(', ')}</span>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The sign of the way that it goes. */
export function WayIcon({ parcel: { way } }: { parcel: ParcelView }): JSX.Element {
  return <Icon name={way} />;
}
