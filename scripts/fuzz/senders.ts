import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Batch } from './sender.js';
import type { Heard } from './trial.js';

export interface Sender {
  send(batch: Batch): Promise<Heard[]>;
  end(): void;
}

/** The process that sends. One batch after another: the next one is built while it is at work. */
export function openSender(): Sender {
  const child = fork(fileURLToPath(new URL('sender.ts', import.meta.url)), { serialization: 'advanced' });
  return {
    send: (batch) =>
      new Promise((resolve, reject) => {
        const ended = (): void => reject(new Error('the sender ended'));
        child.once('exit', ended);
        child.once('message', (said: { heard?: Heard[]; failure?: string }) => {
          child.off('exit', ended);
          if (said.heard === undefined) reject(new Error(said.failure));
          else resolve(said.heard.map(withBuffers));
        });
        child.send(batch);
      }),
    end: () => void child.kill(),
  };
}

/** Over the channel a Buffer arrives as plain bytes. */
function withBuffers(heard: Heard): Heard {
  return {
    ...heard,
    answers: heard.answers.map((answer) => ({ ...answer, body: Buffer.from(answer.body) })),
  };
}
