import type { JSX } from 'preact';
import type { Letter, Printed } from '../../desk/index.js';
import { Csrf, Empty, Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { refusalText } from './refusal-text.js';

/** Letters, each on a sheet of its own; they count as printed already, and can be put back. */
export function lettersPage({ letters, refused }: Printed, back: string, reader: Reader): Page {
  const { t } = reader;
  const why = new Map<string, number>();
  for (const answer of refused) {
    const text = refusalText(answer, reader);
    why.set(text, (why.get(text) ?? 0) + 1);
  }
  return {
    title: letters.length === 0 ? t('letters.none') : t('letters.title', { n: letters.length }),
    place: 'notices',
    main: (
      <>
        {why.size === 0 ? null : (
          <div class="no-print">
            <Notice tone="warn">
              <ul class="plain-list">
                {[...why].map(([text, n]) => (
                  <li key={text}>{t('letters.refused', { n, why: text })}</li>
                ))}
              </ul>
            </Notice>
          </div>
        )}
        {letters.length === 0 ? (
          <Empty title={t('letters.none')} />
        ) : (
          <Around letters={letters} back={back} />
        )}
        <p class="no-print">
          <a href={back}>{t('notices.back')}</a>
        </p>
      </>
    ),
  };
}

function Around({ letters, back }: { letters: readonly Letter[]; back: string }): JSX.Element {
  const { t } = useReader();
  return (
    <>
      <p class="muted no-print">{t('letters.print')}</p>
      <form method="post" action="/notices/not-printed" class="buttons">
        <Csrf />
        <input type="hidden" name="back" value={back} />
        {letters.map(({ id }) => (
          <input key={id} type="hidden" name="id" value={id} />
        ))}
        <button type="submit" class="button">
          {t('letters.undo')}
        </button>
      </form>
      <div class="sheet letters">
        {letters.map((letter) => (
          <Sheet key={letter.id} letter={letter} />
        ))}
      </div>
    </>
  );
}

const dateLocales = { en: 'en-GB', sv: 'sv-SE', de: 'de-DE' } as const;

function Sheet({ letter }: { letter: Letter }): JSX.Element {
  const { t, timeZone } = useReader();
  const { language, lines, letterhead, subject, text, printedAt } = letter;
  const day = new Intl.DateTimeFormat(dateLocales[language], { dateStyle: 'long', timeZone });
  return (
    <>
      {lines.length > 0 ? null : (
        <div class="no-print">
          <Notice tone="warn">{t('letters.no-address')}</Notice>
        </div>
      )}
      <article class="post" lang={language}>
        <Lines lines={letterhead} kind="post-from" />
        <Lines lines={lines} kind="post-to" />
        <p class="post-day">{day.format(new Date(printedAt))}</p>
        <h2>{subject}</h2>
        <pre class="letter-text">{text}</pre>
      </article>
    </>
  );
}

function Lines({ lines, kind }: { lines: readonly string[]; kind: string }): JSX.Element {
  return (
    <p class={kind}>
      {lines.map((line, index) => (
        <span key={index}>
          {line}
          <br />
        </span>
      ))}
    </p>
  );
}

/** What a decision was refused for. */
export function refusedPage(why: string, back: string, { t }: Reader): Page {
  return {
    title: t('notices.refused'),
    place: 'notices',
    width: 'narrow',
    statusCode: 422,
    main: (
      <>
        <Notice tone="warn">{why}</Notice>
        <p>
          <a class="button" href={back}>
            {t('notices.back')}
          </a>
        </p>
      </>
    ),
  };
}
