import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** One line of standard input; typed at a terminal it is asked for and not shown. */
export function readSecret(prompt: string): Promise<string> {
  const isTyped = process.stdin.isTTY;
  if (isTyped) process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTyped });
  return new Promise((resolve) => {
    let read = '';
    lines.once('line', (line) => {
      read = line;
      lines.close();
    });
    lines.once('close', () => {
      if (isTyped) process.stderr.write('\n');
      resolve(read);
    });
  });
}
