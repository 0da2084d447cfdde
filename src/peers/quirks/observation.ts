import type { JsonObject } from '../../ledger/index.js';

/** What the ledger knows of one message of a peer, or of one of its answers. */
export interface Observation {
  way: 'in' | 'answer';
  what: string;
  statusCode: number | undefined;
  class: string | undefined;
  warnings: readonly string[];
  errors: readonly { errorType: string; errorValue?: string }[];
  timestamp: string | undefined;
  marks: readonly string[];
}

/** An observation from an entry's facts; nothing where the entry tells of neither. */
export function observationOf(facts: JsonObject): Observation | undefined {
  const isIn = facts['direction'] === 'in' && typeof facts['confirmed'] === 'string';
  const isAnswer = typeof facts['class'] === 'string' && typeof facts['statusCode'] === 'number';
  if (!isIn && !isAnswer) return undefined;
  return {
    way: isIn ? 'in' : 'answer',
    what: textOf(facts['what']) ?? '',
    warnings: listOf(facts['warnings']),
    errors: isAnswer ? errorsOf(facts['errors']) : [],
    marks: listOf(facts['marks']),
    statusCode: typeof facts['statusCode'] === 'number' ? facts['statusCode'] : undefined,
    class: textOf(facts['class']),
    timestamp: textOf(facts['timestamp']),
  };
}

function textOf(fact: unknown): string | undefined {
  return typeof fact === 'string' ? fact : undefined;
}

function listOf(fact: unknown): string[] {
  return Array.isArray(fact) ? fact.filter((one): one is string => typeof one === 'string') : [];
}

function errorsOf(fact: unknown): Observation['errors'] {
  return Array.isArray(fact) ? (fact as Observation['errors']) : [];
}
