import { OperatorError } from '../platform/index.js';

/** How the command ends, for scripts that call it. */
export const ExitCode = {
  Done: 0,
  /** It could not be done, and the message says why; or a check found something. */
  Failed: 1,
  /** An import took what it could, and some records were not taken. */
  SomeRefused: 2,
  /** A test could not be run, so nothing is known. */
  CouldNotRun: 2,
  /** No gateway, or none that lets this caller in. */
  NoGateway: 3,
  /** The command line itself cannot be understood. */
  Usage: 64,
  /** What nobody expected. */
  Unexpected: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends the command with a sentence and a code of its own. */
export class Stopped extends OperatorError {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
