import type { JSX } from 'preact';
import { Heads, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { InSyncView, StandingView } from './in-sync-view.js';

/** Both sides agree, and when that was seen; or how each stands, and what to do. */
export function InSyncSection({ inSync }: { inSync: InSyncView }): JSX.Element {
  const { t } = useReader();
  const { verdict, todo, followed, asked, why } = inSync;
  return (
    <Section id="in-sync" title={t('in-sync.title')}>
      {verdict === undefined ? null : (
        <p>
          <Pill tone={verdict.tone} icon={verdict.isAgreed ? 'done' : 'alert'}>
            {verdict.text}
          </Pill>{' '}
          <span class="muted">
            <Moment at={verdict.at} />
          </span>
        </p>
      )}
      {todo === undefined ? null : <p>{todo}</p>}
      <Both inSync={inSync} />
      {followed === undefined ? null : <p class="muted">{followed}</p>}
      {why === undefined ? null : (
        <p class="muted" lang="en">
          {why}
        </p>
      )}
      {asked === undefined ? null : (
        <p class="muted">
          {asked.text} <Moment at={asked.at} />
        </p>
      )}
      {inSync.isSupplier ? <p class="muted">{t('in-sync.supplier')}</p> : null}
    </Section>
  );
}

function Both({ inSync: { ours, theirs } }: { inSync: InSyncView }): JSX.Element | null {
  const { t } = useReader();
  if (ours === undefined || theirs === undefined) return null;
  return (
    <table class="terms">
      <Heads of={[t('in-sync.side'), t('part.status'), t('service.due')]} />
      <tbody>
        <Side name={t('in-sync.ours')} standing={ours} />
        <Side name={t('in-sync.theirs')} standing={theirs} />
      </tbody>
    </table>
  );
}

function Side({ name, standing }: { name: string; standing: StandingView }): JSX.Element {
  const { t } = useReader();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{standing.status}</td>
      <td>{standing.due ?? t('in-sync.no-due')}</td>
    </tr>
  );
}
