import type { Request } from 'express';
import { z } from 'zod';
import { ProblemError, problems, type ProblemFault } from '../problems.js';

/** A whole number as a query writes it. */
export function numberIn(range: { from: number; to: number; otherwise: number }): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.number().min(range.from).max(range.to))
    .default(range.otherwise);
}

/** A cursor of a list that goes by ids. Anything else would give a page that begins at random. */
export const cursor = z
  .string()
  .regex(
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'the cursor that `next` of the page before names, as it stands there',
  );

/** A cursor of a list that goes by the numbers of entries; without one it begins with the first. */
export const seqCursor = z
  .string()
  .regex(/^\d{1,15}$/, 'the number of an entry, such as `after` of the page before; 0 is before the first')
  .transform(Number)
  .default(0);

export const shortText = z.string().trim().min(1).max(200);

/** A day or a moment, as the moment at which it begins in UTC. */
export const day = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'a day (2026-12-24) or a moment with its offset')
  .transform((text) => new Date(text).toISOString());

/** Reads the query of a request; what it does not know it refuses, so that a misspelt filter does not go unnoticed. */
export function readQuery<T>(req: Request, shape: z.ZodType<T>): T {
  const read = shape.safeParse(req.query);
  if (read.success) return read.data;
  throw new ProblemError(problems.badQuery, {
    errors: faultsOf(read.error).map(({ field, detail }) => ({ parameter: field, detail })),
  });
}

/** Reads a JSON body. Its faults name fields and rules, never values. */
export function readContent<T>(req: Request, shape: z.ZodType<T>): T {
  const read = shape.safeParse(req.body);
  if (read.success) return read.data;
  const errors: ProblemFault[] = faultsOf(read.error).map(({ field, detail }) => ({
    field: field === '' ? '/' : `/${field.replaceAll('.', '/')}`,
    detail,
  }));
  throw new ProblemError(problems.badBody, { errors });
}

function faultsOf(error: z.ZodError): { field: string; detail: string }[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), detail: 'is not known' }))
      : [{ field: issue.path.join('.'), detail: issue.message }],
  );
}

/** The address of the next page: the same query at another cursor. */
export function nextAddress(req: Request, after: string): string {
  const query = new URLSearchParams(req.query as Record<string, string>);
  query.set('after', after);
  return `${req.path}?${query.toString()}`;
}

/** A parameter of the route's own path. */
export function pathPart(req: Request, name: string): string {
  const part = req.params[name];
  if (typeof part !== 'string') throw new Error(`the route has no ${name}`);
  return part;
}
