import type { JSX } from 'preact';
import { Facts, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { CaseStep, ClaimView, MoneyView } from './claim-view.js';

/** What is claimed for the item, and the guided case: what happened, evidence, the claim, sending and settling it. */
export function MoneySection({ money }: { money: MoneyView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="claims" title={t('claim.title')}>
      <ol class="guide" aria-label={t('guide.title')}>
        {money.guide.map((step) => (
          <GuideStep key={step.name} step={step} />
        ))}
      </ol>
      {money.claims.map((claim) => (
        <ClaimBox key={claim.id} claim={claim} />
      ))}
    </Section>
  );
}

function GuideStep({ step }: { step: CaseStep }): JSX.Element {
  const { t } = useReader();
  const { name, state, verb, label } = step;
  return (
    <li class={`guide-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span>
        {name} <Pill tone={state === 'done' ? 'good' : 'plain'}>{t(`guide.is.${state}`)}</Pill>
      </span>
      {verb === undefined ? null : <a href={`#act-${verb}`}>{label}</a>}
    </li>
  );
}

function ClaimBox({ claim }: { claim: ClaimView }): JSX.Element {
  const { t } = useReader();
  return (
    <div class="claim">
      <p>
        <strong>{claim.what}</strong> <Pill tone={claim.tone}>{claim.state}</Pill>
      </p>
      <Facts
        facts={[
          ...claim.charges.map(({ what, amount, note }) => ({
            name: what,
            value: note === undefined ? amount : `${amount} (${note})`,
          })),
          ...claim.sums,
          ...(claim.due === undefined
            ? []
            : [{ name: t('claim.due'), value: <Moment at={claim.due} form="date" /> }]),
        ]}
      />
      <details>
        <summary>{t('claim.steps')}</summary>
        <ol class="plain-list">
          {claim.steps.map(({ at, text, isUndone }) => (
            <li key={`${at}${text}`}>
              <Moment at={at} /> {isUndone ? <s>{text}</s> : text}
              {isUndone ? <span class="muted"> {t('claim.undone')}</span> : null}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
