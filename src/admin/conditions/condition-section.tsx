import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { ConditionsView, LookView } from './condition-view.js';

/** How the item looked, to us and to the other side, each from left to right as time went on. */
export function ConditionSection({
  conditions,
  loan,
}: {
  conditions: ConditionsView;
  loan: string;
}): JSX.Element {
  const { t } = useReader();
  const { ours, theirs } = conditions;
  return (
    <Section id="conditions" title={t('condition-report.title')}>
      <Side title={t('condition-report.ours')} looks={ours} loan={loan} />
      <Side title={t('condition-report.theirs')} looks={theirs} loan={loan} />
    </Section>
  );
}

function Side({
  title,
  looks,
  loan,
}: {
  title: string;
  looks: readonly LookView[];
  loan: string;
}): JSX.Element {
  const { t } = useReader();
  return (
    <>
      <h3>{title}</h3>
      {looks.length === 0 ? <p class="muted">{t('condition-report.none')}</p> : null}
      <ol class="looks-seen">
        {looks.map((look) => (
          <li key={look.id}>
            <Look look={look} loan={loan} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Look({ look, loan }: { look: LookView; loan: string }): JSX.Element {
  const { when, at, itemId, marks, looks, elsewhere, told } = look;
  return (
    <>
      <p>
        <strong>{when}</strong> <Moment at={at} />{' '}
        {itemId === undefined ? null : <span class="id">{itemId}</span>}
      </p>
      <p class="marks">
        {marks.map((mark) => (
          <Pill key={mark}>{mark}</Pill>
        ))}
      </p>
      {looks === undefined ? null : <p class="line-call">{looks}</p>}
      <Photos look={look} loan={loan} />
      {[elsewhere, told].map((line) =>
        line === undefined ? null : (
          <p key={line} class="small muted">
            {line}
          </p>
        ),
      )}
    </>
  );
}

function Photos({ look, loan }: { look: LookView; loan: string }): JSX.Element | null {
  const { may } = useReader();
  if (look.photos.length === 0 || !may(Right.Work)) return null;
  return (
    <ul class="photos">
      {look.photos.map(({ id, alt, width, height }) => (
        <li key={id}>
          <a href={`/requests/${loan}/photos/${id}`}>
            <img
              src={`/requests/${loan}/photos/${id}`}
              alt={alt}
              width={width}
              height={height}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
