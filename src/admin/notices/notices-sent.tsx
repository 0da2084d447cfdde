import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { RequestDetail } from '../../desk/index.js';
import { Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { NoticeActs, NoticeStanding } from './notice-parts.js';
import { noticeView, type NoticeView } from './notice-view.js';

/** Notices of a request, the newest first; the past is looked at only. */
export function noticesSent(
  { view, asOf, noticeTexts }: Pick<RequestDetail, 'view' | 'asOf' | 'noticeTexts'>,
  reader: Reader,
): NoticeView[] {
  const canDecide = asOf === undefined && reader.may(Right.Work);
  return [...view.notices]
    .map(([id, notice]) =>
      noticeView(
        { id, notice, text: noticeTexts.get(id) },
        canDecide ? `/requests/${view.id}#notice-${id}` : undefined,
        reader,
      ),
    )
    .reverse();
}

/** Mails and letters about a request, with what they say, what became of them, and what can be done. */
export function NoticesSent({ notices }: { notices: readonly NoticeView[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="notices" title={t('notices.title')}>
      {notices.length === 0 ? <p class="muted">{t('notices.none')}</p> : null}
      <ul class="plain-list">
        {notices.map((notice) => (
          <li key={notice.id} id={`notice-${notice.id}`} class="notice-sent">
            <strong>{notice.title}</strong>
            <NoticeStanding notice={notice} />
            {notice.advice === undefined ? null : <p>{notice.advice}</p>}
            <Text notice={notice} />
            <NoticeActs notice={notice} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Text({ notice: { text, language, title } }: { notice: NoticeView }): JSX.Element | null {
  const { t } = useReader();
  if (text === undefined) return null;
  return (
    <details class="fold">
      <summary>
        {t('notices.text')}
        <span class="unseen">: {title}</span>
      </summary>
      <div class="fold-body">
        <p>
          {t('notices.subject')}: <strong lang={language}>{text.subject}</strong>
        </p>
        <pre class="letter-text" lang={language}>
          {text.text}
        </pre>
      </div>
    </details>
  );
}
