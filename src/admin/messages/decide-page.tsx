import type { JSX } from 'preact';
import { newId } from '../../platform/index.js';
import { TextArea } from '../frame/fields.js';
import { Csrf, Empty, Facts, Notice, Pill } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import type { Decision } from './cause-class.js';
import type { MessageView } from './board.js';

/** What is about to be done, before it is: to which messages, and to how many. */
export interface DecideView {
  verb: Decision;
  /** Those that are touched, the oldest first. */
  ids: readonly string[];
  /** How many are like that; more than are touched where the cap is reached. */
  all: number;
  filter: { state: string; cause: string; peer: string };
  /** The first few. */
  shown: readonly MessageView[];
  back: string;
  fault?: string;
}

export function decidePage(view: DecideView, { t }: Reader): Page {
  const verb = t(`decide.${view.verb}`);
  return {
    title: t('decide.title', { verb, n: view.ids.length }),
    place: 'messages',
    width: 'narrow',
    main: view.ids.length === 0 ? <Empty title={t('decide.none')} /> : <Confirm view={view} />,
  };
}

function Confirm({ view }: { view: DecideView }): JSX.Element {
  const { t } = useReader();
  const { verb, ids, all, filter } = view;
  const label = t(`decide.${verb}`);
  return (
    <form method="post" action="/messages/acts" class="form">
      <Csrf />
      <input type="hidden" name="key" value={newId()} />
      <input type="hidden" name="verb" value={verb} />
      <input type="hidden" name="back" value={view.back} />
      {ids.map((id) => (
        <input key={id} type="hidden" name="id" value={id} />
      ))}
      <p>{t(`decide.${verb}-text`)}</p>
      <p>
        <strong>{t('decide.exactly', { n: ids.length })}</strong>
      </p>
      {all > ids.length ? <Notice tone="warn">{t('decide.cap', { all, n: ids.length })}</Notice> : null}
      <Facts
        facts={[
          { name: t('messages.states'), value: filter.state },
          { name: t('decide.cause'), value: filter.cause },
          { name: t('decide.to'), value: filter.peer },
        ]}
      />
      {verb === 'drop' ? (
        <TextArea
          name="reason"
          label={t('decide.reason')}
          hint={t('decide.reason-hint')}
          isNeeded
          {...(view.fault === undefined ? {} : { fault: view.fault })}
        />
      ) : null}
      <div class="buttons">
        <button type="submit" class={`button ${verb === 'drop' ? 'button-danger' : 'button-primary'}`}>
          {t('decide.do', { verb: label, n: ids.length })}
        </button>
        <a class="button button-quiet" href={view.back}>
          {t('decide.cancel')}
        </a>
      </div>
      <Some view={view} />
    </form>
  );
}

function Some({ view }: { view: DecideView }): JSX.Element {
  const { t } = useReader();
  return (
    <details class="fold" open={view.shown.length <= 5}>
      <summary>{t('decide.which')}</summary>
      <ul class="fold-body plain-list">
        {view.shown.map((message) => (
          <li key={message.id}>
            <a href={message.href}>{message.title}</a> <span lang="en">{message.what}</span> · {message.peer}{' '}
            {message.hasDoubt ? <Pill tone="warn">{t('messages.doubt')}</Pill> : null}
          </li>
        ))}
        {view.ids.length > view.shown.length ? <li>+{view.ids.length - view.shown.length}</li> : null}
      </ul>
    </details>
  );
}

/** What came of a decision about many. */
export interface ResultView {
  verb: Decision;
  done: number;
  all: number;
  refused: readonly { why: string; n: number }[];
  back: string;
}

export function resultPage({ verb, done, all, refused, back }: ResultView, { t }: Reader): Page {
  const title = t('decide.result', { verb: t(`decide.${verb}`), done, all });
  return {
    title,
    place: 'messages',
    width: 'narrow',
    main: (
      <>
        <Notice tone={refused.length === 0 ? 'good' : 'warn'}>
          <p>{title}</p>
          {refused.length === 0 ? null : (
            <ul>
              {refused.map(({ why, n }) => (
                <li key={why}>{t('decide.result-refused', { n, why })}</li>
              ))}
            </ul>
          )}
        </Notice>
        <p>
          <a class="button" href={back}>
            {t('messages.back')}
          </a>
        </p>
      </>
    ),
  };
}
