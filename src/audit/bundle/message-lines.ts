import type { Encoding } from '../../iso18626/index.js';
import { fillHoles } from '../../iso18626/redaction.js';
import type { AuditReaders, ReadOnly } from '../../storage/index.js';
import { readBody } from '../../storage/readers/loans/delivery-readers.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import type { MessageOfEntry } from './ledger-pass.js';

/**
 * The messages of a page of entries as lines: each the template as it is kept, whose hash its entry holds. With the ring
 * also the bytes as they came, in base64; of what was erased nothing can be given back, and where a secret was never
 * kept, `secret` says that an asterisk stands in its place.
 */
export function linesOfMessages(from: {
  database: ReadOnly;
  readers: AuditReaders;
  ring?: WrappingKeyRing;
}): (messages: readonly MessageOfEntry[]) => Promise<string[]> {
  return async (messages) => {
    const kept = await from.readers.templates(messages.map(({ bodyId }) => bodyId));
    const byId = new Map(kept.map((template) => [template.id, template]));
    const lines: string[] = [];
    for (const { seq, bodyId, sha256 } of messages) {
      const template = byId.get(bodyId);
      if (template === undefined) continue;
      const whole = from.ring === undefined ? {} : await asItCame(bodyId, from.database, from.ring);
      lines.push(JSON.stringify({ seq, sha256, ...template, ...whole }));
    }
    return lines;
  };
}

async function asItCame(id: string, database: ReadOnly, ring: WrappingKeyRing): Promise<object> {
  const body = await readBody(database, ring, id);
  if (body?.holes === undefined) return { erased: true };
  const values = body.holes.map((value) => value ?? '*');
  const bytes = fillHoles(body.template, body.encoding as Encoding, values);
  return { bytes: bytes.toString('base64'), ...(body.holes.includes(null) ? { secret: true } : {}) };
}
