import type { JSX } from 'preact';
import { newId } from '../../platform/index.js';
import { TextField } from '../frame/fields.js';
import { ButtonForm, Chips, Csrf, Empty, Moment, Pager, Pill } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import type { BoardView, ChipView, GroupView, MessageView } from './board.js';

export function boardPage(view: BoardView, { t }: Reader): Page {
  return {
    title: t('messages.title'),
    place: 'messages',
    aside: <p class="muted">{t('messages.count', { n: view.count })}</p>,
    main: (
      <>
        <p class="lead">{t('messages.lead')}</p>
        {view.states.length < 2 ? null : <Chips label={t('messages.states')} chips={view.states} />}
        {view.groups.length === 0 ? (
          <Empty title={t('messages.empty')}>{t('messages.empty-text')}</Empty>
        ) : (
          <ul class="rows" aria-label={t('messages.groups')}>
            {view.groups.map((group) => (
              <Group key={group.id} group={group} />
            ))}
          </ul>
        )}
      </>
    ),
  };
}

/** What can be decided for all that a filter finds. */
function Decisions({ group, filter }: { group: GroupView; filter: GroupView['filter'] }): JSX.Element {
  return (
    <>
      {group.decisions.map(({ verb, label, isFirst }) => (
        <ButtonForm
          key={verb}
          action="/messages/acts"
          label={`${label}…`}
          about={group.title}
          kind={isFirst ? 'primary' : 'plain'}
          hidden={{ verb, ...filter }}
        />
      ))}
    </>
  );
}

function Group({ group }: { group: GroupView }): JSX.Element {
  const { t } = useReader();
  return (
    <li class="row row-group" data-row="">
      <div>
        <a class="row-title" href={group.href} data-open="">
          {group.title}
        </a>
        <p class="row-meta">
          <Pill tone={group.state.tone}>{group.state.text}</Pill>
          <strong>{t('messages.n', { n: group.count })}</strong>
          <span>{group.peers}</span>
          <Moment at={group.sinceAt} words={group.since} />
        </p>
        <p class="row-meta">
          <code lang="en">{group.cause}</code>
        </p>
      </div>
      <p class="row-why">{group.advice}</p>
      <div class="row-do">
        <Decisions group={group} filter={group.filter} />
      </div>
    </li>
  );
}

export interface MessageListView {
  group: GroupView | undefined;
  title: string;
  peers: readonly ChipView[];
  messages: readonly MessageView[];
  back: string;
  after?: string;
  filter: Readonly<Record<string, string>>;
}

export function messageListPage(view: MessageListView, { t }: Reader): Page {
  const { group } = view;
  return {
    title: view.title,
    place: 'messages',
    aside: (
      <a class="button button-plain" href="/messages">
        {t('messages.back')}
      </a>
    ),
    main: (
      <>
        {group === undefined ? null : <GroupHead group={group} filter={view.filter} />}
        {view.peers.length < 2 ? null : <Chips label={t('messages.peers')} chips={view.peers} />}
        {view.messages.length === 0 ? (
          <Empty title={t('messages.empty-filter')} />
        ) : (
          <ul class="rows" aria-label={t('messages.list')}>
            {view.messages.map((message) => (
              <Row key={message.id} message={message} back={view.back} />
            ))}
          </ul>
        )}
        <Pager after={view.after} />
      </>
    ),
  };
}

function GroupHead({
  group,
  filter,
}: {
  group: GroupView;
  filter: Readonly<Record<string, string>>;
}): JSX.Element {
  return (
    <div class="section">
      <p class="row-meta">
        <Pill tone={group.state.tone}>{group.state.text}</Pill>
        <code lang="en">{group.cause}</code>
      </p>
      <p>{group.advice}</p>
      <div class="buttons">
        <Decisions group={group} filter={filter} />
      </div>
    </div>
  );
}

function Row({ message, back }: { message: MessageView; back: string }): JSX.Element {
  const { t } = useReader();
  const { state } = message;
  return (
    <li class="row" data-row="">
      <div>
        <a class="row-title" href={message.href} data-open="">
          {message.title}
        </a>
        <p class="row-meta">
          <span lang="en">{message.what}</span>
          <span>{message.peer}</span>
          <Moment at={message.owed.at} words={message.owed.text} />
        </p>
      </div>
      <div class="row-why">
        <span class="row-meta">
          <Pill tone={state.tone}>{state.text}</Pill>
          {message.hasDoubt ? <Pill tone="warn">{t('messages.doubt')}</Pill> : null}
        </span>
        <span class="muted">
          <code lang="en">{message.cause}</code>
          {message.said === undefined ? null : <q> {message.said}</q>} · {message.attempts}
          {message.next === undefined ? null : (
            <>
              {' · '}
              <Moment at={message.next.at} words={message.next.text} />
            </>
          )}
        </span>
      </div>
      <div class="row-do">
        {message.decisions.length === 0 ? null : <Decide message={message} back={back} />}
      </div>
    </li>
  );
}

function Decide({ message, back }: { message: MessageView; back: string }): JSX.Element {
  const { t } = useReader();
  const about = t('messages.about', { what: message.what, peer: message.peer });
  return (
    <details class="menu" data-menu="">
      <summary class="button">
        {t('messages.more')}
        <span class="unseen">: {about}</span>
      </summary>
      <div class="menu-body">
        {message.decisions
          .filter(({ verb }) => verb !== 'drop')
          .map(({ verb, label }) => (
            <ButtonForm
              key={verb}
              action={`/messages/${message.id}/${verb}`}
              label={label}
              about={about}
              hidden={{ key: newId(), back }}
            />
          ))}
        <form method="post" action={`/messages/${message.id}/drop`} class="form">
          <Csrf />
          <input type="hidden" name="key" value={newId()} />
          <input type="hidden" name="back" value={back} />
          <TextField name="reason" label={t('decide.reason')} idPrefix={`${message.id}-`} isNeeded />
          <button type="submit" class="button button-danger">
            {t('decide.drop')}
            <span class="unseen">: {about}</span>
          </button>
        </form>
      </div>
    </details>
  );
}
