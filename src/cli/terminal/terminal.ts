import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Where a verb writes: results to `out`, what goes on beside them to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Somebody watches what goes to `err`. */
  readonly isWatched: boolean;
  /** Width of what `out` is shown on; missing where it goes to a file or a program, and nothing is cut. */
  readonly columns?: number;
  /** The text marked for the eye; as it is where colours are not wanted. */
  mark(style: Style, text: string): string;
}

/** The process's own output. Node judges colours: not for a file or a pipe, and `NO_COLOR` is respected. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  // The types promise a terminal; a file or a pipe has neither of the two.
  const isShown = (stdout as { isTTY?: boolean }).isTTY === true;
  const hasColours = isShown && stdout.hasColors();
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    isWatched: (stderr as { isTTY?: boolean }).isTTY === true,
    ...(isShown ? { columns: stdout.columns } : {}),
    mark: (style, text) => (hasColours ? styleText(style, text) : text),
  };
}
