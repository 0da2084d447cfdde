import { z } from 'zod';

const agency = z
  .string()
  .regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE, for example ISIL:SE-UMUB');
const index = z.string().regex(/^[A-Za-z][\w.-]*$/, 'a CQL index is written such as bath.isbn');
const lends = z.enum(['loan', 'copy', 'both', 'neither']);
const weight = z.number().min(0).max(1000);

const catalogue = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'an id is lower-case letters, digits, dots and hyphens'),
  url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
  version: z.enum(['1.1', '1.2', '2.0']),
  layout: z.enum(['marc-852', 'marc-924', 'reservoir-999', 'opac']),
  recordSchema: z.string().min(1).max(100).default('marcxml'),
  indexes: z
    .strictObject({
      isbn: index.optional(),
      issn: index.optional(),
      title: index.optional(),
      author: index.optional(),
      /** By the standard's code of the record id. */
      recordId: z.record(z.string().min(1), index).default({}),
    })
    .default({
      isbn: 'bath.isbn',
      issn: 'bath.issn',
      title: 'dc.title',
      author: 'dc.creator',
      recordId: {},
    }),
  libraries: z.record(z.string().min(1), agency).default({}),
  codesAre: z
    .string()
    .regex(/^[^:\s]+$/, 'the type of an agency, such as ISIL')
    .optional(),
  restrictions: z
    .strictObject({ subfield: z.string().regex(/^[a-z0-9]$/), codes: z.record(z.string().min(1), lends) })
    .optional(),
  timeoutMs: z.number().int().positive().max(120_000).default(15_000),
});

/** What is known of a supplier beside what catalogues and history say. */
const supplier = z.strictObject({
  reciprocal: z.boolean().optional(),
  cost: z
    .strictObject({
      value: z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'an amount is written such as 12.50'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'a currency has three capitals, such as EUR'),
    })
    .optional(),
  /** 1 is next door, 0 is the other end of the world. */
  closeness: z.number().min(0).max(1).optional(),
  lastResort: z.boolean().optional(),
});

/** Where suppliers are looked for, and by what they are put in order. Reaches nobody unless a catalogue is named. */
export const sourcingSettings = z
  .strictObject({
    catalogues: z.array(catalogue).max(50),
    /** When catalogues that did not answer are asked again. */
    retryMinutes: z.array(z.number().positive().max(100_000)).max(50),
    /** What each rule counts at most; 0 leaves it out. */
    weights: z.strictObject({
      holds: weight,
      reciprocal: weight,
      cost: weight,
      closeness: weight,
      fillRate: weight,
      speed: weight,
      load: weight,
    }),
    suppliers: z.record(agency, supplier),
  })
  .superRefine(({ catalogues }, context) => {
    const ids = catalogues.map(({ id }) => id);
    ids.forEach((id, place) => {
      if (ids.indexOf(id) !== place)
        context.addIssue({
          code: 'custom',
          path: ['catalogues', place, 'id'],
          message: `${id} names two catalogues`,
        });
    });
  });

export type SourcingSettings = z.infer<typeof sourcingSettings>;
