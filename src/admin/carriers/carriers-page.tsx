import type { JSX } from 'preact';
import type { CarrierView } from '../../desk/index.js';
import { ButtonForm, Facts, Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { CarrierForm } from './carrier-form.js';
import type { CarrierField, CarrierValues } from './read-carrier.js';

export const carrierOutcomes = ['saved', 'unchanged', 'removed'] as const;
export type CarrierOutcome = (typeof carrierOutcomes)[number];

export interface CarriersShown {
  carriers: readonly CarrierView[];
  values: CarrierValues;
  /** The carrier that the form changes; missing where it adds one. */
  changes?: string | undefined;
  faults: ReadonlySet<CarrierField>;
  outcome?: CarrierOutcome | undefined;
}

/** Who carries parcels, and the form that adds or changes one. */
export function carriersPage(shown: CarriersShown, { t }: Reader): Page {
  const { carriers, outcome, faults } = shown;
  return {
    title: t('carriers.title'),
    place: 'shipments',
    ...(outcome === undefined ? {} : { notice: <Notice tone="good">{t(`carriers.${outcome}`)}</Notice> }),
    ...(faults.size === 0 ? {} : { notice: <Notice tone="bad">{t('carriers.fault')}</Notice> }),
    main: (
      <>
        <p class="lead">{t('carriers.lead')}</p>
        <div class="columns">
          <ul class="stack" aria-label={t('carriers.list')}>
            {carriers.map((carrier) => (
              <CarrierBox key={carrier.id} carrier={carrier} />
            ))}
          </ul>
          <div class="stack">
            <CarrierForm {...shown} />
          </div>
        </div>
      </>
    ),
  };
}

function CarrierBox({ carrier }: { carrier: CarrierView }): JSX.Element {
  const { t } = useReader();
  const { id, name, aliases = [], url, numbers, routing = {} } = carrier;
  return (
    <li class="section">
      <div class="section-head">
        <h2>{name}</h2>
        <div class="buttons">
          <a class="button" href={`/settings/carriers?change=${encodeURIComponent(id)}#carrier`}>
            {t('carriers.change-this')}
            <span class="unseen">: {name}</span>
          </a>
          <ButtonForm
            action={`/settings/carriers/${encodeURIComponent(id)}/remove`}
            label={t('carriers.remove')}
            about={name}
            kind="danger"
          />
        </div>
      </div>
      <Facts
        facts={[
          { name: t('carriers.id'), value: <span class="id">{id}</span> },
          { name: t('carriers.aliases'), value: aliases.join(', ') },
          { name: t('carriers.url'), value: url === undefined ? '' : <span class="id">{url}</span> },
          {
            name: t('carriers.numbers'),
            value: numbers === undefined ? '' : t(`carriers.form.${numbers}`),
          },
          { name: t('carriers.source'), value: <Source carrier={carrier} /> },
          {
            name: t('carriers.routing'),
            value: Object.entries(routing)
              .map(([peer, code]) => `${peer} = ${code}`)
              .join(', '),
          },
        ]}
      />
    </li>
  );
}

function Source({ carrier: { source, id } }: { carrier: CarrierView }): JSX.Element {
  const { t } = useReader();
  return (
    <>
      {t(`carriers.source.${source?.kind ?? 'none'}`)}
      {source?.kind === 'csv' ? <span class="small muted"> {t('carriers.folder', { id })}</span> : null}
      {source?.kind === 'feed' ? <span class="id"> {source.url}</span> : null}
    </>
  );
}
