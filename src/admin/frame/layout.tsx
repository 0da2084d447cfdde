import type { ComponentChildren, JSX } from 'preact';
import { Right } from '../../access/index.js';
import { assetPath } from '../assets/assets.js';
import type { WordKey } from '../words/catalogue.js';
import { Csrf } from './parts.js';
import { Icon } from './icons.js';
import { useReader } from './reader.js';

/** The places of the page, in the order of the navigation. */
export const places = {
  attention: { path: '/', right: Right.Read, letter: 'i' },
  requests: { path: '/requests', right: Right.Read, letter: 'r' },
  shipments: { path: '/shipments', right: Right.Read, letter: 'h' },
  scan: { path: '/scan', right: Right.Work, letter: 's' },
  claims: { path: '/claims', right: Right.Read, letter: 'c' },
  messages: { path: '/messages', right: Right.Read, letter: 'm' },
  notices: { path: '/notices', right: Right.Read, letter: 'n' },
  peers: { path: '/peers', right: Right.Read, letter: 'p' },
  ledger: { path: '/ledger', right: Right.Ledger, letter: 'l' },
  policy: { path: '/policy', right: Right.Read, letter: 's' },
  jobs: { path: '/jobs', right: Right.Jobs, letter: 'o' },
} as const;
export type PlaceName = keyof typeof places;

export interface LayoutProps {
  title: string;
  /** Where in the navigation the page stands, if anywhere. */
  place?: PlaceName;
  /** What was looked for, when the page is an answer to it. */
  sought?: string;
  /** Says something before the title: an undo, an outcome. */
  notice?: ComponentChildren;
  /** Beside the title. */
  aside?: ComponentChildren;
  /** Instead of the title as heading, where it has more to it. */
  heading?: ComponentChildren;
  /** Further files that quicken this page alone. */
  scripts?: readonly string[];
  /** `narrow` for forms and texts. */
  width?: 'wide' | 'narrow';
  children: ComponentChildren;
}

/** Everything that stands around a page's own content. One `h1`, landmarks, and a way past what repeats. */
export function Layout(props: LayoutProps): JSX.Element {
  const { title, heading, aside, notice, children, width = 'wide', scripts = [] } = props;
  const { t, locale, library } = useReader();
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <title>{`${title} · ${library}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={assetPath('style.css')} />
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        {[assetPath('page.js'), ...scripts].map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {t('frame.skip')}
        </a>
        <Header place={props.place} sought={props.sought} />
        <main id="content" class={`main main-${width}`} tabIndex={-1}>
          {notice}
          <div class="title">
            {heading ?? <h1>{title}</h1>}
            {aside}
          </div>
          {children}
        </main>
        <Footer />
      </body>
    </html>
  );
}

function Header({
  place,
  sought,
}: {
  place: PlaceName | undefined;
  sought: string | undefined;
}): JSX.Element {
  const { library, name, t, may } = useReader();
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href="/">
          <Mark />
          <span>{library}</span>
        </a>
        {name === undefined ? null : <SearchBox sought={sought} />}
        {name === undefined ? null : <User name={name} />}
      </div>
      {name === undefined ? null : (
        <nav class="places" aria-label={t('frame.navigation')}>
          <ul>
            {Object.entries(places)
              .filter(([, { right }]) => may(right))
              .map(([key, { path, letter }]) => (
                <li key={key}>
                  <a href={path} aria-current={key === place ? 'page' : undefined} data-go={letter}>
                    {t(`nav.${key}` as WordKey)}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
      )}
    </header>
  );
}

function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="22" height="22" rx="6" class="mark-ground" />
      <path d="M6 16.5V7.5h5v9zM13 16.5V7.5l5 1v8z" class="mark-line" />
    </svg>
  );
}

function SearchBox({ sought }: { sought: string | undefined }): JSX.Element {
  const { t } = useReader();
  return (
    <form class="search" role="search" action="/search" method="get">
      <label class="unseen" for="q">
        {t('frame.search-label')}
      </label>
      <Icon name="search" />
      <input
        type="search"
        id="q"
        name="q"
        value={sought}
        placeholder={t('frame.search-hint')}
        autoComplete="off"
        spellcheck={false}
        enterKeyHint="search"
      />
      <kbd class="letter" aria-hidden="true">
        /
      </kbd>
      <button class="unseen" type="submit">
        {t('frame.search')}
      </button>
    </form>
  );
}

function User({ name }: { name: string }): JSX.Element {
  const { t } = useReader();
  return (
    <div class="user">
      <a class="user-name" href="/account">
        <Icon name="person" />
        <span>{name}</span>
        <span class="unseen">: {t('frame.account')}</span>
      </a>
      <form method="post" action="/sign-out">
        <Csrf />
        <button class="button button-quiet" type="submit">
          {t('frame.sign-out')}
        </button>
      </form>
    </div>
  );
}

const shortcuts = [
  ['/', 'key.search'],
  ['g i', 'key.attention'],
  ['g r', 'key.requests'],
  ['g h', 'key.shipments'],
  ['g s', 'key.scan'],
  ['g m', 'key.messages'],
  ['j k', 'key.move'],
  ['x', 'key.select'],
  ['Enter', 'key.open'],
  ['.', 'key.menu'],
  ['A', 'key.letter'],
  ['?', 'key.help'],
] as const satisfies readonly (readonly [string, WordKey])[];

function Footer(): JSX.Element {
  const { t, name } = useReader();
  return (
    <footer class="foot">
      {name === undefined ? null : (
        <details id="keyboard">
          <summary>{t('frame.keyboard')}</summary>
          <dl class="keys">
            {shortcuts.map(([keys, word]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(word)}</dd>
              </div>
            ))}
          </dl>
          <button
            type="button"
            class="button button-plain"
            id="keyboard-switch"
            hidden
            data-off={t('frame.keyboard-off')}
            data-on={t('frame.keyboard-on')}
          >
            {t('frame.keyboard-off')}
          </button>
        </details>
      )}
      <p>{t('frame.about')}</p>
    </footer>
  );
}
