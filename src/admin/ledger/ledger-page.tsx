import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ExportView } from '../../audit/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { Checkbox, TextField } from '../frame/fields.js';
import {
  ButtonForm,
  Csrf,
  Empty,
  Facts,
  Moment,
  Notice,
  Pager,
  Pill,
  Section,
  type Tone,
} from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';

/** The search as it was filled in. */
export const askedNames = ['from', 'before', 'kind', 'actor', 'request', 'peer', 'failed'] as const;
export type LedgerAsked = Partial<Record<(typeof askedNames)[number], string>>;

export interface LedgerView {
  asked: LedgerAsked;
  size: number;
  checkpoint: string | undefined;
  entries: readonly SealedEntry[];
  looked: { from: number; to: number };
  older?: string;
}

export function ledgerPage(view: LedgerView, { t, may }: Reader): Page {
  return {
    title: t('ledger.title'),
    place: 'ledger',
    aside: may(Right.Export) ? (
      <a class="button" href="/exports">
        {t('exports.title')}
      </a>
    ) : undefined,
    main: (
      <>
        <p class="lead">{t('ledger.lead')}</p>
        <Seal size={view.size} note={view.checkpoint} />
        <Search action="/ledger" asked={view.asked} submit={t('ledger.show')} />
        <Section id="entries" title={t('ledger.entries')}>
          {view.entries.length === 0 ? (
            <Empty title={t('ledger.none')} />
          ) : (
            <Entries entries={view.entries} />
          )}
          <p class="muted">{t('ledger.looked', view.looked)}</p>
        </Section>
        <Pager after={view.older} />
      </>
    ),
  };
}

function Seal({ size, note }: { size: number; note: string | undefined }): JSX.Element {
  const { t } = useReader();
  const signed = Number(note?.split('\n')[1] ?? 0);
  return (
    <Section id="seal" title={t('ledger.checkpoint')}>
      <Facts facts={[{ name: t('ledger.size'), value: String(size) }]} />
      {note === undefined ? (
        <p>{t('ledger.no-checkpoint')}</p>
      ) : (
        <details class="fold">
          <summary>{t('ledger.signed', { n: signed })}</summary>
          <div class="fold-body">
            <pre class="xml">{note}</pre>
            <p class="hint">{t('ledger.check-hint')}</p>
          </div>
        </details>
      )}
    </Section>
  );
}

/** The fields that select entries, for the search and for an export. */
export function Search(props: { action: string; asked: LedgerAsked; submit: string }): JSX.Element {
  const { action, asked, submit } = props;
  const { t } = useReader();
  const field = (name: Exclude<keyof LedgerAsked, 'failed'>, type: 'text' | 'date' = 'text'): JSX.Element => (
    <TextField
      name={name}
      label={t(`ledger.${name}`)}
      type={type}
      {...(asked[name] === undefined ? {} : { value: asked[name] })}
    />
  );
  return (
    <form method="get" action={action} class="filters" aria-label={t('ledger.filters')}>
      {field('from', 'date')}
      {field('before', 'date')}
      {field('kind')}
      {field('actor')}
      {field('request')}
      {field('peer')}
      <Checkbox name="failed" label={t('ledger.failed')} isOn={asked.failed !== undefined} />
      <button type="submit" class="button">
        {submit}
      </button>
    </form>
  );
}

function Entries({ entries }: { entries: readonly SealedEntry[] }): JSX.Element {
  const { t } = useReader();
  return (
    <ol class="plain-list" reversed>
      {entries.map((entry) => (
        <li key={entry.seq} class="row" data-row="">
          <div>
            <p class="row-meta">
              <span class="id">{entry.seq}</span>
              <Moment at={entry.at} />
              <strong lang="en">{entry.kind}</strong>
            </p>
            <p lang="en">{entry.because}</p>
          </div>
          <p class="row-meta">
            <span class="id">
              {entry.actor.kind}:{entry.actor.id}
            </span>
            {entry.peer === undefined ? null : <span>{entry.peer}</span>}
          </p>
          <div class="row-do">
            {entry.loan === undefined ? null : (
              <a class="button button-quiet" href={`/requests/${entry.loan}`} data-open="">
                {t('ledger.open-request')}
                <span class="unseen"> {entry.seq}</span>
              </a>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

export interface ExportsView {
  asked: LedgerAsked;
  counted?: { entries: number; size: number };
  fault?: 'exports.busy' | 'exports.because-missing';
  past: readonly ExportView[];
}

const toneOf: Readonly<Record<ExportView['state'], Tone>> = {
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
        <p lang="en">{made.words}</p>
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
