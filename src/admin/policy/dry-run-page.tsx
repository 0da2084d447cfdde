import type { JSX } from 'preact';
import type { DryRunPart } from '../../audit/index.js';
import type { PlanRule } from '../../loan/index.js';
import { TextField } from '../frame/fields.js';
import { Csrf, Heads, Moment, Notice, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { Hidden } from './hidden.js';

/** Requests whose differences are named one by one. */
const NAMED = 50;

export interface TriedOut {
  peer?: string;
  profile?: string;
  /** The change, as JSON. */
  set: string;
  run: Pick<DryRunPart, 'loans' | 'tally' | 'differences'>;
  days: number;
  /** The reason is asked for again. */
  isReasonMissing?: boolean;
}

/** What the change would have done, before it is saved; and the form that saves it, with its reason. */
export function dryRunPage(tried: TriedOut, { t }: Reader): Page {
  const { run, days, peer, profile, set } = tried;
  const requests = new Set(run.differences.map(({ loan }) => loan)).size;
  return {
    title: t('policy.dry-run'),
    place: 'policy',
    main: (
      <>
        <Notice>{t('policy.would', { n: requests, all: run.loans, days })}</Notice>
        <Tally tally={run.tally} />
        <Named differences={run.differences} />
        <Section id="save" title={t('policy.save')}>
          <form method="post" action="/policy" class="form">
            <Csrf />
            <Hidden values={{ peer, profile, set }} />
            <TextField
              name="reason"
              label={t('policy.reason')}
              hint={t('policy.reason-hint')}
              isNeeded
              {...(tried.isReasonMissing === true ? { fault: t('policy.reason-missing') } : {})}
            />
            <div class="buttons">
              <button type="submit" class="button button-primary">
                {t('policy.save')}
              </button>
              <a class="button button-plain" href={peer === undefined ? '/policy' : `/policy?peer=${peer}`}>
                {t('policy.leave')}
              </a>
            </div>
          </form>
        </Section>
      </>
    ),
  };
}

function Tally({ tally }: { tally: DryRunPart['tally'] }): JSX.Element | null {
  const { t } = useReader();
  const rows = Object.entries(tally) as [PlanRule, { now: number; then: number }][];
  const other = rows.filter(([, { now, then }]) => now !== then);
  if (other.length === 0) return null;
  return (
    <table class="terms">
      <caption>{t('policy.tally')}</caption>
      <Heads of={[t('policy.clock'), t('policy.now'), t('policy.then')]} />
      <tbody>
        {other.map(([rule, { now, then }]) => (
          <tr key={rule}>
            <th scope="row">{t(`rule.${rule}`)}</th>
            <td>{now}</td>
            <td>{then}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Named({ differences }: { differences: DryRunPart['differences'] }): JSX.Element | null {
  const { t } = useReader();
  if (differences.length === 0) return null;
  const days = (times: readonly string[]): JSX.Element =>
    times.length === 0 ? (
      <span>–</span>
    ) : (
      <span>
        {times.map((at) => (
          <Moment key={at} at={at} form="date" />
        ))}
      </span>
    );
  return (
    <Section id="differences" title={t('policy.differences')}>
      <ul class="plain-list">
        {differences.slice(0, NAMED).map(({ loan, rule, now, then }) => (
          <li key={`${loan} ${rule}`}>
            <a href={`/requests/${loan}`}>{loan}</a> {t(`rule.${rule}`)} {days(now)} → {days(then)}
          </li>
        ))}
      </ul>
      {differences.length > NAMED ? (
        <p class="muted">{t('policy.more', { n: differences.length - NAMED })}</p>
      ) : null}
    </Section>
  );
}
