import type { Expiring } from '../../peers/index.js';
import { reasonOf, type Clock } from '../../platform/index.js';
import type { Readers } from '../../storage/index.js';
import type { Gateway, Gauges, Readiness } from '../gateway.js';
import type { JobsSurvey } from './jobs.js';

/** What the clocks say of themselves; `jobs` and `http` do not know each other. */
export interface ClocksHealth {
  backend: string;
  connected: boolean;
  fallback: boolean;
}

interface HealthOptions {
  readers: Readers;
  clock: Clock;
  waiting(): number;
  clocksHealth(): ClocksHealth;
  survey(): Promise<JobsSurvey>;
  webhooks(): Promise<Gauges['webhooks']>;
  /** Credentials of peers, and our own certificate, that run out soon. */
  ending(): readonly Pick<Expiring, 'peer' | 'direction' | 'kind' | 'at'>[];
}

/** Whether the gateway can do its work, and what it measures. */
export function buildHealthDesk(options: HealthOptions): Pick<Gateway, 'readiness' | 'gauges'> {
  const { readers, clock } = options;
  return {
    async readiness() {
      const ledger = await checked(
        () => readers.ledger.size(),
        (size) => `${size} entries`,
      );
      const oldest = ledger.ok ? await readers.deliveries.oldestUndeliveredAt() : undefined;
      return {
        ...(options.ending().length === 0 ? {} : { credentialsEnding: options.ending().length }),
        checks: {
          database: { ok: ledger.ok, ...(ledger.ok ? {} : { detail: ledger.detail ?? '' }) },
          ledger,
          jobs: jobsCheck(options.clocksHealth()),
        },
        ...(oldest === undefined ? {} : { oldestUndeliveredAt: oldest }),
      };
    },
    async gauges() {
      const now = clock.now().getTime();
      const oldest = await readers.deliveries.oldestUndeliveredAt();
      const { jobs } = await options.survey();
      const webhooks = await options.webhooks();
      return {
        waiting: { all: options.waiting() },
        undelivered: await readers.deliveries.undelivered(),
        oldestUndeliveredSeconds: oldest === undefined ? 0 : Math.max(0, (now - Date.parse(oldest)) / 1000),
        ledgerEntries: await readers.ledger.size(),
        jobs: jobs.map(({ name, secondsSinceRun = -1, lagSeconds, failures }) => ({
          ...{ name, secondsSinceRun, lagSeconds, failures },
        })),
        credentials: options.ending().map(({ peer, direction, kind, at }) => ({
          ...{ peer, direction, kind },
          secondsLeft: (Date.parse(at) - now) / 1000,
        })),
        ...(webhooks === undefined ? {} : { webhooks }),
      };
    },
  };
}

type Check = Readiness['checks']['database'];

async function checked<Value>(look: () => Promise<Value>, tell: (value: Value) => string): Promise<Check> {
  try {
    return { ok: true, detail: tell(await look()) };
  } catch (thrown) {
    return { ok: false, detail: `cannot be read: ${reasonOf(thrown)}` };
  }
}

function jobsCheck({ backend, connected, fallback }: ClocksHealth): Check {
  if (connected && !fallback) return { ok: true, detail: backend };
  const detail = fallback
    ? `Agenda's store (${backend}) is lost; redeliver and clocks run without it, and messages still go out`
    : `Agenda's store (${backend}) does not answer`;
  return { ok: fallback, detail };
}
