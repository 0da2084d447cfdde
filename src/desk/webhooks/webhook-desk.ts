import { actorOf, type Caller } from '../../access/index.js';
import { newId } from '../../platform/index.js';
import {
  addressFault,
  addWebhook,
  changeWebhook,
  clearAside,
  isSending,
  isWithin,
  libraryEventOf,
  lineOf,
  messageOf,
  noteTest,
  pauseWebhook,
  removeWebhook,
  replayWebhook,
  resumeWebhook,
  rotateSecret,
  secretsOf,
  type AddressRules,
  type Postman,
  type Webhook,
  type WebhookContent,
  type WebhookMessage,
  type WebhookOutcome,
} from '../../outbound/index.js';
import { agencyIdFrom, agencyText } from '../../peers/index.js';
import type { StoredWebhook, UseCase } from '../../storage/index.js';
import type { DeskOptions } from '../loans/loan-record-desk.js';
import type {
  WebhookAnswer,
  WebhookAsked,
  WebhookBoard,
  WebhookDesk,
  WebhookFault,
  WebhookSwitch,
  WebhookView,
} from './webhooks.js';

export interface WebhookDeskOptions extends Pick<
  DeskOptions,
  'committer' | 'readers' | 'context' | 'clock' | 'directory'
> {
  postman: Pick<Postman, 'post'>;
  rules: AddressRules;
}

const WEBHOOKS_AT_MOST = 50;

/** Webhooks over the API. */
export function buildWebhookDesk(options: WebhookDeskOptions): WebhookDesk {
  const { committer } = options;
  const found = (id: string, by: Caller): Promise<Found | undefined> => findOne(id, by, options);
  const switched = async (
    found: Promise<Found | undefined>,
    act: () => UseCase<WebhookSwitch['kind']>,
  ): Promise<WebhookSwitch> =>
    (await found) === undefined ? { kind: 'unknown-webhook' } : { kind: await committer.commit(act()) };
  return {
    async list(by) {
      return (await allFor(by, options)).map((one) => viewOf(one, options));
    },
    add: (asked, by) => add(asked, by, options),
    async change(id, asked, by) {
      if ((await found(id, by)) === undefined) return { kind: 'unknown-webhook' };
      const content = contentOf(asked, options);
      if ('faults' in content) return { kind: 'faults', faults: content.faults };
      await committer.commit(changeWebhook(id, content, { actor: actorOf(by) }));
      const after = await found(id, by);
      return after === undefined
        ? { kind: 'unknown-webhook' }
        : { kind: 'done', webhook: viewOf(after, options) };
    },
    remove: (id, by) => switched(found(id, by), () => removeWebhook(id, { actor: actorOf(by) })),
    pause: (id, by) => switched(found(id, by), () => pauseWebhook(id, { actor: actorOf(by) })),
    resume: (id, by) => switched(found(id, by), () => resumeWebhook(id, { actor: actorOf(by) })),
    rotateSecret: (id, keepHours, by) => rotate(id, { keepHours, by }, options),
    async replay(id, after, by) {
      const known = await found(id, by);
      if (known === undefined) return { kind: 'unknown-webhook' };
      const { cursor } = lineOf(known.webhook, known.stored.line);
      if (after > cursor) {
        const detail = `the webhook has come to entry ${cursor} only, and nothing is skipped`;
        return { kind: 'faults', faults: [{ field: 'after', detail }] };
      }
      await committer.commit(replayWebhook(id, after, { actor: actorOf(by) }));
      return { kind: 'done' };
    },
    async test(id, by) {
      const known = await found(id, by);
      if (known === undefined) return { kind: 'unknown-webhook' };
      const outcome = await options.postman.post(testMessage(options), {
        webhook: id,
        url: known.webhook.url,
      });
      const facts = { outcome: outcome.class, cause: outcome.cause };
      await committer.commit(noteTest(id, facts, { actor: actorOf(by) }));
      return { kind: 'done', outcome };
    },
    async board(by) {
      return boardOf(await allFor(by, options));
    },
    sendAgain: (id, seq, by) => sendAgain(id, seq, { by, options }),
    async drop(id, seq, { reason, by }) {
      const known = await found(id, by);
      if (known === undefined) return { kind: 'unknown-webhook' };
      if (known.webhook.setAside?.[seq] === undefined) return { kind: 'unknown-event' };
      const how = { kind: 'webhook-event-dropped', actor: actorOf(by), because: reason } as const;
      await committer.commit(clearAside(id, seq, how));
      return { kind: 'done' };
    },
  };
}

interface Found {
  stored: StoredWebhook;
  webhook: Webhook;
}

async function allFor(by: Caller, { readers }: Pick<DeskOptions, 'readers'>): Promise<Found[]> {
  const all = (await readers.webhooks.all()).map((stored) => ({ stored, webhook: stored.state as Webhook }));
  return all.filter(({ webhook }) => webhook.removedAt === undefined && isWithin(webhook, by.agencies));
}

async function findOne(
  id: string,
  by: Caller,
  { readers }: Pick<DeskOptions, 'readers'>,
): Promise<Found | undefined> {
  const stored = await readers.webhooks.one(id);
  if (stored === undefined) return undefined;
  const webhook = stored.state as Webhook;
  const isSeen = webhook.removedAt === undefined && isWithin(webhook, by.agencies);
  return isSeen ? { stored, webhook } : undefined;
}

async function add(
  asked: WebhookAsked & { after?: number },
  by: Caller,
  options: WebhookDeskOptions,
): Promise<WebhookAnswer<{ webhook: WebhookView; secret: string }>> {
  const { committer, readers, context } = options;
  const content = contentOf(asked, options);
  if ('faults' in content) return { kind: 'faults', faults: content.faults };
  if ((await allFor(by, options)).length >= WEBHOOKS_AT_MOST) return { kind: 'too-many' };
  const size = await readers.ledger.size();
  const startAfter = Math.min(asked.after ?? size, size);
  const how = { actor: actorOf(by), ring: context.ring, startAfter };
  const { id, secret } = await committer.commit(addWebhook(content, how));
  const made = await findOne(id, by, options);
  return made === undefined
    ? { kind: 'unknown-webhook' }
    : { kind: 'done', webhook: viewOf(made, options), secret };
}

async function rotate(
  id: string,
  { keepHours, by }: { keepHours: number; by: Caller },
  options: WebhookDeskOptions,
): Promise<WebhookAnswer<{ secret: string; previousUntil?: string }>> {
  const { committer, readers, context } = options;
  const sealed = (await findOne(id, by, options))?.webhook.sealedSecrets;
  const secrets = await secretsOf(id, readers);
  if (sealed === undefined || secrets === undefined) return { kind: 'unknown-webhook' };
  const asked = { known: { sealed, secrets }, keepHours };
  return committer.commit(rotateSecret(id, asked, { actor: actorOf(by), ring: context.ring }));
}

async function sendAgain(
  id: string,
  seq: number,
  { by, options }: { by: Caller; options: WebhookDeskOptions },
): Promise<WebhookAnswer<{ outcome: WebhookOutcome }>> {
  const { readers, committer, postman } = options;
  const known = await findOne(id, by, options);
  if (known === undefined) return { kind: 'unknown-webhook' };
  const [told] = await readers.webhooks.entries({ after: seq - 1, limit: 1 });
  if (known.webhook.setAside?.[seq] === undefined || told?.entry.seq !== seq)
    return { kind: 'unknown-event' };
  const message = messageOf(told, await libraryEventOf(told.entry, readers));
  const outcome = await postman.post(message, { webhook: id, url: known.webhook.url });
  if (outcome.class === 'taken')
    await committer.commit(clearAside(id, seq, { kind: 'webhook-event-sent', actor: actorOf(by) }));
  return { kind: 'done', outcome };
}

function testMessage({ clock }: Pick<DeskOptions, 'clock'>): WebhookMessage {
  return { id: `test_${newId()}`, type: 'webhook.test', timestamp: clock.now().toISOString(), data: {} };
}

/** What was said, as the webhook keeps it; agencies that are not ours, and addresses that may not be used, are faults. */
function contentOf(
  { name, url, events, agencies }: WebhookAsked,
  { directory, rules }: Pick<WebhookDeskOptions, 'directory' | 'rules'>,
): WebhookContent | { faults: WebhookFault[] } {
  const fault = addressFault(url, rules);
  const faults: WebhookFault[] = fault === undefined ? [] : [{ field: 'url', detail: fault }];
  const keys = agencies?.map((written) => directory().ours(agencyIdFrom(written))?.key);
  keys?.forEach((key, at) => {
    if (key === undefined) faults.push({ field: `agencies/${at}`, detail: 'is no agency of ours' });
  });
  if (faults.length > 0) return { faults };
  return {
    name,
    url,
    ...(events === undefined ? {} : { events: [...new Set(events)].sort() }),
    ...(keys === undefined ? {} : { agencies: [...new Set(keys as string[])].sort() }),
  };
}

function viewOf({ stored, webhook }: Found, { directory }: Pick<DeskOptions, 'directory'>): WebhookView {
  const { name, url, events, agencies, createdAt, pausedAt, stopped, previousSecretUntil } = webhook;
  const { cursor, failures, failingSince, dueAt, cause, lastGoodAt } = lineOf(webhook, stored.line);
  const known = {
    ...{ events, failingSince, cause, lastGoodAt, pausedAt, previousSecretUntil },
    agencies: agencies?.map((key) => {
      const ours = directory().ourByKey(key);
      return ours === undefined ? key : agencyText(ours.agencyId);
    }),
    nextAttemptAt: isSending(webhook) ? dueAt : undefined,
    stoppedAt: stopped?.at,
  };
  return {
    ...{ id: stored.id, name, url, createdAt, cursor, failures },
    state: stateOf(webhook, failures),
    setAside: Object.keys(webhook.setAside ?? {}).length,
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ) as Partial<WebhookView>),
  };
}

function stateOf({ pausedAt, stopped }: Webhook, failures: number): WebhookView['state'] {
  if (stopped !== undefined) return 'stopped';
  if (pausedAt !== undefined) return 'paused';
  return failures > 0 ? 'failing' : 'sending';
}

function boardOf(all: readonly Found[]): WebhookBoard {
  return {
    items: all.flatMap(({ stored, webhook }) =>
      Object.entries(webhook.setAside ?? {}).map(([seq, { at, type, cause, attempts }]) => ({
        ...{ webhook: stored.id, seq: Number(seq), type, setAsideAt: at, cause, attempts },
      })),
    ),
    stopped: all.flatMap(({ stored, webhook }) => {
      const { name, stopped } = webhook;
      if (stopped === undefined) return [];
      const { cursor } = lineOf(webhook, stored.line);
      return [{ webhook: stored.id, name, stoppedAt: stopped.at, cause: stopped.cause, cursor }];
    }),
  };
}
