import type { JSX } from 'preact';
import { Csrf, Notice } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { localeNames, locales, type Translate } from '../words/translate.js';
import { SecretField } from './secret-field.js';

/** What the page says before its form. */
export type SignInNote =
  | { say: 'refused' | 'busy' | 'signed-out' | 'expired' }
  | { say: 'provider-failed' | 'provider-away' | 'no-role' | 'disabled' }
  | { say: 'wait'; seconds: number };

export interface SignInView {
  login: string;
  /** Where to go on to. */
  to?: string | undefined;
  note?: SignInNote | undefined;
  /** What the identity provider's button says; missing where there is none. */
  provider?: string | undefined;
}

export function signInPage(view: SignInView, t: Translate): Page {
  return { title: t('sign-in.title'), width: 'narrow', main: <SignIn {...view} /> };
}

function SignIn({ login, to, note, provider }: SignInView): JSX.Element {
  const { t } = useReader();
  return (
    <>
      {note === undefined ? null : <Note note={note} />}
      {provider === undefined ? null : (
        <>
          <p class="buttons">
            <a class="button button-primary" href={withTo('/oidc/start', to)}>
              {t('sign-in.provider', { name: provider })}
            </a>
          </p>
          <p class="muted">{t('sign-in.or')}</p>
        </>
      )}
      <form method="post" action="/sign-in" class="stack">
        <Csrf />
        {to === undefined ? null : <input type="hidden" name="to" value={to} />}
        <div class="field">
          <label for="login">{t('sign-in.login')}</label>
          <input
            id="login"
            name="login"
            value={login}
            required
            autoFocus={login === ''}
            autoComplete="username"
            autoCapitalize="none"
            spellcheck={false}
          />
        </div>
        <SecretField
          name="password"
          label={t('sign-in.password')}
          autoComplete="current-password"
          hasFocus={login !== ''}
        />
        <p class="buttons">
          <button type="submit" class="button button-primary">
            {t('sign-in.submit')}
          </button>
        </p>
      </form>
      <Languages to={to} />
    </>
  );
}

function Note({ note }: { note: SignInNote }): JSX.Element {
  const { t } = useReader();
  const text = note.say === 'wait' ? t('sign-in.wait', { n: note.seconds }) : t(`sign-in.${note.say}`);
  return <Notice tone={note.say === 'signed-out' ? 'good' : 'bad'}>{text}</Notice>;
}

function Languages({ to }: { to: string | undefined }): JSX.Element {
  const { t, locale } = useReader();
  return (
    <nav aria-label={t('sign-in.language')}>
      <ul class="chips">
        {locales.map((each) => (
          <li key={each}>
            <a
              class="chip chip-plain"
              href={withTo(`/sign-in?language=${each}`, to)}
              lang={each}
              aria-current={each === locale ? 'true' : undefined}
            >
              {localeNames[each]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function withTo(path: string, to: string | undefined): string {
  if (to === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}to=${encodeURIComponent(to)}`;
}
