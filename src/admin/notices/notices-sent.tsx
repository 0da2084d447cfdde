import type { JSX } from 'preact';
import type { Notice, NoticeState } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { Moment, Pill, Section, type Tone } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';

/** A notice of a request, for its page. */
export interface NoticeSentView {
  id: string;
  title: string;
  state: string;
  tone: Tone;
  at: string;
  /** The ledger's own words, which are English. */
  cause?: string;
}

export const noticeTones: Readonly<Record<NoticeState, Tone>> = {
  queued: 'plain',
  sending: 'plain',
  sent: 'good',
  'in-doubt': 'warn',
  bounced: 'bad',
  failed: 'bad',
  withdrawn: 'plain',
  'to-print': 'warn',
  printed: 'good',
};

export function noticesSent(notices: ReadonlyMap<string, Notice>, { t }: Reader): NoticeSentView[] {
  return [...notices].map(([id, { kind, to, state, madeAt, settledAt, cause }]) =>
    present({
      id,
      title: t('notice.for', { receiver: t(`receiver.${to}`), notice: t(`notice-kind.${kind}`) }),
      state: t(`notice-state.${state}`),
      tone: noticeTones[state],
      at: settledAt ?? madeAt,
      cause: state === 'sent' ? undefined : cause,
    }),
  );
}

/** Mails and letters about a request, with what became of them. */
export function NoticesSent({ notices }: { notices: readonly NoticeSentView[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="notices" title={t('notices.title')}>
      {notices.length === 0 ? <p class="muted">{t('notices.none')}</p> : null}
      <ul class="plain-list">
        {notices.map(({ id, title, state, tone, at, cause }) => (
          <li key={id}>
            {title} <Pill tone={tone}>{state}</Pill>{' '}
            <span class="small muted">
              <Moment at={at} /> {cause === undefined ? null : <span lang="en">{cause}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
