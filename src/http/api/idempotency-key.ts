import type { Request } from 'express';
import { ProblemError, problems } from '../problems.js';

/** The key under which an act happens once; nothing where none is given. Refuses one that could not be kept. */
export function idempotencyKeyIn(req: Request): string | undefined {
  const key = req.get('Idempotency-Key')?.trim();
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw keyProblem('cannot be used');
  return key;
}

export function keyProblem(detail: string): ProblemError {
  return new ProblemError(problems.keyMissing, {
    detail:
      'Send a header Idempotency-Key: 1 to 200 printable characters without blanks, new for each new act.',
    errors: [{ header: 'Idempotency-Key', detail }],
  });
}
