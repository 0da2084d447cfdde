import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { ProposalView, VerificationState } from '../../audit/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { Empty, Moment, Pager, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import type { LedgerAsked } from './asked.js';
import { Proposals } from './erasures.js';
import { Search } from './search.js';
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
