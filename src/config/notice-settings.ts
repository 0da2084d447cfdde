import { z } from 'zod';

const milliseconds = z.number().int().positive().max(900_000);
const days = z.number().int().nonnegative().max(365);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written HH:MM');
const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** The mail server that takes what is sent. None is reached until it is named. */
const smtp = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65535),
    /** Encrypted from the start (port 465), by STARTTLS (587), or not at all, to this machine only. */
    security: z.enum(['tls', 'starttls', 'plain']),
    user: z.string().min(1).optional(),
    /** Or in the environment, LENDWIRE_SMTP_PASSWORD. */
    passwordFile: z.string().min(1).optional(),
    /** Certificates that are trusted beside those of the system. */
    caFile: z.string().min(1).optional(),
    connectMs: milliseconds.default(10_000),
    greetingMs: milliseconds.default(15_000),
    /** Silence after which an attempt ends; a mail server may think for ten minutes before it takes a mail. */
    silenceMs: milliseconds.default(600_000),
    inFlight: z.number().int().min(1).max(32).default(2),
  })
  .refine(({ security, host }) => security !== 'plain' || loopback(host), {
    path: ['security'],
    message: 'mail goes unencrypted to this machine only: use tls or starttls',
  });

/** E-mail and letters to readers, staff and peers. Without this section there are none. */
export const noticeSettings = z
  .strictObject({
    /** Address that mails come from; a mailbox that somebody reads. */
    from: z.email(),
    /** What stands beside it; the library's name where it is missing. */
    fromName: z.string().min(1).max(100).optional(),
    replyTo: z.email().optional(),
    smtp: smtp.optional(),
    /** The language of the house and its staff, and of readers who have named none. */
    language: z.enum(['en', 'sv', 'de']).default('en'),
    /** Mailboxes of staff. */
    staff: z.array(z.email()).max(20).default([]),
    /** By kind of notice: sent by itself as mail, as a letter, or not. */
    kinds: z.record(z.string(), z.enum(['mail', 'letter', 'off'])).default({}),
    /** No mail goes out in these hours of the library's zone. */
    quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }).optional(),
    /** Days by which a reader's loan ends before the supplier wants the item back. */
    patronDaysBefore: days.default(5),
    pickupDays: days.default(14),
    answerDays: days.default(14),
    /** The return address on letters, a line each. */
    letterhead: z.array(z.string().min(1).max(100)).max(8).default([]),
  })
  .optional();

export type NoticeSettings = NonNullable<z.infer<typeof noticeSettings>>;
export type SmtpSettings = z.infer<typeof smtp>;
