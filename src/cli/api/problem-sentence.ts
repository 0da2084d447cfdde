import { plain } from '../terminal/text.js';

export interface ProblemFault {
  detail: string;
  at?: string;
  field?: string;
  parameter?: string;
  header?: string;
}

/** A problem document (RFC 9457) as the gateway answers it. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: ProblemFault[];
  scope?: string;
}

/** The document where a body is one. */
export function problemIn(body: unknown): ProblemDocument | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, title, status } = body as Partial<ProblemDocument>;
  const isProblem = typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
  return isProblem ? (body as ProblemDocument) : undefined;
}

/** What a problem says, for a person: each fault on a line of its own where it names several, else its detail. */
export function problemSentence({ title, detail, errors = [] }: ProblemDocument): string {
  if (errors.length === 0) return safe(detail ?? `${title}.`);
  return [`${safe(title)}:`, ...errors.map((fault) => `  ${plain(faultLine(fault))}`)].join('\n');
}

// A detail may have lines of its own: a peers file's faults, one below the other.
function safe(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^ */.exec(line)?.[0] ?? '') + plain(line))
    .join('\n');
}

function faultLine({ at, field, parameter, header, detail }: ProblemFault): string {
  const place = [at, field ?? (parameter && `--${optionName(parameter)}`) ?? header]
    .filter(Boolean)
    .join(', ');
  return place === '' ? detail : `${place}: ${detail}`;
}

/** `dueBefore` as the command line writes it: `due-before`. */
function optionName(parameter: string): string {
  return parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
