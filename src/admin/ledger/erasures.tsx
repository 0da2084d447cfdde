import type { JSX } from 'preact';
import type { ApprovalAnswer, ProposalView } from '../../audit/index.js';
import { ButtonForm, Facts, Moment, Notice, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { dateTimeText } from '../frame/times.js';

/** Erasures that wait for a second person, each with its button; nothing where none waits. */
export function Proposals({ proposals }: { proposals: readonly ProposalView[] }): JSX.Element | null {
  const { t } = useReader();
  if (proposals.length === 0) return null;
  return (
    <Section id="erasures" title={t('erasure.waiting')}>
      <p>{t('erasure.waiting-text')}</p>
      <ul class="rows">
        {proposals.map((each) => (
          <Proposal key={each.id} {...each} />
        ))}
      </ul>
    </Section>
  );
}

function Proposal({
  id,
  proposedAt,
  proposedBy,
  until,
  because,
  requests,
  isOwn,
}: ProposalView): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const asked = t('erasure.requests', { n: requests });
  return (
    <li class="row">
      <div>
        <p class="row-meta">
          <strong>{asked}</strong>
          <Moment at={proposedAt} />
          <span class="id">{t('erasure.proposed', { who: `${proposedBy.kind}:${proposedBy.id}` })}</span>
        </p>
        <p lang="en">{because}</p>
      </div>
      <p class="row-meta">
        <Moment at={until} words={t('erasure.until', { when: dateTimeText(until, reader) })} />
      </p>
      <div class="row-do">
        {isOwn ? (
          <p class="muted">{t('erasure.own')}</p>
        ) : (
          <ButtonForm
            action={`/erasures/${id}/approve`}
            label={t('erasure.approve')}
            kind="danger"
            about={`${asked}, ${because}`}
          />
        )}
      </div>
    </li>
  );
}

const statusOf = { unknown: 404, 'same-person': 409, 'ran-out': 409 } as const;

/** What came of an approval. */
export function approvedPage(answer: ApprovalAnswer, { t }: Reader): Page & { statusCode: number } {
  return {
    statusCode: answer.kind === 'erased' ? 200 : statusOf[answer.why],
    title: t('erasure.done-title'),
    place: 'ledger',
    width: 'narrow',
    aside: (
      <a class="button" href="/ledger">
        {t('erasure.back')}
      </a>
    ),
    main:
      answer.kind === 'erased' ? (
        <>
          <Notice tone="good">{t('erasure.done', { n: answer.done.erased })}</Notice>
          <p>{t('erasure.held-back', { n: answer.done.heldBack.length })}</p>
          <Facts
            facts={[
              {
                name: t('erasure.certificate'),
                value: <code class="id">{answer.done.certificate}</code>,
              },
            ]}
          />
        </>
      ) : (
        <Notice tone="bad">{t(`erasure.refused.${answer.why}`)}</Notice>
      ),
  };
}
