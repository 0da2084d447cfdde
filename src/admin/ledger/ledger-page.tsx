import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ProposalView, VerificationState } from '../../audit/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { Checkbox, TextField } from '../frame/fields.js';
import { Empty, Moment, Pager, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import type { LedgerAsked } from './asked.js';
import { Proposals } from './erasures.js';
import { Seal, Wholeness } from './wholeness.js';

export interface LedgerView {
  asked: LedgerAsked;
  size: number;
  checkpoint: string | undefined;
  verification: VerificationState;
  /** Erasures that the reader may approve. */
  proposals: readonly ProposalView[];
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
        <Proposals proposals={view.proposals} />
        <Wholeness {...view.verification} />
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
