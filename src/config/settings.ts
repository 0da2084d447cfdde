import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fileSettings } from './file-settings.js';
import { intakeSettings } from './intake-settings.js';
import { noticeSettings } from './notice-settings.js';
import { peerSettings, tlsSettings } from './peer-settings.js';
import { sourcingSettings } from './sourcing-settings.js';
import { policyProfileNames } from './policy-profiles.js';
import { calendarSchema, policySchema } from './policy-settings.js';
import { network, signInSettings } from './sign-in-settings.js';

const agencyId = z
  .string()
  .regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE, for example ISIL:SE-UMUB');
const positive = z.number().int().positive();
const wholeDays = z.number().nonnegative().max(3650);
const address = z.strictObject({
  line1: z.string().optional(),
  line2: z.string().optional(),
  locality: z.string().optional(),
  postalCode: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
});

const ownAgency = z.strictObject({
  id: agencyId,
  aliases: z.array(agencyId).default([]),
  name: z.string().min(1),
  address: address.optional(),
  /** What of its calendar differs from `calendar`. */
  calendar: calendarSchema.partial().optional(),
});

const server = z.strictObject({
  host: z.string().min(1),
  port: z.number().int().min(0).max(65535),
  bodyLimitBytes: positive.max(10 * 1024 * 1024, 'the hard cap is 10 MiB'),
  headersTimeoutMs: positive,
  requestTimeoutMs: positive,
  keepAliveTimeoutMs: positive,
  maxConnections: positive,
  stopWithinMs: positive,
  tls: tlsSettings.optional(),
  /** Proxies whose word about the client's address, encryption and certificate is believed. */
  trustedProxies: z.array(network),
  /** Where a trusted proxy puts the client's certificate. */
  clientCertificateHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'not the name of an HTTP header')
    .optional(),
});

const database = z.strictObject({
  path: z.string().min(1),
  /** The address of a PostgreSQL database; the file is not used then. */
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^/]*\/./, 'an address is written postgres://USER:PASSWORD@HOST:PORT/DATABASE')
    .optional(),
});

const outbound = z.strictObject({
  connectMs: positive,
  headersMs: positive,
  bodyMs: positive,
  answerLimitBytes: positive,
  inFlightPerPeer: positive,
  inFlight: positive,
  scheduleMinutes: z.array(z.number().positive()).min(1),
  thenHourlyHours: z.number().nonnegative(),
  thenDailyDays: z.number().nonnegative(),
  jitter: z.number().min(0).max(0.5),
  breakerAfterFailures: positive,
  allowPlainHttp: z.boolean(),
  allowPrivateAddresses: z.boolean(),
});

const policy = policySchema.extend({ profile: z.enum(policyProfileNames) });

const retention = z.strictObject({
  personsDays: wholeDays,
  originalsDays: wholeDays,
  samplesDays: wholeDays,
  /** Files of the log that were put aside. */
  logDays: wholeDays,
});

/** How many persons an erasure that somebody asks for takes: whoever proposes it, and with 2 somebody who approves. */
const erasure = z.strictObject({
  persons: z.union([z.literal(1), z.literal(2)], 'one person or two: 1 or 2'),
});

const exports = z.strictObject({ folder: z.string().min(1).optional(), keepDays: wholeDays });

const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const treeSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'a name is lower-case letters, digits, dots and hyphens'),
    agencies: z.array(ownAgency).min(1, 'name at least one agency of your own, with id and name'),
    database,
    keys: z.strictObject({ wrappingKeyFile: z.string().min(1), signingKeyFile: z.string().min(1) }),
    server,
    jobs: z.strictObject({ mongoUrl: z.string().optional() }),
    signIn: signInSettings,
    peers: peerSettings,
    outbound,
    queues: z.strictObject({ peers: positive, people: positive, imports: positive }),
    policy,
    intake: intakeSettings,
    files: fileSettings,
    sourcing: sourcingSettings,
    /** When our libraries are open, and in which zone their days end. */
    calendar: calendarSchema,
    retention,
    erasure,
    exports,
    notices: noticeSettings,
    page: z.strictObject({
      /** Undo time of what a person does on the page, in seconds; 0 does it at once. */
      holdSeconds: z.number().int().min(0).max(600),
      /** The same, for a role. */
      holdSecondsOf: z.record(z.string(), z.number().int().min(0).max(600)).default({}),
      /** IANA name of the zone in which times are written; the machine's own where it is missing. */
      timeZone: z.string().optional(),
    }),
    clock: z.strictObject({
      speed: z.number().positive(),
      startAt: z.iso.datetime().optional(),
      /** The real moment at which it shows `startAt`: so that several gateways agree, and one that starts anew. */
      since: z.iso.datetime().optional(),
    }),
    log: z.strictObject({
      level: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
      file: z.string().optional(),
      /** How large the file becomes before it is put aside. */
      rotateBytes: positive.min(65_536, 'at least 64 KiB').max(2 ** 30, 'at most 1 GiB'),
      /** A line for each request to page and API; where it is missing, wherever there is a file. */
      access: z.boolean().optional(),
    }),
  })
  .superRefine((settings, context) => {
    if (settings.clock.speed !== 1 && !loopback(settings.server.host))
      context.addIssue({
        code: 'custom',
        path: ['clock', 'speed'],
        message:
          'a clock that runs fast is for demonstrations on loopback only: set server.host to 127.0.0.1',
      });
    settings.sourcing.catalogues.forEach(({ url }, place) => {
      if (url.startsWith('http:') && !settings.outbound.allowPlainHttp)
        context.addIssue({
          code: 'custom',
          path: ['sourcing', 'catalogues', place, 'url'],
          message: 'use https, or set outbound.allowPlainHttp',
        });
    });
  });

/** What a checked tree says about the database: where it is, and how the files begin that lie beside it. */
function placed({ database: { path, url }, keys, name, ...rest }: z.infer<typeof treeSchema>) {
  const beside = url === undefined ? path : join(dirname(keys.signingKeyFile), name);
  // Two names for one thing: what is trusted for people is trusted for peers.
  const trustedProxies = [...new Set([...rest.server.trustedProxies, ...rest.signIn.trustedProxies])];
  const server = { ...rest.server, trustedProxies };
  const signIn = { ...rest.signIn, trustedProxies };
  return { ...rest, server, signIn, name, keys, database: { path: url ?? path, beside } };
}

/** The one typed tree of settings. Files and the environment fill it; nothing else is read anywhere. */
export const settingsSchema = treeSchema.transform(placed);

export type Settings = z.infer<typeof settingsSchema>;
export type OwnAgency = z.infer<typeof ownAgency>;
export type OutboundSettings = z.infer<typeof outbound>;
