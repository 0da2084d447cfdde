import { z } from 'zod';
import { ruleTable } from '../rules/index.js';

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'not the name of an HTTP header');
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'a header value is printable ASCII');
const statusCode = z.number().int().min(200).max(599);
const milliseconds = z.number().int().positive().max(600_000);
const url = z.url({ protocol: /^https?$/, error: 'an http or https URL' });

/** Kinds of message that a peer may treat differently when the same bytes come twice (architecture §3). */
export const duplicateKinds = [
  'request',
  'StatusRequest',
  'Received',
  'Cancel',
  'Renew',
  'ShippedReturn',
  'ShippedForward',
  'RequestingNotification',
  'SupplyingMessage',
  'SupplyingNotification',
] as const;
export type DuplicateKind = (typeof duplicateKinds)[number];

/** A rule by its name, with its parameters where it has some. */
const ruleUse = z
  .union([z.string(), z.looseObject({ rule: z.string() })])
  .transform((written) => {
    if (typeof written === 'string') return { rule: written, parameters: {} };
    const { rule, ...parameters } = written;
    return { rule, parameters: parameters };
  })
  .superRefine(({ rule: name, parameters }, context) => {
    const rule = ruleTable.get(name);
    if (rule === undefined) {
      const names = [...ruleTable.keys()].sort().join(', ');
      return context.addIssue({ code: 'custom', message: `there is no rule ${name}; there are ${names}` });
    }
    const read = rule.parameters.safeParse(parameters);
    if (read.success) return;
    const faults = read.error.issues.map(({ path, message }) =>
      [path.join('.'), message].filter(Boolean).join(': '),
    );
    const taken = parameterNames(rule.parameters);
    const takes = taken.length === 0 ? 'it takes no parameters' : `it takes ${taken.join(', ')}`;
    context.addIssue({ code: 'custom', message: `the rule ${name}: ${faults.join('; ')}; ${takes}` });
  })
  .transform(({ rule, parameters }) => ({
    rule,
    parameters: ruleTable.get(rule)?.parameters.safeParse(parameters).data ?? {},
  }));

/** What parameters a rule has. */
export function parameterNames(parameters: z.ZodType): string[] {
  return parameters instanceof z.ZodObject ? Object.keys(parameters.shape) : [];
}

export type RuleUse = z.infer<typeof ruleUse>;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, such as 08:30');
const zone = z
  .string()
  .refine(
    (name) =>
      /^[+-]\d\d:\d\d$/.test(name) || Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC',
    {
      error: 'an offset such as +01:00, or a zone such as Europe/Oslo',
    },
  );

/** How a peer wants things said and says them: every part may be missing, and then the next layer below tells. */
export const profileParts = {
  edition: z
    .enum(['2014', '2017', '2021', 'found'])
    .describe('The edition that it speaks; `found` means: as its messages show.')
    .optional(),
  envelope: z
    .strictObject({
      prefix: z
        .string()
        .regex(/^([A-Za-z_][\w.-]{0,20})?$/, 'a namespace prefix, or nothing for the default namespace')
        .describe('Before every element that we send; empty is the default namespace.')
        .optional(),
      attributes: z
        .enum(['qualified', 'unqualified'])
        .describe('Whether `version` and `scheme` carry the prefix, as the schema says.')
        .optional(),
      version: z
        .string()
        .max(20)
        .describe('What the `version` attribute says, where it is not the edition’s.')
        .optional(),
    })
    .optional(),
  times: z
    .strictObject({
      precision: z.enum(['seconds', 'milliseconds']).describe('Of the times that we send.').optional(),
      zone: zone.describe('In which times without a zone are read.').optional(),
    })
    .optional(),
  http: z
    .strictObject({
      contentType: z
        .string()
        .regex(/^[\w.+/-]+(;\s*[\w-]+="?[\w.-]+"?)*$/)
        .optional(),
      accept: headerValue.optional(),
      headers: z.record(headerName, headerValue).optional(),
      urls: z
        .strictObject({
          request: url.optional(),
          supplyingAgencyMessage: url.optional(),
          requestingAgencyMessage: url.optional(),
        })
        .describe('Where each kind of message goes, where it is not the one URL.')
        .optional(),
    })
    .optional(),
  reading: z
    .strictObject({
      strict: z.boolean().describe('Whether what breaks the schema is refused.').optional(),
      anyNamespace: z.boolean().describe('Messages in no namespace, or in another one, are read.').optional(),
      noEnvelope: z.boolean().describe('Messages without ISO18626Message around them are read.').optional(),
    })
    .optional(),
  rules: z.array(ruleUse).describe('Its habits, by the names of rules.').optional(),
  duplicates: z
    .partialRecord(z.enum(duplicateKinds), z.enum(['safe', 'unsafe']))
    .describe('Whether the same bytes may be sent again after a doubt, for each kind of message.')
    .optional(),
  alreadyHave: z
    .strictObject({
      statusCodes: z.array(statusCode).optional(),
      errorValueContains: z.array(z.string().min(3)).optional(),
    })
    .describe('How it says: I have this message already.')
    .optional(),
  limits: z
    .strictObject({
      messageBytes: z
        .number()
        .int()
        .min(1_000)
        .max(10_485_760)
        .describe('The longest message that it takes.')
        .optional(),
      idLength: z
        .number()
        .int()
        .min(1)
        .max(255)
        .describe('The longest request id that it keeps whole.')
        .optional(),
    })
    .optional(),
  deadlines: z
    .strictObject({
      connectMs: milliseconds.optional(),
      headersMs: milliseconds.optional(),
      bodyMs: milliseconds.optional(),
    })
    .optional(),
  calendar: z
    .strictObject({
      zone: zone.optional(),
      workingDays: z.array(z.number().int().min(1).max(7)).describe('1 is Monday, 7 Sunday.').optional(),
      opensAt: time.optional(),
      closesAt: time.optional(),
      closures: z
        .array(z.strictObject({ from: z.iso.date(), to: z.iso.date(), why: z.string().max(100).optional() }))
        .optional(),
    })
    .optional(),
} as const;

/** A profile as a file of `config/profiles` holds it. */
export const profileDocument = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a name is lower-case letters, digits and hyphens'),
  about: z.string().min(1).describe('One sentence: whose system this is.'),
  source: z.string().min(1).describe('Where its habits are told of.'),
  ...profileParts,
});
export type ProfileDocument = z.infer<typeof profileDocument>;

/** What a peer's record lays over its profile. */
export const profileOverrides = z.strictObject({
  ...profileParts,
  without: z.array(z.string()).describe('Rules of the profile that do not hold for this peer.').optional(),
});
export type ProfileOverrides = z.infer<typeof profileOverrides>;
