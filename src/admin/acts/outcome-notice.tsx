import type { JSX } from 'preact';
import type { WorkItem } from '../../desk/index.js';
import type { Verb } from '../../loan/index.js';
import { ButtonForm, Moment, Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { momentOf } from '../frame/times.js';
import { titleOf } from '../work/row.js';
import { wordOf } from '../words/word-of.js';

/** What came of what was just done; a page that was led back to says it. */
export const outcomes = ['done', 'held', 'withdrawn', 'too-late', 'aside'] as const;
export type OutcomeWord = (typeof outcomes)[number];

export interface OutcomeView {
  loan: string;
  title: string;
  /** Can still be taken back. */
  held?: { act: string; verb: string; decideAt: string; secondsLeft: number };
  /** Was not possible any more when its time came. */
  refused?: { act: string; verb: string; why: string; between?: readonly string[] };
  word?: OutcomeWord;
  still: readonly { verb: Verb; label: string }[];
}

/** What can still be done about something that is done: what undoes it best comes first. */
const amends: readonly Verb[] = ['cancel', 'cannot-supply', 'report-lost', 'ask-status', 'note'];

export function outcomeView(
  item: Pick<WorkItem, 'view' | 'possible'>,
  word: OutcomeWord | undefined,
  reader: Reader,
): OutcomeView | undefined {
  const { held, refusedAct } = item.view.record;
  const [waiting] = Object.entries(held);
  if (waiting === undefined && refusedAct === undefined && word === undefined) return undefined;
  const { t, now } = reader;
  return {
    loan: item.view.id,
    title: titleOf(item, reader),
    still: amends
      .filter((verb) => item.possible.includes(verb))
      .map((verb) => ({ verb, label: t(`verb.${verb}`) })),
    ...(word === undefined ? {} : { word }),
    ...(waiting === undefined
      ? {}
      : {
          held: {
            act: waiting[0],
            verb: wordOf(t, 'verb', waiting[1].verb),
            decideAt: waiting[1].decideAt,
            secondsLeft: Math.max(
              0,
              Math.ceil((momentOf(waiting[1].decideAt).getTime() - now.getTime()) / 1000),
            ),
          },
        }),
    ...(refusedAct === undefined
      ? {}
      : {
          refused: {
            act: refusedAct.id,
            verb: wordOf(t, 'verb', refusedAct.verb),
            why: wordOf(t, 'refusal', refusedAct.refusal),
          },
        }),
  };
}

/** Undo and Send now while something waits; afterwards, honestly, what can still be done. */
export function OutcomeNotice({ outcome, back }: { outcome: OutcomeView; back: string }): JSX.Element {
  if (outcome.held !== undefined) return <Waiting outcome={outcome} held={outcome.held} back={back} />;
  if (outcome.refused !== undefined)
    return <Refused outcome={outcome} refused={outcome.refused} back={back} />;
  return <Over outcome={outcome} />;
}

function Waiting(props: {
  outcome: OutcomeView;
  held: NonNullable<OutcomeView['held']>;
  back: string;
}): JSX.Element {
  const { outcome, held, back } = props;
  const { t } = useReader();
  const hidden = { act: held.act, back };
  return (
    <div class="notice notice-accent undo" id="undo">
      <div role="status">
        <strong>{held.verb}</strong> · {outcome.title}
        <p>
          {t('undo.waits')} <Moment at={held.decideAt} form="time" />
        </p>
      </div>
      <p class="countdown" role="timer">
        <span class="unseen">{t('undo.left')} </span>
        <span data-seconds={held.secondsLeft}>{held.secondsLeft}</span> s
      </p>
      <div class="buttons">
        <ButtonForm
          action={`/requests/${outcome.loan}/undo`}
          label={t('undo.undo')}
          kind="primary"
          hidden={hidden}
          letter="Z"
        />
        <ButtonForm action={`/requests/${outcome.loan}/send-now`} label={t('undo.now')} hidden={hidden} />
      </div>
    </div>
  );
}

function Refused(props: {
  outcome: OutcomeView;
  refused: NonNullable<OutcomeView['refused']>;
  back: string;
}): JSX.Element {
  const { outcome, refused, back } = props;
  const { t } = useReader();
  return (
    <div class="notice notice-bad undo">
      <div role="status">
        <strong>{outcome.title}</strong> {t('undo.refused', { verb: refused.verb, why: refused.why })}
        {refused.between === undefined || refused.between.length === 0 ? null : (
          <p>
            {t('undo.between')} {refused.between.join(' ')}
          </p>
        )}
      </div>
      <ButtonForm
        action={`/requests/${outcome.loan}/undo`}
        label={t('undo.aside')}
        hidden={{ act: refused.act, back }}
      />
    </div>
  );
}

function Over({ outcome }: { outcome: OutcomeView }): JSX.Element {
  const { t } = useReader();
  const { word, loan, title, still } = outcome;
  if (word === 'withdrawn' || word === 'aside')
    return (
      <Notice tone="good">
        <strong>{title}</strong> {t('undo.taken-back')}
      </Notice>
    );
  return (
    <Notice tone={word === 'too-late' ? 'warn' : 'good'}>
      <strong>{title}</strong> {t(word === 'too-late' ? 'undo.too-late' : 'undo.sent')}{' '}
      {still.length === 0 ? (
        t('undo.still-nothing')
      ) : (
        <>
          {t('undo.still')}{' '}
          {still.map(({ verb, label }, index) => (
            <span key={verb}>
              {index === 0 ? '' : ', '}
              <a href={`/requests/${loan}#act-${verb}`}>{label}</a>
            </span>
          ))}
        </>
      )}
    </Notice>
  );
}
