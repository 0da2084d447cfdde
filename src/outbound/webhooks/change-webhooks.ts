import type { Actor, Change, Entry, JsonObject } from '../../ledger/index.js';
import { changeOf, type Kept, type Moment, type Row, type UseCase } from '../../storage/index.js';
import { createDataKey, seal, wrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import { newSecret, type WebhookSecrets } from './signature.js';
import { webhookHolder, type SetAside, type Stopped, type Webhook } from './webhook.js';

/** What of a webhook a person says. */
export type WebhookContent = Pick<Webhook, 'name' | 'url' | 'events' | 'agencies'>;

export type WebhookChange = 'done' | 'unchanged' | 'unknown-webhook';

interface By {
  actor: Actor;
  because?: string;
}

const ASKED = 'a person asked for it';
const HOUR_MS = 3_600_000;

/** Makes a webhook and its first secret, which is answered once and kept sealed. */
export function addWebhook(
  content: WebhookContent,
  how: { actor: Actor; ring: WrappingKeyRing; startAfter: number },
): UseCase<{ id: string; secret: string }> {
  return {
    name: 'add-webhook',
    source: 'people',
    needs: {},
    decide(_loaded, at) {
      const id = at.newId();
      const secret = newSecret(at.randomBytes);
      const sealed = sealedSecrets(id, { current: secret }, { ring: how.ring, at });
      const state: Webhook = {
        ...content,
        createdAt: at.now.toISOString(),
        startAfter: how.startAfter,
        generation: 1,
        sealedSecrets: sealed.id,
      };
      const changes = changeOf('webhook', undefined, { id, state });
      return {
        result: { id, secret },
        entries: [entryOf('webhook-added', at, { webhook: id, actor: how.actor, changes })],
        keep: sealed.keep,
      };
    },
  };
}

/** Another name, address or choice of events. What waits goes to the new address. */
export function changeWebhook(id: string, content: WebhookContent, by: By): UseCase<WebhookChange> {
  return changing(id, { kind: 'webhook-changed', ...by }, ({ events: _e, agencies: _a, ...state }) => ({
    ...state,
    ...content,
    // Whatever was wrong with the old address is no reason to wait.
    generation: state.url === content.url ? state.generation : state.generation + 1,
  }));
}

/** Nothing goes there any more; its secrets are destroyed. */
export function removeWebhook(id: string, by: By): UseCase<WebhookChange> {
  const removing = changing(
    id,
    { kind: 'webhook-removed', ...by },
    ({ sealedSecrets: _s, setAside: _a, previousSecretUntil: _p, ...state }, at) => ({
      ...state,
      removedAt: at.now.toISOString(),
    }),
  );
  return {
    ...removing,
    decide(loaded, at) {
      const outcome = removing.decide(loaded, at);
      return outcome.result === 'done' ? { ...outcome, keep: { destroyed: [webhookHolder(id)] } } : outcome;
    },
  };
}

export function pauseWebhook(id: string, by: By): UseCase<WebhookChange> {
  return changing(id, { kind: 'webhook-paused', ...by }, (state, at) =>
    state.pausedAt === undefined ? { ...state, pausedAt: at.now.toISOString() } : state,
  );
}

/** What waits goes on from where it stood, also after it was stopped; past failures do not count any more. */
export function resumeWebhook(id: string, by: By): UseCase<WebhookChange> {
  return changing(id, { kind: 'webhook-resumed', ...by }, (state) => {
    const { pausedAt, stopped, ...rest } = state;
    if (pausedAt === undefined && stopped === undefined) return state;
    return { ...rest, generation: state.generation + 1 };
  });
}

/** Everything after an entry is told again, under the ids that it had. What was set aside after it is part of that. */
export function replayWebhook(id: string, after: number, by: By): UseCase<WebhookChange> {
  const entry = { kind: 'webhook-replayed', ...by, facts: { after } };
  return changing(id, entry, ({ stopped: _was, setAside = {}, ...state }) => {
    const generation = state.generation + 1;
    const stays = Object.entries(setAside).filter(([seq]) => Number(seq) <= after);
    return {
      ...state,
      generation,
      replay: { after, generation },
      ...(stays.length === 0 ? {} : { setAside: Object.fromEntries(stays) }),
    };
  });
}

export type SecretRotated =
  | { kind: 'done'; secret: string; previousUntil?: string }
  | { kind: 'unknown-webhook' | 'changed-meanwhile' };

/**
 * A new secret; the one before it signs beside it for so many hours. `known` is what was read a moment ago: where the
 * secrets are others by now, nothing happens.
 */
export function rotateSecret(
  id: string,
  asked: { known: { sealed: string; secrets: WebhookSecrets }; keepHours: number },
  how: { actor: Actor; ring: WrappingKeyRing },
): UseCase<SecretRotated> {
  return {
    name: 'rotate-webhook-secret',
    source: 'people',
    needs: { roots: [{ aggregate: 'webhook', id }] },
    decide(loaded, at) {
      const before = loaded.root<Webhook>({ aggregate: 'webhook', id });
      if (before === undefined || before.state.removedAt !== undefined)
        return { result: { kind: 'unknown-webhook' } };
      if (before.state.sealedSecrets !== asked.known.sealed) return { result: { kind: 'changed-meanwhile' } };
      const secret = newSecret(at.randomBytes);
      const until = new Date(at.now.getTime() + asked.keepHours * HOUR_MS).toISOString();
      const previous =
        asked.keepHours === 0 ? {} : { previous: { secret: asked.known.secrets.current, until } };
      const sealed = sealedSecrets(id, { current: secret, ...previous }, { ring: how.ring, at });
      const { previousSecretUntil: _was, ...rest } = before.state;
      const kept = asked.keepHours === 0 ? {} : { previousSecretUntil: until };
      const state: Webhook = { ...rest, sealedSecrets: sealed.id, ...kept };
      const changes = changeOf('webhook', before, { id, state });
      return {
        result: { kind: 'done', secret, ...(asked.keepHours === 0 ? {} : { previousUntil: until }) },
        entries: [entryOf('webhook-secret-changed', at, { webhook: id, actor: how.actor, changes })],
        keep: sealed.keep,
      };
    },
  };
}

const CLOCK: By = { actor: { kind: 'clock', id: 'webhooks' } };

/** Nothing more is sent until a person resumes it; its place in the ledger stays. */
export function stopWebhook(
  id: string,
  stopped: Omit<Stopped, 'at'>,
  facts: JsonObject,
): UseCase<WebhookChange> {
  const because = `the receiver has not taken anything for as long as it is tried: ${stopped.cause}`;
  return changing(id, { kind: 'webhook-stopped', ...CLOCK, because, facts }, (state, at) =>
    state.stopped === undefined
      ? { ...state, stopped: { at: at.now.toISOString(), cause: stopped.cause } }
      : state,
  );
}

/** An event that the receiver refuses stands on the board from now on, and those after it go on. */
export function setAsideEvent(id: string, seq: number, aside: Omit<SetAside, 'at'>): UseCase<WebhookChange> {
  const because = `the receiver refuses the event of entry ${seq}: ${aside.cause}`;
  const entry = { kind: 'webhook-event-set-aside', ...CLOCK, because, facts: { event: seq } };
  return changing(id, entry, (state, at) => ({
    ...state,
    setAside: { ...state.setAside, [seq]: { at: at.now.toISOString(), ...aside } },
  }));
}

/** An event leaves the board: the receiver has taken it after all, or a person gives it up. */
export function clearAside(
  id: string,
  seq: number,
  by: By & { kind: 'webhook-event-sent' | 'webhook-event-dropped' },
): UseCase<WebhookChange> {
  return changing(id, { ...by, facts: { event: seq } }, ({ setAside = {}, ...state }) => {
    const { [String(seq)]: _gone, ...stays } = setAside;
    return { ...state, ...(Object.keys(stays).length === 0 ? {} : { setAside: stays }) };
  });
}

/** The entry of a test message, which changes nothing. */
export function noteTest(id: string, facts: JsonObject, by: By): UseCase<void> {
  return {
    name: 'note-webhook-test',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [entryOf('webhook-tested', at, { webhook: id, ...by, facts, changes: [] })],
    }),
  };
}

function changing(
  id: string,
  entry: By & { kind: string; facts?: JsonObject },
  change: (state: Webhook, at: Moment) => Webhook,
): UseCase<WebhookChange> {
  return {
    name: entry.kind,
    source: entry.actor.kind === 'clock' ? 'unbounded' : 'people',
    needs: { roots: [{ aggregate: 'webhook', id }] },
    decide(loaded, at) {
      const before: Row<Webhook> | undefined = loaded.root<Webhook>({ aggregate: 'webhook', id });
      if (before === undefined || before.state.removedAt !== undefined) return { result: 'unknown-webhook' };
      const changes = changeOf('webhook', before, { id, state: change(before.state, at) });
      if (changes.length === 0) return { result: 'unchanged' };
      return { result: 'done', entries: [entryOf(entry.kind, at, { webhook: id, ...entry, changes })] };
    },
  };
}

function entryOf(
  kind: string,
  at: Moment,
  said: By & { webhook: string; facts?: JsonObject; changes: Change[] },
): Entry {
  const { webhook, actor, because = ASKED, facts, changes } = said;
  return { kind, at: at.now.toISOString(), actor, because, facts: { webhook, ...facts }, changes };
}

/** Under a data key of its own each time: what was sealed before is noise once the new one stands. */
function sealedSecrets(
  webhook: string,
  secrets: WebhookSecrets,
  { ring, at }: { ring: WrappingKeyRing; at: Moment },
): { id: string; keep: Kept } {
  const id = at.newId();
  const holder = webhookHolder(webhook);
  const dataKey = createDataKey(holder, at.randomBytes);
  const value = seal(dataKey, JSON.stringify(secrets), { context: id, random: at.randomBytes });
  return {
    id,
    keep: {
      dataKeys: [{ holder, wrapped: wrapDataKey(dataKey, ring.current, at.randomBytes) }],
      sealed: [{ id, holder, purpose: 'credential', value }],
    },
  };
}
