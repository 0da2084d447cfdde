import type { JSX } from 'preact';
import type { Router } from 'express';
import type { JobSeen, JobsSurvey } from '../../desk/index.js';
import { Facts, Notice, Pill } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { sendPage, type Page } from '../frame/send-page.js';
import { fromNowText, spanText } from '../frame/times.js';
import type { PageParts } from '../page-parts.js';
import { pageRouter } from '../session/index.js';
import { wordOf } from '../words/word-of.js';

/** Seconds that a job may be past due: the store is looked through twice a second, and a busy machine takes its time. */
const LATE_AFTER = 5;

/** What runs by itself: when it did, when it will, and what went wrong. */
export function jobsPages({ gateway, readerOf }: PageParts): Router {
  return pageRouter({
    'GET /jobs': async (req, res) => {
      const reader = readerOf(req, res);
      sendPage(res, jobsPage(await gateway.jobs.survey(), reader), reader);
    },
  });
}

function jobsPage(survey: JobsSurvey, { t }: Reader): Page {
  const { jobs, errors, isStarted } = survey;
  return {
    title: t('jobs.title'),
    place: 'jobs',
    main: (
      <>
        <p class="lead">{t('jobs.lead')}</p>
        {isStarted ? null : <Notice tone="warn">{t('jobs.not-started')}</Notice>}
        <ul class="rows">
          {jobs.map((job) => (
            <Job key={job.name} job={job} />
          ))}
        </ul>
        <div class="section">
          <Store survey={survey} />
        </div>
        <p>{t('jobs.errors', { n: errors })}</p>
        {isStarted ? (
          <p>
            <a href="/jobs/agendash/">{t('jobs.agendash')}</a>
            <span class="hint"> {t('jobs.agendash-hint')}</span>
          </p>
        ) : null}
      </>
    ),
  };
}

function Job({ job }: { job: JobSeen }): JSX.Element {
  const { t, locale } = useReader();
  const { name, everySeconds, secondsSinceRun } = job;
  const times = [
    { name: t('jobs.interval'), value: spanText(everySeconds, { locale }) },
    {
      name: t('jobs.last'),
      value: secondsSinceRun === undefined ? t('jobs.never') : fromNowText(-secondsSinceRun, { locale }),
    },
    { name: t('jobs.next'), value: nextRun(job) },
  ];
  return (
    <li class="row">
      <div>
        <h2>
          <code>{name}</code>
        </h2>
        <p class="muted">{wordOf(t, 'job', name)}</p>
      </div>
      <div class="row-why">
        <JobState job={job} />
      </div>
      <dl class="facts-short">
        {times.map(({ name: term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function nextRun({ secondsUntilDue }: JobSeen): string {
  const { t, locale } = useReader();
  if (secondsUntilDue === undefined) return t('jobs.unplanned');
  return secondsUntilDue < 0.5 ? t('jobs.due') : fromNowText(secondsUntilDue, { locale });
}

function JobState({ job }: { job: JobSeen }): JSX.Element {
  const { t, locale } = useReader();
  const { isRunning, isFailing, lagSeconds, secondsUntilDue, lastError } = job;
  const isLate = lagSeconds >= LATE_AFTER;
  const isOnTime = !isRunning && !isLate && secondsUntilDue !== undefined;
  return (
    <>
      <p class="row-meta">
        {isRunning ? <Pill tone="accent">{t('jobs.running')}</Pill> : null}
        {isLate ? <Pill tone="bad">{t('jobs.late', { span: spanText(lagSeconds, { locale }) })}</Pill> : null}
        {isOnTime ? <Pill tone="good">{t('jobs.on-time')}</Pill> : null}
        {isFailing ? <Pill tone="bad">{t('jobs.failing')}</Pill> : null}
      </p>
      {lastError === undefined ? null : (
        <p class="small">
          <span class="muted">
            {t('jobs.error', { ago: fromNowText(-lastError.secondsAgo, { locale }) })}
          </span>{' '}
          <span lang="en">{lastError.message}</span>
        </p>
      )}
    </>
  );
}

/** Where jobs are kept has no meaning for whoever runs none. */
function Store({ survey }: { survey: JobsSurvey }): JSX.Element {
  const { t } = useReader();
  const { backend, isStarted, connected, fallback } = survey;
  const answers = <Pill tone={connected ? 'good' : 'bad'}>{t(connected ? 'jobs.ok' : 'jobs.bad')}</Pill>;
  const standIn = fallback ? (
    <>
      <Pill tone="warn">{t('jobs.fallback-on')}</Pill> {t('jobs.fallback-runs')}
    </>
  ) : (
    t('jobs.fallback-off')
  );
  return (
    <Facts
      facts={[
        {
          name: t('jobs.store'),
          value: (
            <>
              {wordOf(t, 'job-store', backend)} {isStarted ? answers : null}
            </>
          ),
        },
        { name: t('jobs.fallback'), value: isStarted ? standIn : undefined },
      ]}
    />
  );
}
