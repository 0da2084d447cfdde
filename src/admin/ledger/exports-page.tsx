import type { JSX } from 'preact';
import type { ExportView } from '../../audit/index.js';
import { Checkbox, TextField } from '../frame/fields.js';
import { ButtonForm, Csrf, Moment, Notice, Pill, Section, type Tone } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { askedNames, type LedgerAsked } from './asked.js';
import { Search } from './search.js';

export interface ExportsView {
  asked: LedgerAsked;
  counted?: { entries: number; size: number };
  fault?: 'exports.busy' | 'exports.because-missing';
  past: readonly ExportView[];
}

export const toneOf: Readonly<Record<ExportView['state'], Tone>> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
  gone: 'plain',
};

export function exportsPage(view: ExportsView, { t }: Reader): Page {
  const { counted, past, fault, asked } = view;
  return {
    title: t('exports.title'),
    place: 'ledger',
    main: (
      <>
        <p class="lead">{t('exports.lead')}</p>
        {fault === undefined ? null : <Notice tone="bad">{t(fault)}</Notice>}
        <Section id="make" title={t('exports.make')}>
          <Search action="/exports" asked={asked} submit={t('exports.count')} />
          {counted === undefined ? null : <Start asked={asked} counted={counted} />}
        </Section>
        <Section id="past" title={t('exports.past')}>
          {past.length === 0 ? <p>{t('exports.none')}</p> : null}
          <ul class="rows">
            {past.map((each) => (
              <Past key={each.id} made={each} />
            ))}
          </ul>
        </Section>
      </>
    ),
  };
}

function Start(props: { asked: LedgerAsked; counted: { entries: number; size: number } }): JSX.Element {
  const { asked, counted } = props;
  const { t } = useReader();
  return (
    <form method="post" action="/exports" class="form">
      <Csrf />
      {askedNames.map((name) =>
        asked[name] === undefined ? null : <input key={name} type="hidden" name={name} value={asked[name]} />,
      )}
      <p role="status">
        <strong>{t('exports.counted', { n: counted.entries, size: counted.size })}</strong>
      </p>
      <TextField name="because" label={t('exports.because')} hint={t('exports.because-hint')} isNeeded />
      <Checkbox name="workbook" label={t('exports.workbook')} />
      <div class="buttons">
        <button type="submit" class="button button-primary">
          {t('exports.start', { n: counted.entries })}
        </button>
      </div>
    </form>
  );
}

function Past({ made }: { made: ExportView }): JSX.Element {
  const { t } = useReader();
  return (
    <li class="row">
      <div>
        <p class="row-meta">
          <Pill tone={toneOf[made.state]}>{t(`export-state.${made.state}`)}</Pill>
          <Moment at={made.askedAt} />
          <span>{t('exports.n', { n: made.entries })}</span>
        </p>
        <p lang="en">
          <a href={`/exports/${made.id}`}>{made.words}</a>
        </p>
      </div>
      <p class="row-meta">
        {made.progress === undefined
          ? made.failure
          : t('exports.progress', { percent: Math.floor(made.progress * 100) })}
      </p>
      <div class="row-do">
        {made.isHere ? (
          <a class="button" href={`/exports/${made.id}/bundle`}>
            {t('exports.download')}
            <span class="unseen">: {made.words}</span>
          </a>
        ) : null}
        {made.state === 'running' ? (
          <ButtonForm action={`/exports/${made.id}/cancel`} label={t('exports.cancel')} />
        ) : null}
      </div>
    </li>
  );
}
