import type { JSX } from 'preact';
import { numberForms, type NumberForm } from '../../tracking/index.js';
import { Select, TextArea, TextField } from '../frame/fields.js';
import { Csrf, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { CarrierField, CarrierValues } from './read-carrier.js';

interface Filled {
  values: CarrierValues;
  /** The carrier that the form changes; missing where it adds one. */
  changes?: string | undefined;
  faults: ReadonlySet<CarrierField>;
}

/** How the place of a number is written in an address. */
const MARKS = { one: '{id}', several: '{ids}' };

export function CarrierForm(filled: Filled): JSX.Element {
  const { t } = useReader();
  const { changes } = filled;
  const title = changes === undefined ? t('carriers.add') : t('carriers.change', { name: changes });
  return (
    <Section id="carrier" title={title}>
      <form method="post" action="/settings/carriers" class="form" aria-label={title}>
        <Csrf />
        {changes === undefined ? null : <input type="hidden" name="changes" value={changes} />}
        {written.slice(0, 4).map((field) => (
          <Line key={field.name} field={field} filled={filled} />
        ))}
        <Choices {...filled} />
        {written.slice(4).map((field) => (
          <Line key={field.name} field={field} filled={filled} />
        ))}
        <Routing {...filled} />
        <div class="buttons">
          <button type="submit" class="button button-primary">
            {t('carriers.save')}
          </button>
        </div>
      </form>
    </Section>
  );
}

/** What is written on a line, in the order of the form. */
const written = [
  { name: 'id', hasHint: true, isNeeded: true },
  { name: 'name', hasHint: false, isNeeded: true },
  { name: 'aliases', hasHint: true, isNeeded: false },
  { name: 'url', hasHint: true, isNeeded: false },
  { name: 'feed', hasHint: true, isNeeded: false },
] as const;

function Line({ field, filled }: { field: (typeof written)[number]; filled: Filled }): JSX.Element {
  const { t } = useReader();
  const { name, hasHint, isNeeded } = field;
  return (
    <TextField
      name={name}
      label={t(`carriers.${name}`)}
      value={filled.values[name] ?? ''}
      isNeeded={isNeeded}
      {...(hasHint ? { hint: t(`carriers.${name}-hint`, MARKS) } : {})}
      {...faulty(name === 'feed' ? 'source' : name, filled, t)}
    />
  );
}

function faulty(
  field: Exclude<CarrierField, 'feed'>,
  { faults }: Filled,
  t: Reader['t'],
): { fault?: string } {
  return faults.has(field) ? { fault: t(`carriers.fault.${field}`, MARKS) } : {};
}

function Choices(filled: Filled): JSX.Element {
  const { t } = useReader();
  const { values } = filled;
  return (
    <>
      <Select
        name="numbers"
        label={t('carriers.numbers')}
        value={values.numbers ?? ''}
        choices={[
          { value: '', label: t('carriers.numbers-none') },
          ...(Object.keys(numberForms) as NumberForm[]).map((form) => ({
            value: form,
            label: t(`carriers.form.${form}`),
          })),
        ]}
        {...faulty('numbers', filled, t)}
      />
      <Select
        name="source"
        label={t('carriers.source')}
        value={values.source ?? ''}
        choices={(['none', 'csv', 'feed'] as const).map((kind) => ({
          value: kind === 'none' ? '' : kind,
          label: t(`carriers.source.${kind}`),
        }))}
      />
    </>
  );
}

function Routing(filled: Filled): JSX.Element {
  const { t } = useReader();
  return (
    <TextArea
      name="routing"
      label={t('carriers.routing')}
      hint={t('carriers.routing-hint')}
      value={filled.values.routing ?? ''}
      {...faulty('routing', filled, t)}
    />
  );
}
