import type { Caller } from '../../../src/access/index.js';
import type { WebhookDesk, WebhookView } from '../../../src/desk/index.js';

export const WEBHOOK_ID = '0195a0c0-0000-7000-8000-000000000009';

const webhook: WebhookView = {
  id: WEBHOOK_ID,
  name: 'ILS',
  url: 'https://ils.example.org/hooks',
  events: ['shipped'],
  agencies: ['ISIL:SE-NORTH'],
  createdAt: '2026-03-02T08:00:00.000Z',
  state: 'failing',
  cursor: 7,
  failures: 2,
  failingSince: '2026-03-02T08:00:00.000Z',
  nextAttemptAt: '2026-03-02T08:05:00.000Z',
  cause: 'HTTP 500',
  setAside: 1,
};

/** Webhooks that answer as if each were there and each act done; an id that is not known is not found. */
export function fakeWebhooks(heard: (what: string, given: unknown, by?: Caller) => void): WebhookDesk {
  const known = <Answer>(id: string, answer: Answer): Promise<Answer | { kind: 'unknown-webhook' }> =>
    Promise.resolve(id === WEBHOOK_ID ? answer : { kind: 'unknown-webhook' });
  const taken = { class: 'taken', cause: 'HTTP 204', statusCode: 204 } as const;
  return {
    list: () => Promise.resolve([webhook]),
    add(asked, by) {
      heard('add-webhook', asked, by);
      return Promise.resolve({ kind: 'done', webhook, secret: 'whsec_c2VjcmV0' });
    },
    change(id, asked, by) {
      heard('change-webhook', asked, by);
      return known(id, { kind: 'done', webhook });
    },
    remove: (id) => known(id, { kind: 'done' }),
    rotateSecret(id, keepHours, by) {
      heard('rotate-secret', keepHours, by);
      return known(id, {
        kind: 'done',
        secret: 'whsec_c2VjcmV0',
        previousUntil: '2026-03-03T08:00:00.000Z',
      });
    },
    pause: (id) => known(id, { kind: 'done' }),
    resume: (id) => known(id, { kind: 'unchanged' }),
    replay(id, after, by) {
      heard('replay', after, by);
      return known(id, { kind: 'done' });
    },
    test: (id) => known(id, { kind: 'done', outcome: taken }),
    board: () =>
      Promise.resolve({
        items: [
          {
            webhook: WEBHOOK_ID,
            seq: 5,
            type: 'shipped',
            setAsideAt: '2026-03-02T08:00:00.000Z',
            cause: 'HTTP 422',
            attempts: 5,
          },
        ],
        stopped: [
          {
            webhook: WEBHOOK_ID,
            name: 'ILS',
            stoppedAt: '2026-03-02T08:00:00.000Z',
            cause: 'no answer in time',
            cursor: 4,
          },
        ],
      }),
    sendAgain: (id) => known(id, { kind: 'done', outcome: taken }),
    drop(id, seq, asked) {
      heard('drop-event', { seq, reason: asked.reason }, asked.by);
      return known(id, { kind: 'done' });
    },
  };
}
