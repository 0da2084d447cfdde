import type { JSX } from 'preact';
import { newId } from '../../platform/index.js';
import { Select, TextArea, TextField, type Choice } from '../frame/fields.js';
import { Csrf, Notice, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import type { WordKey } from '../words/catalogue.js';
import type { WishFault, WishValues } from './wish-form.js';

export interface WishView {
  values: WishValues;
  faults: readonly WishFault[];
  /** Agencies of ours, where there are several to choose from. */
  agencies: readonly Choice[];
  /** Agencies that can be asked. */
  suppliers: readonly Choice[];
  isPrefilled: boolean;
  /** The request that stands under this number already. */
  existing?: string;
}

export function wishPage(view: WishView, { t }: Reader): Page {
  const { faults, existing, isPrefilled } = view;
  return {
    title: t('wish.title'),
    place: 'requests',
    width: 'narrow',
    ...(faults.length > 0 || existing !== undefined
      ? { notice: <Faults view={view} />, statusCode: 422 }
      : {}),
    main: (
      <>
        <p class="lead">{t(isPrefilled ? 'wish.prefilled' : 'wish.lead')}</p>
        <WishForm {...view} />
      </>
    ),
  };
}

function Faults({ view: { faults, existing } }: { view: WishView }): JSX.Element {
  const { t } = useReader();
  return (
    <Notice tone="bad">
      {existing === undefined ? null : (
        <p>
          {t('wish.exists')} <a href={`/requests/${existing}`}>{t('wish.exists-open')}</a>
        </p>
      )}
      {faults.length === 0 ? null : <p>{t('page.faults', { n: faults.length })}</p>}
      <ul>
        {faults.map(({ field, text }) => (
          <li key={text}>{field === '' ? text : <a href={`#${field}`}>{text}</a>}</li>
        ))}
      </ul>
    </Notice>
  );
}

const kinds = [
  ...(['Book', 'Article', 'Chapter', 'Journal', 'Thesis', 'ConferenceProc', 'Report', 'Newspaper'] as const),
  ...(['MusicScore', 'MusicRecording', 'SoundRecording', 'AudioBook', 'Movie', 'Map', 'Manuscript'] as const),
  ...(['ArchiveMaterial', 'Game', 'GovernmentPubl', 'Image', 'Patent'] as const),
];
const levels = ['Normal', 'Standard', 'Rush', 'Urgent', 'Express', 'SecondaryMail'] as const;

function WishForm(view: WishView): JSX.Element {
  const { t } = useReader();
  const { values } = view;
  return (
    <form method="post" action="/requests" class="form">
      <Csrf />
      {['pmid', 'oclc', 'lccn'].map((name) =>
        values[name] === undefined ? null : (
          <input key={name} type="hidden" name={name} value={values[name]} />
        ),
      )}
      <ReaderFields view={view} />
      <ItemFields view={view} />
      <ServiceFields view={view} />
      <Section id="suppliers" title={t('wish.suppliers')}>
        <div class="fields">
          {[1, 2, 3, 4].map((n) => (
            <Picked
              key={n}
              view={view}
              name={`supplier${n}`}
              label={t('wish.supplier', { n })}
              isNeeded={n === 1}
              choices={[{ value: '', label: t('wish.supplier-none') }, ...view.suppliers]}
            />
          ))}
        </div>
      </Section>
      <div class="buttons">
        <button type="submit" class="button button-primary">
          {t('wish.send')}
        </button>
      </div>
    </form>
  );
}

function ReaderFields({ view }: { view: WishView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="reader" title={t('wish.reader')}>
      <div class="fields">
        {view.agencies.length < 2 ? null : (
          <Picked view={view} name="agency" label={t('wish.agency')} choices={view.agencies} />
        )}
        <Text view={view} name="id" word="wish.id" hint="wish.id-hint" isNeeded />
        <Text view={view} name="reference" word="wish.reference" hint="wish.reference-hint" isNeeded />
        <Text view={view} name="surname" word="wish.surname" />
        <Text view={view} name="givenName" word="wish.givenName" />
        <Text view={view} name="pickup" word="wish.pickup" />
      </div>
    </Section>
  );
}

function ItemFields({ view }: { view: WishView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="item" title={t('wish.item')}>
      <div class="fields">
        <div class="wide">
          <Text view={view} name="title" word="wish.item-title" hint="wish.item-title-hint" isNeeded />
        </div>
        <Text view={view} name="author" word="wish.author" />
        <Picked
          view={view}
          name="publicationType"
          label={t('wish.publicationType')}
          choices={[
            { value: '', label: t('type.none') },
            ...kinds.map((kind) => ({ value: kind, label: t(`format.${kind}`) })),
          ]}
        />
        <div class="wide">
          <Text view={view} name="component" word="wish.component" />
        </div>
        <Text view={view} name="componentAuthor" word="wish.component-author" />
        <Text view={view} name="volume" word="wish.volume" />
        <Text view={view} name="issue" word="wish.issue" />
        <Text view={view} name="pages" word="wish.pages" />
        <Text view={view} name="edition" word="wish.edition" />
        <Text view={view} name="publisher" word="wish.publisher" />
        <Text view={view} name="place" word="wish.place" />
        <Text view={view} name="year" word="wish.year" />
        <Text view={view} name="isbn" word="wish.isbn" />
        <Text view={view} name="issn" word="wish.issn" />
        <Text view={view} name="doi" word="wish.doi" />
      </div>
    </Section>
  );
}

function ServiceFields({ view }: { view: WishView }): JSX.Element {
  const { t } = useReader();
  const types = ['Loan', 'Copy', 'CopyOrLoan'] as const;
  return (
    <Section id="service" title={t('wish.service')}>
      <div class="fields">
        <Picked
          view={view}
          name="type"
          label={t('wish.type')}
          choices={types.map((type) => ({ value: type, label: t(`type.${type}`) }))}
        />
        <Picked
          view={view}
          name="level"
          label={t('wish.level')}
          choices={[
            { value: '', label: t('wish.level-none') },
            ...levels.map((level) => ({ value: level, label: t(`level.${level}`) })),
          ]}
        />
        <Text view={view} name="needBefore" word="wish.need-before" type="date" />
        <Text view={view} name="cost" word="wish.cost" hint="wish.cost-hint" />
        <div class="wide">
          <TextArea name="note" label={t('wish.note')} hint={t('field.note-hint')} {...about(view, 'note')} />
        </div>
      </div>
    </Section>
  );
}

function about({ values, faults }: WishView, name: string): { value?: string; fault?: string } {
  const value = values[name];
  const fault = faults.find(({ field }) => field === name)?.text;
  return { ...(value === undefined ? {} : { value }), ...(fault === undefined ? {} : { fault }) };
}

function Text(props: {
  view: WishView;
  name: string;
  word: WordKey;
  hint?: WordKey;
  isNeeded?: boolean;
  type?: 'date';
}): JSX.Element {
  const { view, name, word, hint, isNeeded = false, type = 'text' } = props;
  const { t } = useReader();
  return (
    <TextField
      name={name}
      label={t(word)}
      type={type}
      isNeeded={isNeeded}
      {...(hint === undefined ? {} : { hint: t(hint) })}
      {...about(view, name)}
    />
  );
}

function Picked(props: {
  view: WishView;
  name: string;
  label: string;
  choices: readonly Choice[];
  isNeeded?: boolean;
}): JSX.Element {
  const { view, name, label, choices, isNeeded = false } = props;
  return <Select name={name} label={label} choices={choices} isNeeded={isNeeded} {...about(view, name)} />;
}

/** A number that no request has yet. */
export function suggestedNumber(): string {
  return `W-${newId().slice(0, 13).replace('-', '').toUpperCase()}`;
}
