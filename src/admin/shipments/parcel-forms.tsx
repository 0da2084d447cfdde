import type { JSX } from 'preact';
import type { ParcelView } from '../../desk/index.js';
import type { ParcelVerb } from '../../loan/index.js';
import { newId } from '../../platform/index.js';
import { Select, TextArea, TextField } from '../frame/fields.js';
import { Csrf } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { dateText } from '../frame/times.js';
import { parcelVerbs } from './read-parcel-act.js';

/** An act that was tried and refused, with what was filled in. */
export interface TriedOnParcel {
  verb: ParcelVerb;
  refusal: string;
  values: Readonly<Record<string, string>>;
}

interface Offered {
  parcel: ParcelView;
  /** What it can be joined with. */
  companions: readonly ParcelView[];
  carriers: readonly string[];
  tried?: TriedOnParcel | undefined;
}

/** What can be done with the parcel now, each with its form; what is not possible is not shown. */
export function ParcelForms(offered: Offered): JSX.Element {
  const { t } = useReader();
  const { parcel, companions, tried } = offered;
  const shown = parcelVerbs.filter(
    (verb) => parcel.possible.includes(verb) && (verb !== 'join' || companions.length > 0),
  );
  if (shown.length === 0) return <p class="muted">{t('act.nothing')}</p>;
  return (
    <div class="act-others" role="group" aria-label={t('act.more')}>
      {shown.map((verb) => (
        <details key={verb} class="fold" id={`act-${verb}`} open={tried?.verb === verb} data-menu="">
          <summary>{t(`parcel-verb.${verb}`)}</summary>
          <div class="fold-body">
            <Form verb={verb} offered={offered} />
          </div>
        </details>
      ))}
    </div>
  );
}

function Form({ verb, offered }: { verb: ParcelVerb; offered: Offered }): JSX.Element {
  const { t } = useReader();
  const { parcel, tried } = offered;
  const fault = tried?.verb === verb ? tried.refusal : undefined;
  const Fields = fieldsOf[verb];
  return (
    <form method="post" action={`/shipments/${parcel.id}/acts`} class="form">
      <Csrf />
      <input type="hidden" name="verb" value={verb} />
      <input type="hidden" name="key" value={newId()} />
      <p class="hint">{t(`parcel-about.${verb}`)}</p>
      {fault === undefined ? null : (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {Fields === undefined ? null : <Fields {...offered} />}
      <div class="buttons">
        <button type="submit" class={`button button-${verb === 'lost' ? 'danger' : 'primary'}`}>
          {t(`parcel-verb.${verb}`)}
        </button>
      </div>
    </form>
  );
}

const fieldsOf: Partial<Record<ParcelVerb, (offered: Offered) => JSX.Element>> = {
  join: JoinFields,
  split: SplitFields,
  'add-tracking': NumberFields,
  lost: (offered) => <NoteField {...offered} verb="lost" />,
  found: (offered) => <NoteField {...offered} verb="found" />,
};

function JoinFields({ companions }: Offered): JSX.Element {
  const reader = useReader();
  return (
    <Select
      name="parcel"
      label={reader.t('parcel-field.parcel')}
      choices={companions.map(({ id, sentAt, numbers, requests }) => ({
        value: id,
        label: [
          dateText(sentAt, reader),
          ...numbers.map(({ trackingId }) => trackingId),
          ...requests.slice(0, 2).map(({ title, requestId }) => title ?? requestId),
        ].join(' · '),
      }))}
    />
  );
}

function SplitFields({ parcel }: Offered): JSX.Element {
  const { t } = useReader();
  return (
    <Select
      name="shipment"
      label={t('parcel-field.shipment')}
      choices={parcel.requests.map(({ shipment, title, requestId }) => ({
        value: shipment,
        label: title === undefined ? requestId : `${title} · ${requestId}`,
      }))}
    />
  );
}

function NumberFields({ parcel, carriers, tried }: Offered): JSX.Element {
  const { t } = useReader();
  const values = tried?.verb === 'add-tracking' ? tried.values : {};
  return (
    <>
      <TextArea
        name="numbers"
        label={t('parcel-field.numbers')}
        hint={t('parcel-field.numbers-hint')}
        value={values['numbers'] ?? ''}
        isNeeded
      />
      {parcel.carrier === undefined ? (
        <Select
          name="carrier"
          label={t('parcel-field.carrier')}
          value={values['carrier'] ?? ''}
          choices={['', ...carriers].map((name) => ({
            value: name,
            label: name === '' ? t('ship.no-carrier') : name,
          }))}
        />
      ) : null}
    </>
  );
}

function NoteField({ verb, tried }: Offered & { verb: ParcelVerb }): JSX.Element {
  const { t } = useReader();
  const value = tried?.verb === verb ? (tried.values['note'] ?? '') : '';
  return <TextField name="note" idPrefix={`${verb}-`} label={t('parcel-field.note')} value={value} />;
}
