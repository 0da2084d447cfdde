import type { Sql } from './sql.js';

/** How far an address has been told, and how it goes. */
export interface WebhookLine {
  /** Of the webhook, when this was written: under a later one it begins anew. */
  generation: number;
  /** Number of the last entry that is done with. */
  cursor: number;
  /** Of the event after the cursor. */
  attempts: number;
  /** In a row, whatever the event. */
  failures: number;
  failingSince?: string;
  /** Nothing is sent before. */
  dueAt?: string;
  /** Of the last failure. */
  cause?: string;
  lastGoodAt?: string;
}

/** Who tells an address now. Moments are of real time: a claim is between processes, and they share no other clock. */
export interface LineClaim {
  process: string;
  now: string;
  until: string;
}

/** The places of the webhooks in the ledger: rows beside the fold, each written by the process that holds its claim. */
export interface WebhookLines {
  /** False where another process holds it. */
  claim(webhook: string, claim: LineClaim): Promise<boolean>;
  /** Keeps the claim until the new moment; false where it was lost, and nothing was written. */
  save(webhook: string, line: WebhookLine, claim: Omit<LineClaim, 'now'>): Promise<boolean>;
  release(webhook: string, process: string): Promise<void>;
}

export function webhookLines(sql: Sql): WebhookLines {
  // A SQLite file is served by one process: a claim of another is that of one which has ended.
  const isShared = sql.dialect !== 'sqlite';
  return {
    async claim(webhook, { process, now, until }) {
      await sql.run(
        `INSERT INTO webhook_lines (webhook, line) VALUES ($1, 'null') ON CONFLICT (webhook) DO NOTHING`,
        [webhook],
      );
      const taken = await sql.run(
        `UPDATE webhook_lines SET claim_process = $2, claim_until = $3
          WHERE webhook = $1 AND (claim_process IS NULL OR claim_process = $2 OR claim_until < $4)`,
        [webhook, process, until, isShared ? now : '~'],
      );
      return taken > 0;
    },
    async save(webhook, line, { process, until }) {
      const saved = await sql.run(
        'UPDATE webhook_lines SET line = $2, claim_until = $4 WHERE webhook = $1 AND claim_process = $3',
        [webhook, JSON.stringify(line), process, until],
      );
      return saved > 0;
    },
    async release(webhook, process) {
      await sql.run(
        `UPDATE webhook_lines SET claim_process = NULL, claim_until = NULL
          WHERE webhook = $1 AND claim_process = $2`,
        [webhook, process],
      );
    },
  };
}
