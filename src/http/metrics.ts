import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { RequestHandler } from 'express';
import { routeOf } from './answer-errors.js';
import type { Gauges } from '../desk/index.js';

/** What the gateway counts about itself. Labels name routes, peers, states and jobs, never a person. */
export interface Metrics {
  /** Times every request, by the pattern of its route. */
  timeRequests: RequestHandler;
  messageReceived(outcome: string): void;
  messageSent(outcome: string): void;
  webhookSent(outcome: string): void;
  /** One commit made so many use cases durable. */
  committed(useCases: number, seconds: number): void;
  readonly contentType: string;
  /** The exposition text, with the gauges as they are at this moment. */
  expose(gauges: Gauges): Promise<string>;
}

/** Builds the counters of one gateway; nothing is shared with another one in the same process. */
export function buildMetrics(options: { processMetrics: boolean } = { processMetrics: true }): Metrics {
  const register = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register });
  const messages = new Counter({
    name: 'lendwire_messages_total',
    help: 'ISO 18626 messages by direction and outcome',
    labelNames: ['direction', 'outcome'],
    registers: [register],
  });
  const webhooks = new Counter({
    name: 'lendwire_webhook_attempts_total',
    help: 'Attempts to tell the library’s own systems, by outcome',
    labelNames: ['outcome'],
    registers: [register],
  });
  const commits = new Histogram({
    name: 'lendwire_commit_seconds',
    help: 'Duration of commits',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [register],
  });
  const batches = new Histogram({
    name: 'lendwire_commit_use_cases',
    help: 'Use cases made durable by one commit',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [register],
  });
  const fill = gaugesIn(register);
  return {
    timeRequests: requestTimer(register),
    messageReceived: (outcome) => messages.inc({ direction: 'in', outcome }),
    messageSent: (outcome) => messages.inc({ direction: 'out', outcome }),
    webhookSent: (outcome) => webhooks.inc({ outcome }),
    committed(useCases, seconds) {
      commits.observe(seconds);
      batches.observe(useCases);
    },
    contentType: register.contentType,
    expose(gauges) {
      fill(gauges);
      return register.metrics();
    },
  };
}

function requestTimer(register: Registry): RequestHandler {
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'lendwire_http_requests_total',
    help: 'HTTP requests answered',
    labelNames,
    registers: [register],
  });
  const durations = new Histogram({
    name: 'lendwire_http_request_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [register],
  });
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const [route, method] = [routeOf(req), methodOf(req.method)];
      requests.inc({ method, route, status: res.writableFinished ? String(res.statusCode) : 'aborted' });
      durations.observe({ method, route }, (performance.now() - startedAt) / 1000);
    });
    next();
  };
}

const COMMON_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

// A label per odd method would let a stranger grow the registry.
function methodOf(method: string): string {
  return COMMON_METHODS.has(method) ? method : 'other';
}

type MakeGauge = (name: string, help: string, labelNames: 'webhook'[]) => Gauge<'webhook'>;

/** By the name that a person gave the webhook. */
function webhookGauges(gauge: MakeGauge): (webhooks: NonNullable<Gauges['webhooks']>) => void {
  const failures = gauge('webhook_failures', 'Failed attempts in a row', ['webhook']);
  const setAside = gauge('webhook_set_aside', 'Events that the receiver refuses', ['webhook']);
  const stopped = gauge('webhook_stopped', '1 where a person has to resume it', ['webhook']);
  const behind = gauge('webhook_entries_behind', 'Entries of the ledger after its place', ['webhook']);
  return (webhooks) => {
    for (const each of [failures, setAside, stopped, behind]) each.reset();
    for (const { name: webhook, ...now } of webhooks) {
      failures.set({ webhook }, now.failures);
      setAside.set({ webhook }, now.setAside);
      stopped.set({ webhook }, now.stopped ? 1 : 0);
      behind.set({ webhook }, now.behind);
    }
  };
}

function gaugesIn(register: Registry): (gauges: Gauges) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `lendwire_${name}`, help, labelNames, registers: [register] });
  const waiting = gauge('waiting_use_cases', 'Use cases that wait to be committed', ['source']);
  const undelivered = gauge('undelivered_messages', 'Messages that no peer has answered', ['peer', 'state']);
  const oldest = gauge('oldest_undelivered_seconds', 'Age of the oldest undelivered message', []);
  const entries = gauge('ledger_entries', 'Entries in the ledger', []);
  const sinceRun = gauge('job_seconds_since_run', 'Time since a job last ran', ['job']);
  const lag = gauge('job_lag_seconds', 'Time that a job is past due without being run', ['job']);
  const failures = gauge('job_failures', 'Failures of a job in a row', ['job']);
  const credentials = gauge('credential_seconds_left', 'Time until a credential runs out, where it is near', [
    'peer',
    'direction',
    'kind',
  ]);
  const fillWebhooks = webhookGauges(gauge);
  return (now) => {
    fillWebhooks(now.webhooks ?? []);
    for (const each of [waiting, undelivered, sinceRun, lag, failures, credentials]) each.reset();
    for (const { peer, direction, kind, secondsLeft } of now.credentials ?? [])
      credentials.set({ peer, direction, kind }, secondsLeft);
    for (const [source, count] of Object.entries(now.waiting)) waiting.set({ source }, count);
    for (const { peer, state, count } of now.undelivered) undelivered.set({ peer, state }, count);
    oldest.set(now.oldestUndeliveredSeconds);
    entries.set(now.ledgerEntries);
    for (const job of now.jobs) {
      sinceRun.set({ job: job.name }, job.secondsSinceRun);
      lag.set({ job: job.name }, job.lagSeconds);
      failures.set({ job: job.name }, job.failures);
    }
  };
}
