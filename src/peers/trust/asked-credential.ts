import { X509Certificate, createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { CredentialKind, Direction, type CredentialValue, type Pin, type Secret } from './credential.js';

const text = z.string().min(1).max(255);
const pem = z.string().min(1).max(65_536);

/** What a person gives, over the API or the command line. No fault repeats a value of it. */
export const askedCredential = z.strictObject({
  direction: z.enum(Direction),
  kind: z.enum(CredentialKind),
  header: text.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'not the name of an HTTP header').optional(),
  account: text.optional(),
  secret: z.string().min(1).max(4096).optional(),
  generate: z.boolean().optional(),
  networks: z.array(z.string().max(64)).min(1).max(256).optional(),
  fingerprint: z.string().max(128).optional(),
  issuer: text.optional(),
  name: text.optional(),
  certificate: pem.optional(),
  privateKey: pem.optional(),
  answersWithout: z.boolean().optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export type AskedCredential = z.infer<typeof askedCredential>;

/** What takes the place of a credential's value. */
export const askedRotation = askedCredential
  .omit({ direction: true, kind: true, header: true, answersWithout: true })
  .extend({
    /** How long the old one still counts; for what we show ourselves it ends at once. */
    keepHours: z.number().min(0).max(8760).default(168),
  });
export type AskedRotation = z.infer<typeof askedRotation>;

type AskedValue = Omit<AskedCredential, 'direction' | 'kind' | 'header' | 'answersWithout'>;

export interface CredentialFault {
  field: string;
  detail: string;
}

/** A value to take in: what stands in the open, and what is sealed. */
export interface ReadValue {
  open: Omit<CredentialValue, 'secret'>;
  sealed?: Secret;
  /** Made here: shown to whoever asked, this once. */
  generated?: string;
}

type Reading = ReadValue | { faults: CredentialFault[] };
interface Given {
  asked: AskedValue;
  direction: Direction;
  random: (size: number) => Buffer;
}

const SHORTEST_INCOMING: Partial<Record<CredentialKind, number>> = {
  basic: 8,
  message: 8,
  bearer: 16,
  header: 16,
};
const BYTES_OF_A_GENERATED_ONE = 32;

/** Fields that each kind knows, by direction; a kind that is missing does not go that way. */
const fields: Record<Direction, Partial<Record<CredentialKind, readonly (keyof AskedCredential)[]>>> = {
  incoming: {
    basic: ['account', 'secret', 'generate'],
    bearer: ['secret', 'generate'],
    header: ['header', 'secret', 'generate'],
    message: ['account', 'secret', 'generate', 'answersWithout'],
    addresses: ['networks'],
    certificate: ['fingerprint', 'issuer', 'name', 'certificate'],
  },
  outgoing: {
    basic: ['account', 'secret', 'generate'],
    bearer: ['secret', 'generate'],
    header: ['header', 'secret', 'generate'],
    message: ['account', 'secret', 'generate'],
    certificate: ['certificate', 'privateKey'],
    authority: ['certificate'],
  },
};

/** Checks what was given for a kind; nothing of it is kept. */
export function readCredentialValue(
  kind: CredentialKind,
  given: { asked: AskedValue & Partial<AskedCredential>; direction: Direction; random: Given['random'] },
): Reading {
  const known = fields[given.direction][kind];
  if (known === undefined) return fault('kind', `does not exist for ${given.direction} credentials`);
  const strange = Object.keys(given.asked).filter(
    (name) => !always.has(name) && !(known as readonly string[]).includes(name),
  );
  if (strange.length > 0)
    return { faults: strange.map((field) => ({ field, detail: `is nothing of ${kind}` })) };
  const read = readers[kind](given);
  const { expiresAt } = given.asked;
  if ('faults' in read || expiresAt === undefined) return read;
  return { ...read, open: { ...read.open, expiresAt: new Date(expiresAt).toISOString() } };
}

const always: ReadonlySet<string> = new Set(['direction', 'kind', 'expiresAt', 'keepHours']);

const readers: Record<CredentialKind, (given: Given) => Reading> = {
  basic: (given) => readSecret('basic', given, { needsAccount: true, pattern: /^[\x20-\x7e]+$/ }),
  bearer: (given) => readSecret('bearer', given, { pattern: /^[\x21-\x7e]+$/ }),
  header: (given) => readSecret('header', given, { pattern: /^[\x21-\x7e]+$/ }),
  message: (given) => readSecret('message', given, { pattern: /^[^\p{Cc}\p{Cs}]+$/u }),
  addresses: ({ asked: { networks = [] } }) => {
    const wrong = networks.filter((network) => !isNetwork(network));
    if (networks.length === 0) return fault('networks', 'are missing: for example 192.0.2.0/24');
    return wrong.length === 0
      ? { open: { networks } }
      : fault('networks', 'hold something that is no address or network');
  },
  certificate: (given) => (given.direction === 'incoming' ? readPin(given) : readClientCertificate(given)),
  authority: ({ asked: { certificate } }) => {
    const read = certificateIn(certificate);
    if (read === undefined) return fault('certificate', 'is missing, or no certificate in PEM');
    return { open: { expiresAt: read.expiresAt }, sealed: { secret: certificate ?? '' } };
  },
};

function readSecret(kind: CredentialKind, { asked, direction, random }: Given, rules: SecretRules): Reading {
  const { account, generate = false } = asked;
  const wrong = faultOfAccount(account, rules) ?? faultOfSecret({ kind, asked, direction, rules });
  if (wrong !== undefined) return wrong;
  const secret = asked.secret ?? random(BYTES_OF_A_GENERATED_ONE).toString('base64url');
  return {
    open: {},
    sealed: { secret, ...(account === undefined ? {} : { account }) },
    ...(generate ? { generated: secret } : {}),
  };
}

interface SecretRules {
  needsAccount?: boolean;
  pattern: RegExp;
}

function faultOfAccount(account: string | undefined, { needsAccount }: SecretRules): Reading | undefined {
  if (needsAccount !== true || /^[\x20-\x39\x3b-\x7e]+$/.test(account ?? '')) return undefined;
  return fault('account', 'is missing, or holds a colon or what is no ASCII');
}

function faultOfSecret({
  kind,
  asked: { secret, generate = false },
  direction,
  rules,
}: Omit<Given, 'random'> & { kind: CredentialKind; rules: SecretRules }): Reading | undefined {
  if (generate === (secret !== undefined))
    return fault('secret', generate ? 'cannot be given and generated at once' : 'is missing');
  if (secret === undefined) return undefined;
  if (!rules.pattern.test(secret)) return fault('secret', 'holds characters that cannot be sent');
  const shortest = direction === 'incoming' ? (SHORTEST_INCOMING[kind] ?? 1) : 1;
  return secret.length < shortest
    ? fault('secret', `is too short: at least ${shortest} characters`)
    : undefined;
}

function readPin({ asked }: Given): Reading {
  const { fingerprint, issuer, name, certificate } = asked;
  if (certificate !== undefined) {
    const read = certificateIn(certificate);
    if (read === undefined) return fault('certificate', 'is no certificate in PEM');
    return { open: { pin: { fingerprint: read.fingerprint }, expiresAt: read.expiresAt } };
  }
  if (fingerprint !== undefined) {
    const hex = plainFingerprint(fingerprint);
    if (!/^[0-9a-f]{64}$/.test(hex)) return fault('fingerprint', 'is no SHA-256 in hex');
    return { open: { pin: { fingerprint: hex } } };
  }
  if (issuer === undefined || name === undefined)
    return fault('fingerprint', 'is missing: give it, a certificate, or issuer and name');
  const pin: Pin = { issuer, name };
  return { open: { pin } };
}

function readClientCertificate({ asked: { certificate, privateKey } }: Given): Reading {
  const read = certificateIn(certificate);
  if (read === undefined || certificate === undefined)
    return fault('certificate', 'is missing, or no certificate in PEM');
  if (privateKey === undefined || !isKeyOf(privateKey, read.certificate))
    return fault('privateKey', 'is missing, cannot be read, or belongs to another certificate');
  return { open: { expiresAt: read.expiresAt }, sealed: { secret: privateKey, certificate } };
}

function isKeyOf(privateKey: string, certificate: X509Certificate): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

function certificateIn(
  text: string | undefined,
): { certificate: X509Certificate; fingerprint: string; expiresAt: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const certificate = new X509Certificate(text);
    return {
      certificate,
      fingerprint: plainFingerprint(certificate.fingerprint256),
      expiresAt: new Date(certificate.validTo).toISOString(),
    };
  } catch {
    return undefined;
  }
}

/** Hex in lower case, however it was written. */
export function plainFingerprint(written: string): string {
  return written.replace(/[:\s]/g, '').toLowerCase();
}

function isNetwork(written: string): boolean {
  const [address = '', bits, ...more] = written.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

function fault(field: string, detail: string): { faults: CredentialFault[] } {
  return { faults: [{ field, detail }] };
}
