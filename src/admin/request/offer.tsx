import type { JSX } from 'preact';
import { Heads, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { Deadline } from '../work/rows.js';
import type { OfferView, TermView } from './offer-view.js';

/** What was asked beside what is offered, and how long the offer holds. Source: practice.md 3.3. */
export function OfferSection({ offer }: { offer: OfferView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="offer" title={t('offer.title')}>
      <p>
        <Pill tone={offer.state.tone}>{offer.state.text}</Pill>{' '}
        {offer.answered === undefined ? null : <span>{offer.answered} </span>}
        <span class="muted">{offer.who}</span>
      </p>
      {offer.deadline === undefined ? null : (
        <p>
          <Deadline deadline={offer.deadline} />
        </p>
      )}
      {offer.reason === undefined ? null : <p>{offer.reason}</p>}
      {offer.rule === undefined ? null : <p>{offer.rule}</p>}
      {offer.terms.length === 0 ? <p class="muted">{t('offer.no-terms')}</p> : <Terms terms={offer.terms} />}
    </Section>
  );
}

function Terms({ terms }: { terms: readonly TermView[] }): JSX.Element {
  const { t } = useReader();
  return (
    <table class="terms">
      <Heads of={[t('offer.field'), t('offer.asked'), t('offer.offered'), t('offer.verdict')]} />
      <tbody>
        {terms.map(({ field, asked, offered, verdict, tone }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>{asked}</td>
            <td>{offered}</td>
            <td>
              <Pill tone={tone}>{verdict}</Pill>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which request asks which one again. */
export function Chain({ chain }: { chain: readonly string[] }): JSX.Element | null {
  const { t } = useReader();
  if (chain.length === 0) return null;
  return (
    <Section id="chain" title={t('offer.chain')}>
      <ol class="plain-list">
        {chain.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </Section>
  );
}
