import type { IncomingMessage } from 'node:http';
import { readBody } from '../platform/index.js';
import { FormFault, isForm, readForm, type FormLimits, type FormReading } from './read-form.js';

/** What a whole form may take, in bytes. */
export interface TakingLimits extends FormLimits {
  formBytes: number;
}

/** Reads the form with parts that a request brings: never more of it than is allowed, and all of it or nothing. */
export async function takeForm(req: IncomingMessage, limits: TakingLimits): Promise<FormReading> {
  const contentType = req.headers['content-type'];
  if (!isForm(contentType)) return { ok: false, fault: FormFault.NotAForm };
  const reading = await readBody(req, limits.formBytes);
  if (reading.kind === 'read') return readForm(reading.body, contentType, limits);
  return { ok: false, fault: reading.kind === 'too-large' ? FormFault.TooLarge : FormFault.Broken };
}
