import type { Environment } from '../config/index.js';
import type { ExitCode } from './exit.js';
import type { Terminal } from './terminal/terminal.js';

/** What a verb is given: where to write, where settings come from, and how to wait. */
export interface Cli {
  terminal: Terminal;
  /** The process's own where it is missing. */
  env?: Environment;
  wait(milliseconds: number): Promise<void>;
  /** Runs a gateway until the process is asked to end. */
  serve(configFile?: string): Promise<void>;
  /** Reads a password; from standard input where it is missing. */
  secret?: (prompt: string) => Promise<string>;
  /** Set by a verb that has said already what is wrong. */
  exitCode: ExitCode;
}

export interface ConfigOption {
  config?: string;
}
