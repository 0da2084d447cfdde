import { isIP } from 'node:net';
import { readFileSync } from 'node:fs';
import { OperatorError, reasonOf } from '../platform/index.js';
import { z } from 'zod';

const minutes = z.number().int().positive();

export const network = z.string().refine((text) => {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}, 'a proxy is an address or a network, for example 10.0.0.7 or 10.0.0.0/8');

const loopbackIssuer = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/;

const provider = z.strictObject({
  issuer: z
    .url()
    .refine(
      (url) => url.startsWith('https://') || loopbackIssuer.test(url),
      'an issuer is reached over https, unless it is on this machine',
    ),
  clientId: z.string().min(1),
  /** What the button says. */
  name: z.string().min(1).max(60).optional(),
  scope: z.string().default('openid profile email'),
  groupsClaim: z.string().min(1).default('groups'),
  /** Which group gives which role, at one agency of ours or at all. */
  groups: z
    .array(
      z.strictObject({
        group: z.string().min(1),
        role: z.enum(['assistant', 'supervisor', 'auditor', 'privacy', 'admin']),
        agency: z
          .string()
          .regex(/^[^:\s]+:\S/, 'an agency is written TYPE:VALUE, for example ISIL:SE-UMUB')
          .optional(),
      }),
    )
    .min(1, 'name at least one group and its role'),
});

/** How people sign in to the staff page. */
export const signInSettings = z.strictObject({
  sessionHours: z.number().positive().max(24),
  idleMinutes: minutes.max(720),
  /** N of scrypt as a power of two: 17 takes 128 MiB for each sign-in. Lower ones are for tests. */
  passwordCost: z.number().int().min(10).max(20),
  /** The same as `server.trustedProxies`. */
  trustedProxies: z.array(network),
  /** Where browsers reach the page; an identity provider sends people back there. */
  publicUrl: z.url().optional(),
  clientSecretFile: z.string().min(1).optional(),
  oidc: provider.optional(),
});

export type SignInSettings = z.infer<typeof signInSettings>;
export type ProviderSettings = z.infer<typeof provider>;

/** The secret that we have at the identity provider, from the environment or its file; nothing for a public client. */
export function clientSecretOf(
  { clientSecretFile }: SignInSettings,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const given = env['LENDWIRE_OIDC_CLIENT_SECRET'];
  if (given !== undefined && given !== '') return given;
  if (clientSecretFile === undefined) return undefined;
  try {
    return readFileSync(clientSecretFile, 'utf8').trim();
  } catch (thrown) {
    throw new OperatorError(`The file ${clientSecretFile} cannot be read: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
}
