import type { JSX } from 'preact';
import type { PasswordAnswer, Role } from '../../access/index.js';
import { Csrf, Facts, Moment, Notice, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { localeNames, locales, type Translate } from '../words/translate.js';
import { SecretField } from './secret-field.js';

export interface AccountView {
  name: string;
  login: string;
  signedInAt: string;
  /** `agency` is missing for a role that is held at all of them. */
  roles: readonly { agency?: string | undefined; roles: readonly Role[] }[];
  /** Missing where the password is kept elsewhere. */
  password?:
    { fault?: Exclude<PasswordAnswer, 'changed' | 'not-kept-here'>; isChanged?: boolean } | undefined;
}

export function accountPage(view: AccountView, t: Translate): Page {
  return { title: t('account.title'), width: 'narrow', main: <Account {...view} /> };
}

function Account({ name, login, signedInAt, roles, password }: AccountView): JSX.Element {
  const { t } = useReader();
  const held = roles.map(({ agency, roles: of }) => {
    const words = of.map((role) => t(`role.${role}`)).join(', ');
    return `${words} (${agency ?? t('account.everywhere')})`;
  });
  return (
    <>
      {password?.isChanged === true ? <Notice tone="good">{t('account.password-changed')}</Notice> : null}
      <Facts
        facts={[
          { name: t('account.name'), value: name },
          { name: t('account.login'), value: login },
          { name: t('account.roles'), value: held.join('; ') },
          { name: t('account.since'), value: <Moment at={signedInAt} /> },
        ]}
      />
      <Language />
      <Section id="password" title={t('account.password')}>
        {password === undefined ? <p>{t('account.password-elsewhere')}</p> : <Password {...password} />}
      </Section>
      <Section id="everywhere" title={t('account.sign-out-everywhere')}>
        <p>{t('account.sign-out-everywhere-text')}</p>
        <form method="post" action="/sign-out-everywhere">
          <Csrf />
          <button type="submit" class="button button-danger">
            {t('account.sign-out-everywhere')}
          </button>
        </form>
      </Section>
    </>
  );
}

function Language(): JSX.Element {
  const { t, locale } = useReader();
  return (
    <Section id="language" title={t('account.language')}>
      <form method="post" action="/account/language" class="stack">
        <Csrf />
        <div class="field">
          <label for="language-choice">{t('account.language')}</label>
          <select id="language-choice" name="language">
            {locales.map((each) => (
              <option key={each} value={each} lang={each} selected={each === locale}>
                {localeNames[each]}
              </option>
            ))}
          </select>
        </div>
        <p class="buttons">
          <button type="submit" class="button button-plain">
            {t('account.language-submit')}
          </button>
        </p>
      </form>
    </Section>
  );
}

function Password({ fault }: NonNullable<AccountView['password']>): JSX.Element {
  const { t } = useReader();
  const isOld = fault === 'old-is-wrong';
  const said = fault === undefined ? undefined : t(`account.${fault}`);
  return (
    <form method="post" action="/account/password" class="stack">
      <Csrf />
      <SecretField
        name="old"
        label={t('account.password-old')}
        autoComplete="current-password"
        fault={isOld ? said : undefined}
        hasFocus={isOld}
      />
      <SecretField
        name="next"
        label={t('account.password-new')}
        autoComplete="new-password"
        hint={t('account.password-hint')}
        fault={isOld ? undefined : said}
        hasFocus={said !== undefined && !isOld}
      />
      <p class="buttons">
        <button type="submit" class="button button-primary">
          {t('account.password-submit')}
        </button>
      </p>
    </form>
  );
}
