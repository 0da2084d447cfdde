#!/usr/bin/env node
/**
 * The `lendwire` command: a file a verb. What acts speaks to the running gateway over its API with a token; what reads
 * the ledger or makes the first token opens the database (architecture §6). It decides nothing: it asks, and says in a
 * person's words what came back.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ExitCode } from './exit.js';
import { run } from './run.js';
import { processTerminal } from './terminal/terminal.js';

// A reader that has seen enough (`lendwire records | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.Done : ExitCode.Unexpected);
});

process.exitCode = await run(process.argv.slice(2), {
  terminal: processTerminal(),
  wait: (milliseconds) => wait(milliseconds),
  async serve(configFile) {
    const { serve } = await import('../main.js');
    await serve(configFile);
  },
  exitCode: ExitCode.Done,
});
