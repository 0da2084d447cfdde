import type { Caller } from '../../access/index.js';
import type { WebhookContent, WebhookOutcome } from '../../outbound/index.js';

/** A webhook as it is listed; its secret never is. */
export interface WebhookView {
  id: string;
  name: string;
  url: string;
  events?: readonly string[];
  /** `TYPE:VALUE`. */
  agencies?: string[];
  createdAt: string;
  state: 'sending' | 'failing' | 'paused' | 'stopped';
  /** Number of the last entry that is done with. */
  cursor: number;
  failures: number;
  failingSince?: string;
  nextAttemptAt?: string;
  cause?: string;
  lastGoodAt?: string;
  pausedAt?: string;
  stoppedAt?: string;
  setAside: number;
  previousSecretUntil?: string;
}

/** What waits for a person: events that were refused, and webhooks that were stopped. */
export interface WebhookBoard {
  items: {
    webhook: string;
    seq: number;
    type: string;
    setAsideAt: string;
    cause: string;
    attempts: number;
  }[];
  stopped: { webhook: string; name: string; stoppedAt: string; cause: string; cursor: number }[];
}

export interface WebhookFault {
  field: string;
  detail: string;
}

export type WebhookRefusal =
  | { kind: 'unknown-webhook' }
  | { kind: 'unknown-event' }
  | { kind: 'faults'; faults: WebhookFault[] }
  | { kind: 'too-many' }
  | { kind: 'changed-meanwhile' };

export type WebhookAnswer<Done> = ({ kind: 'done' } & Done) | WebhookRefusal;
export type WebhookSwitch = { kind: 'done' | 'unchanged' | 'unknown-webhook' };

/** As somebody writes it: agencies by their names. */
export interface WebhookAsked extends Pick<WebhookContent, 'name' | 'url' | 'events'> {
  agencies?: readonly string[];
}

/**
 * The addresses of the library's own systems. Whoever is bound to agencies sees a webhook only where it hears of none
 * but these.
 */
export interface WebhookDesk {
  list(by: Caller): Promise<WebhookView[]>;
  /** The secret is answered here and by `rotateSecret`, and never again. Without `after` it hears what comes from now on. */
  add(
    asked: WebhookAsked & { after?: number },
    by: Caller,
  ): Promise<WebhookAnswer<{ webhook: WebhookView; secret: string }>>;
  change(id: string, asked: WebhookAsked, by: Caller): Promise<WebhookAnswer<{ webhook: WebhookView }>>;
  remove(id: string, by: Caller): Promise<WebhookSwitch>;
  rotateSecret(
    id: string,
    keepHours: number,
    by: Caller,
  ): Promise<WebhookAnswer<{ secret: string; previousUntil?: string }>>;
  pause(id: string, by: Caller): Promise<WebhookSwitch>;
  resume(id: string, by: Caller): Promise<WebhookSwitch>;
  /** Refused beyond the place that it has reached: nothing is skipped. */
  replay(id: string, after: number, by: Caller): Promise<WebhookAnswer<object>>;
  /** Sends a `webhook.test` once, whatever state it is in. */
  test(id: string, by: Caller): Promise<WebhookAnswer<{ outcome: WebhookOutcome }>>;
  board(by: Caller): Promise<WebhookBoard>;
  /** Sends an event of the board once; it leaves the board where it is taken. */
  sendAgain(id: string, seq: number, by: Caller): Promise<WebhookAnswer<{ outcome: WebhookOutcome }>>;
  drop(id: string, seq: number, asked: { reason: string; by: Caller }): Promise<WebhookAnswer<object>>;
}
