import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ExportView } from '../../audit/index.js';
import { TextField } from '../frame/fields.js';
import { ButtonForm, Csrf, Facts, Moment, Notice, Pill, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { toneOf } from './exports-page.js';

export interface OneExport {
  made: ExportView;
  /** What it was for, where the caller may know. */
  because?: string;
  /** The id of the approval that was just given. */
  approval?: string;
  fault?: 'exports.because-missing';
}

/** One export: how far it is, its file, who made it and what for; and for privacy the approval. */
export function exportPage(view: OneExport, { t, may }: Reader): Page {
  const { made, approval, fault } = view;
  return {
    title: t('export.title'),
    place: 'ledger',
    aside: (
      <a class="button" href="/exports">
        {t('exports.title')}
      </a>
    ),
    main: (
      <>
        {fault === undefined ? null : <Notice tone="bad">{t(fault)}</Notice>}
        {approval === undefined ? null : (
          <Notice tone="good">
            <p>{t('export.approved')}</p>
            <p>
              <code class="id">lendwire export --approval {approval}</code>
            </p>
          </Notice>
        )}
        <Made {...view} />
        {may(Right.ExportPersons) ? <Approve id={made.id} /> : null}
      </>
    ),
  };
}

/** That there is no such export, or none that the caller may see. */
export function noExportPage({ t }: Reader): Page & { statusCode: number } {
  return {
    statusCode: 404,
    title: t('error.not-found'),
    width: 'narrow',
    main: <p>{t('error.not-found-text')}</p>,
  };
}

function Made({ made, because }: OneExport): JSX.Element {
  const { t } = useReader();
  const { id, state, askedAt, askedBy, words, entries, size, bytes, progress, failure, isHere } = made;
  const english = (text: string | undefined): JSX.Element | undefined =>
    text === undefined ? undefined : <span lang="en">{text}</span>;
  return (
    <Section id="made" title={t('export.made')}>
      <p role="status">
        <Pill tone={toneOf[state]}>{t(`export-state.${state}`)}</Pill>{' '}
        {progress === undefined ? null : t('exports.progress', { percent: Math.floor(progress * 100) })}
      </p>
      <Facts
        facts={[
          { name: t('export.asked-at'), value: <Moment at={askedAt} /> },
          { name: t('export.asked-by'), value: <span class="id">{`${askedBy.kind}:${askedBy.id}`}</span> },
          { name: t('exports.because'), value: english(because) },
          { name: t('export.selected'), value: english(words) },
          { name: t('ledger.size'), value: t('export.n-of', { n: entries, size }) },
          {
            name: t('export.file'),
            value: bytes === undefined ? undefined : t('export.bytes', { n: bytes }),
          },
          { name: t('export.failure'), value: english(failure) },
        ]}
      />
      <div class="buttons">
        {isHere ? (
          <a class="button button-primary" href={`/exports/${id}/bundle`}>
            {t('exports.download')}
          </a>
        ) : null}
        {state === 'running' ? (
          <>
            <a class="button" href={`/exports/${id}`}>
              {t('ledger.look-again')}
            </a>
            <ButtonForm action={`/exports/${id}/cancel`} label={t('exports.cancel')} />
          </>
        ) : null}
      </div>
    </Section>
  );
}

function Approve({ id }: { id: string }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="approve" title={t('export.approve-title')}>
      <p>{t('export.approve-text')}</p>
      <form method="post" action={`/exports/${id}/approve`} class="form">
        <Csrf />
        <TextField name="because" label={t('exports.because')} hint={t('exports.because-hint')} isNeeded />
        <div class="buttons">
          <button type="submit" class="button">
            {t('export.approve')}
          </button>
        </div>
      </form>
    </Section>
  );
}
