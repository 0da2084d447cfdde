import type { Router } from 'express';
import type { Gauges, Readiness } from '../../desk/index.js';
import { Facts } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { sendPage, type Page } from '../frame/send-page.js';
import type { PageParts } from '../page-parts.js';
import { pageRouter } from '../session/index.js';
import { wordOf } from '../words/word-of.js';

/** What runs by itself, and when it last did. */
export function jobsPages({ gateway, readerOf }: PageParts): Router {
  return pageRouter({
    'GET /jobs': async (req, res) => {
      const reader = readerOf(req, res);
      const [gauges, readiness] = await Promise.all([gateway.gauges(), gateway.readiness()]);
      sendPage(res, jobsPage({ gauges, readiness }, reader), reader);
    },
  });
}

function jobsPage({ gauges, readiness }: { gauges: Gauges; readiness: Readiness }, { t }: Reader): Page {
  const store = readiness.checks.jobs;
  const failures = gauges.jobs[0]?.failures ?? 0;
  return {
    title: t('jobs.title'),
    place: 'jobs',
    width: 'narrow',
    main: (
      <>
        <p class="lead">{t('jobs.lead')}</p>
        <div class="section">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('jobs.name')}</th>
                <th scope="col">{t('jobs.does')}</th>
                <th scope="col">{t('jobs.last')}</th>
              </tr>
            </thead>
            <tbody>
              {gauges.jobs.map(({ name, secondsSinceRun }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>{wordOf(t, 'job', name)}</td>
                  <td>
                    {secondsSinceRun < 0
                      ? t('jobs.never')
                      : t('jobs.ago', { n: Math.floor(secondsSinceRun) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Facts facts={[{ name: t('jobs.store'), value: t(store.ok ? 'jobs.ok' : 'jobs.bad') }]} />
        <p>{t('jobs.errors', { n: failures })}</p>
      </>
    ),
  };
}
