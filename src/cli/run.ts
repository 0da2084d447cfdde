import { CommanderError } from 'commander';
import { OperatorError, reasonOf } from '../platform/index.js';
import type { Cli } from './cli.js';
import { ExitCode, Stopped } from './exit.js';
import { buildProgram } from './program.js';

/** Runs one command line and answers its exit code. Whatever goes wrong is said on standard error, without a stack. */
export async function run(words: readonly string[], cli: Cli): Promise<ExitCode> {
  try {
    const program = buildProgram(cli);
    if (words.length === 0) {
      program.outputHelp();
      return ExitCode.Done;
    }
    await program.parseAsync(words, { from: 'user' });
    return cli.exitCode;
  } catch (thrown) {
    return tell(thrown, cli);
  }
}

function tell(thrown: unknown, { terminal }: Cli): ExitCode {
  // Commander has written its own message already.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? ExitCode.Done : ExitCode.Usage;
  const isExpected = thrown instanceof OperatorError || isStoreTrouble(thrown);
  terminal.err(`${terminal.mark('red', 'lendwire:')} ${reasonOf(thrown)}`);
  if (thrown instanceof Stopped) return thrown.exitCode;
  if (isExpected) return ExitCode.Failed;
  for (let cause = causeOf(thrown); cause !== undefined; cause = causeOf(cause))
    terminal.err(`  because: ${reasonOf(cause)}`);
  terminal.err(
    'This should not have happened. Please report it with the command that you gave and with this message.',
  );
  return ExitCode.Unexpected;
}

/** Told by its mark rather than its class, so that verbs without a database load none. */
function isStoreTrouble(thrown: unknown): boolean {
  return thrown instanceof Error && 'retryAfterSeconds' in thrown;
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}
