import type { JSX } from 'preact';
import { TextField } from '../frame/fields.js';
import { ButtonForm, Csrf, Moment, Pill } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { NoticeView } from './notice-view.js';

/** How it stands, since when, and why. */
export function NoticeStanding({ notice }: { notice: NoticeView }): JSX.Element {
  const { t } = useReader();
  const { state, tone, at, nextAt, attempts, cause, partly, isAgain } = notice;
  return (
    <>
      <span class="row-meta">
        <Pill tone={tone}>{state}</Pill>
        {partly === undefined ? null : <Pill tone="warn">{partly}</Pill>}
        <Moment at={at} />
      </span>
      <span class="small muted">
        {cause === undefined ? null : <span lang="en">{cause} </span>}
        {attempts > 1 ? <span>· {t('notices.tries', { n: attempts })} </span> : null}
        {nextAt === undefined ? null : (
          <span>
            · {t('notices.next-try')} <Moment at={nextAt} />{' '}
          </span>
        )}
        {isAgain ? <span>· {t('notices.again')}</span> : null}
      </span>
    </>
  );
}

/** What may be done about it; nothing where that is nothing. */
export function NoticeActs({ notice }: { notice: NoticeView }): JSX.Element | null {
  if (notice.acts.length === 0) return null;
  return (
    <div class="notice-acts">
      <Buttons notice={notice} />
      <Correction notice={notice} />
    </div>
  );
}

function Correction({ notice: { id, title, correction } }: { notice: NoticeView }): JSX.Element | null {
  const { t } = useReader();
  if (correction === undefined) return null;
  return (
    <details class="fold">
      <summary>
        {t('notice-address.correct')}
        <span class="unseen">: {title}</span>
      </summary>
      <form method="post" action={correction.action} class="form fold-body">
        <Csrf />
        <input type="hidden" name="back" value={correction.back} />
        <TextField
          name="email"
          type="email"
          idPrefix={`${id}-`}
          label={t('notice-address.email')}
          hint={t('notice-address.hint')}
          isNeeded
        />
        <button type="submit" class="button button-primary">
          {t('notice-address.send')}
          <span class="unseen">: {title}</span>
        </button>
      </form>
    </details>
  );
}

function Buttons({ notice }: { notice: NoticeView }): JSX.Element {
  return (
    <div class="buttons">
      {notice.acts.map(({ label, action, hidden, isFirst }) => (
        <ButtonForm
          key={label}
          action={action}
          label={label}
          about={notice.title}
          kind={isFirst ? 'primary' : 'plain'}
          hidden={hidden}
        />
      ))}
    </div>
  );
}
