import type { Agenda } from 'agenda';
import { AgendashController } from 'agendash';
import type { AgendashReads } from '../desk/index.js';

/** All that Agendash is given of Agenda. */
const reading = ['queryJobs', 'getJobsOverview', 'getRunningStats', 'hasJobLogger'] as const;

/**
 * Agendash over an Agenda of which only the reading methods exist: what would change a job has nothing to call. It has no
 * notification channel either, so that no open connection waits for news.
 */
export function agendashOver(agenda: Agenda): AgendashReads {
  const readable = Object.fromEntries(reading.map((method) => [method, agenda[method].bind(agenda)]));
  const controller = new AgendashController(readable as unknown as Agenda);
  return {
    jobs: (asked) => controller.getJobs(asked),
    stats: (hasDetails) => controller.getStats(hasDetails),
    logs: () => controller.getLogs({}),
  };
}
