import type { JSX } from 'preact';
import type { ScanDone } from '../../desk/index.js';
import { Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { wordOf } from '../words/word-of.js';

type Answer = ScanDone['answers'][number]['answer'];

/** What came of a scan, request by request. */
export function ScanOutcome({ done }: { done: ScanDone }): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const { answers, reading, parcel, added } = done;
  const isWhole =
    answers.every(({ answer }) => isDone(answer)) && (added === undefined || added.kind === 'done');
  const titles = new Map(reading.requests.map(({ loan, title, requestId }) => [loan, title ?? requestId]));
  return (
    <Notice tone={isWhole ? 'good' : 'bad'}>
      <p data-scan={isWhole ? 'good' : 'bad'}>
        <strong>{t('scan.done')}</strong>{' '}
        {parcel === undefined ? null : <a href={`/shipments/${parcel}`}>{t('scan.open-parcel')}</a>}
      </p>
      {added === undefined ? null : <p>{addedText(added, reader)}</p>}
      <ul>
        {answers.map(({ loan, answer }) => (
          <li key={loan}>
            <a href={`/requests/${loan}`}>{titles.get(loan) ?? loan}</a>: {answerText(answer, reader)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function isDone({ kind }: Answer): boolean {
  return kind === 'done' || kind === 'held';
}

function answerText(answer: Answer, { t }: Reader): string {
  switch (answer.kind) {
    case 'done':
    case 'held':
      return t(`scan.done.${answer.kind}`);
    case 'refused':
      return t('scan.done.refused', { why: wordOf(t, 'refusal', answer.refusal) });
    case 'key-used-otherwise':
      return t('scan.done.refused', { why: t('parcel-refusal.key-used-otherwise') });
    case 'unknown-loan':
      return t('scan.done.gone');
  }
}

function addedText(added: NonNullable<ScanDone['added']>, { t }: Reader): string {
  switch (added.kind) {
    case 'done':
      return t('scan.done.added');
    case 'refused':
      return t('scan.done.refused', { why: t(`parcel-refusal.${added.refusal}`) });
    case 'key-used-otherwise':
      return t('scan.done.refused', { why: t('parcel-refusal.key-used-otherwise') });
    case 'unknown-parcel':
      return t('scan.done.gone');
  }
}
