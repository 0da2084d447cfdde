import { buildWebhookDesk, type Gauges, type WebhookDesk } from '../desk/index.js';
import type { Ground } from './ground.js';
import type { Metrics } from '../http/index.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import { buildPostman, lineOf, type Postman, type Webhook } from '../outbound/index.js';
import type { PeerDirectory } from '../peers/index.js';
import { newId, systemClock, type FetchOut } from '../platform/index.js';
import { webhookLines, type Storage } from '../storage/index.js';

/** How the library's own systems are told. */
export interface Telling {
  postman: Postman;
  desk: WebhookDesk;
  jobs: GatewayJob[];
  gauges(): Promise<Gauges['webhooks']>;
}

interface Reach {
  storage: Storage;
  directory: () => PeerDirectory;
  fetchOut: FetchOut;
  metrics: Pick<Metrics, 'webhookSent'>;
}

export function buildTelling(ground: Ground, { storage, directory, fetchOut, metrics }: Reach): Telling {
  const { settings, context, clock, log } = ground;
  const { committer, readers } = storage;
  const postman = buildPostman({
    committer,
    readers,
    lines: webhookLines(storage.database.sql),
    fetchOut,
    settings: settings.outbound,
    clock,
    log,
    process: newId(),
    wallNow: () => systemClock.now(),
    random: () => Math.random(),
    observed: (outcome) => metrics.webhookSent(outcome.class),
  });
  return {
    postman,
    desk: buildWebhookDesk({
      ...{ committer, readers, context, clock, directory, postman },
      rules: settings.outbound,
    }),
    jobs: [{ name: JobName.Webhooks, everySeconds: 1, run: (now) => postman.run(now) }],
    gauges: () => gaugesOf(storage),
  };
}

async function gaugesOf({ readers }: Storage): Promise<Gauges['webhooks']> {
  const all = (await readers.webhooks.all()).map((stored) => ({ stored, webhook: stored.state as Webhook }));
  const living = all.filter(({ webhook }) => webhook.removedAt === undefined);
  if (living.length === 0) return undefined;
  const size = await readers.ledger.size();
  return living.map(({ stored, webhook }) => {
    const { cursor, failures } = lineOf(webhook, stored.line);
    return {
      name: webhook.name,
      failures,
      setAside: Object.keys(webhook.setAside ?? {}).length,
      stopped: webhook.stopped !== undefined,
      behind: Math.max(0, size - cursor),
    };
  });
}
