import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { CalendarView, PeerCalendarView, PeerName, PolicyView, TermsEntry } from '../../desk/index.js';
import { Select, TextField } from '../frame/fields.js';
import { Csrf, Facts, Heads, Notice, Pill, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { Calendars } from './calendars.js';
import { Hidden } from './hidden.js';
import { fieldText, isFixed, keysOf } from './policy-form.js';
import { History } from './policy-history.js';
import { valueText } from './value-words.js';

export interface PolicyShown {
  view: PolicyView;
  /** Of one peer, where it is not the house's. */
  peer?: string;
  peers: readonly PeerName[];
  history: readonly TermsEntry[];
  calendars: readonly CalendarView[];
  peerCalendars: readonly PeerCalendarView[];
  /** What came of the last form. */
  outcome?: 'changed' | 'unchanged';
  faults?: readonly string[];
}

/** What clocks count by: values, what stood there, and when libraries are open. Source: practice.md 3.1, 5.3. */
export function policyPage(shown: PolicyShown, { t, may }: Reader): Page {
  const { view, outcome, faults = [] } = shown;
  return {
    title: t('policy.title'),
    place: 'policy',
    main: (
      <>
        <p class="lead">{t('policy.lead')}</p>
        {outcome === undefined ? null : <Notice tone="good">{t(`policy.${outcome}`)}</Notice>}
        {faults.length === 0 ? null : <Faults faults={faults} />}
        {view.replan.state === 'idle' ? null : (
          <Notice>{t('policy.replan', { done: view.replan.done, all: view.replan.all })}</Notice>
        )}
        <Whose shown={shown} />
        <Values view={view} />
        {may(Right.Settings) ? <Change shown={shown} /> : null}
        <History history={shown.history} />
        <Calendars calendars={shown.calendars} peers={shown.peerCalendars} />
      </>
    ),
  };
}

function Faults({ faults }: { faults: readonly string[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Notice tone="bad">
      <p>{t('policy.faults')}</p>
      <ul lang="en">
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** The house's, or that of one peer. */
function Whose({ shown: { view, peer, peers } }: { shown: PolicyShown }): JSX.Element {
  const { t } = useReader();
  const profile = view.profiles.find(({ name }) => name === (view.profile ?? 'default'));
  const own = new Set(view.peers);
  const choices = [
    { value: '', label: t('policy.house') },
    ...peers.map(({ id, name }) => ({
      value: id,
      label: own.has(id) ? `${name} (${t('policy.own')})` : name,
    })),
  ];
  return (
    <Section id="whose" title={t('policy.whose')}>
      <form method="get" action="/policy" class="form">
        <Select name="peer" label={t('policy.for')} choices={choices} value={peer ?? ''} />
        <div class="buttons">
          <button type="submit" class="button">
            {t('policy.show')}
          </button>
        </div>
      </form>
      <Facts
        facts={[
          { name: t('policy.profile'), value: view.profile ?? t('policy.as-set') },
          { name: t('policy.profile-about'), value: <span lang="en">{profile?.about}</span> },
        ]}
      />
    </Section>
  );
}

const sections = [
  'respond',
  'condition',
  'cancel',
  'loan',
  'renewal',
  'transit',
  'overdue',
  'recall',
  'returned',
  'claim',
  'damage',
  'inSync',
  'service',
] as const;

function Values({ view }: { view: PolicyView }): JSX.Element {
  const { t } = useReader();
  const changed = new Set(keysOf(view.set).map(({ key }) => key));
  return (
    <Section id="values" title={t('policy.values')}>
      {sections.map((section) => (
        <table key={section} class="terms">
          <caption>{t(`policy.about.${section}`)}</caption>
          <Heads of={[t('policy.key'), t('policy.value')]} />
          <tbody>
            {keysOf(view.policy[section], section).map((one) => (
              <tr key={one.key}>
                <th scope="row">
                  <code>{one.key}</code>
                </th>
                <td>
                  {valueText(one, t)}{' '}
                  {changed.has(one.key) ? <Pill tone="accent">{t('policy.set')}</Pill> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Section>
  );
}

/** Two forms, each with a dry run before anything is saved: single values, or another profile below them. */
function Change({ shown: { view, peer } }: { shown: PolicyShown }): JSX.Element {
  const { t } = useReader();
  const profiles = view.profiles.map(({ name }) => ({ value: name, label: name }));
  return (
    <Section id="change" title={t('policy.change')}>
      <details class="fold">
        <summary>{t('policy.change-values')}</summary>
        <form method="post" action="/policy/dry-run" class="form fold-body">
          <Csrf />
          <Hidden values={{ form: 'values', peer, profile: view.profile }} />
          <p class="hint">{t('policy.span-hint')}</p>
          {sections.map((section) => (
            <fieldset key={section}>
              <legend>{t(`policy.about.${section}`)}</legend>
              {keysOf(view.policy[section], section).map(({ key, value }) =>
                isFixed(key) ? null : (
                  <TextField key={key} name={`k.${key}`} label={key} value={fieldText(value)} />
                ),
              )}
            </fieldset>
          ))}
          <TryOut />
        </form>
      </details>
      <details class="fold">
        <summary>{t('policy.change-profile')}</summary>
        <form method="post" action="/policy/dry-run" class="form fold-body">
          <Csrf />
          <Hidden values={{ form: 'profile', peer, set: JSON.stringify(view.set) }} />
          <Select
            name="profile"
            label={t('policy.profile')}
            hint={t('policy.profile-hint')}
            choices={profiles}
            value={view.profile ?? 'default'}
          />
          <TryOut />
        </form>
      </details>
    </Section>
  );
}

function TryOut(): JSX.Element {
  const { t } = useReader();
  return (
    <div class="buttons">
      <button type="submit" class="button button-primary">
        {t('policy.try')}
      </button>
    </div>
  );
}
