import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { TermsEntry } from '../../desk/index.js';
import { ButtonForm, Moment, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';

/** Every change of policies and calendars: when, why, and what stood and stands there. One press takes one back. */
export function History({ history }: { history: readonly TermsEntry[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="history" title={t('policy.history')}>
      {history.length === 0 ? <p class="muted">{t('policy.no-history')}</p> : null}
      <ul class="rows">
        {history.map((entry) => (
          <Past key={entry.seq} entry={entry} />
        ))}
      </ul>
    </Section>
  );
}

function Past({ entry }: { entry: TermsEntry }): JSX.Element {
  const { t, may, userId } = useReader();
  const { seq, at, of, by, because, differences } = entry;
  return (
    <li class="row">
      <div>
        <p class="row-meta">
          <Moment at={at} />
          <span>{of === 'house' ? t('policy.house') : of.replace(/^peer:/, '')}</span>
          <span>{by === userId ? t('timeline.by-you') : <span class="id">{by}</span>}</span>
          <span class="id">{t('timeline.entry', { seq })}</span>
        </p>
        <p>{because}</p>
        <Differences differences={differences} />
      </div>
      <div class="row-do">
        {may(Right.Settings) ? (
          <ButtonForm
            action="/policy/undo"
            label={t('policy.undo')}
            about={t('timeline.entry', { seq })}
            hidden={{ seq: String(seq) }}
          />
        ) : null}
      </div>
    </li>
  );
}

/** Key by key, what stood and what stands there. */
export function Differences({ differences }: { differences: TermsEntry['differences'] }): JSX.Element {
  return (
    <ul class="plain-list">
      {differences.map(({ key, before = '–', after = '–' }) => (
        <li key={key}>
          <code>{key}</code>: {before} → {after}
        </li>
      ))}
    </ul>
  );
}
