import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorError, reasonOf } from '../platform/index.js';
import { isPolicyProfile, policyTree } from './policy-profiles.js';
import { settingsSchema, type Settings } from './settings.js';
import { isTree, over, type Tree } from './tree.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Which variable of the environment sets which key. */
const FROM_ENVIRONMENT: Readonly<Record<string, readonly string[]>> = {
  LENDWIRE_NAME: ['name'],
  LENDWIRE_DATABASE: ['database', 'path'],
  DATABASE_URL: ['database', 'url'],
  LENDWIRE_HOST: ['server', 'host'],
  LENDWIRE_PORT: ['server', 'port'],
  LENDWIRE_LOG_LEVEL: ['log', 'level'],
  LENDWIRE_LOG_FILE: ['log', 'file'],
  LENDWIRE_WRAPPING_KEY_FILE: ['keys', 'wrappingKeyFile'],
  LENDWIRE_SIGNING_KEY_FILE: ['keys', 'signingKeyFile'],
  LENDWIRE_TLS_CERT_FILE: ['server', 'tls', 'certFile'],
  LENDWIRE_TLS_KEY_FILE: ['server', 'tls', 'keyFile'],
  LENDWIRE_PUBLIC_URL: ['signIn', 'publicUrl'],
  MONGODB_URL: ['jobs', 'mongoUrl'],
};

/** The configuration cannot be used; the message lists every fault at once, each with its key. */
export class SettingsError extends OperatorError {}

/** What the shipped `config/default.json` says. */
export const defaultSettingsFile = fileURLToPath(new URL('../../config/default.json', import.meta.url));

/**
 * Reads the defaults, the given file over them, and the environment over both. Paths in a file are relative to that
 * file. Throws `SettingsError` that names every fault.
 */
export function readSettings(options: { file?: string; env?: Environment } = {}): Settings {
  const env = options.env ?? process.env;
  const file = options.file ?? env['LENDWIRE_CONFIG'];
  const given = file === undefined ? {} : relativeTo(dirname(resolve(file)), readTree(file));
  const tree = withPolicy(fromEnvironment(over(readTree(defaultSettingsFile), given), env));
  const checked = settingsSchema.safeParse(tree);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(the whole)'}: ${issue.message}`,
  );
  throw new SettingsError(
    `The configuration ${file ?? 'from the environment'} has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.join('\n')}`,
  );
}

/** The policy that the tree names, with what the tree says otherwise; an unknown name is a fault of the tree. */
function withPolicy(tree: Tree): Tree {
  const said = tree['policy'];
  if (!isTree(said)) return tree;
  const { profile, ...policy } = said;
  const base = isPolicyProfile(profile) ? policyTree(profile) : policyTree('default');
  return { ...tree, policy: { ...over(base, policy), profile } };
}

/** What the command line needs to reach a running gateway, and nothing of it is ever logged. */
export function clientSettings(env: Environment = process.env): { url?: string; token?: string } {
  const { LENDWIRE_URL: url, LENDWIRE_TOKEN: token } = env;
  return { ...(url === undefined ? {} : { url }), ...(token === undefined ? {} : { token }) };
}

/** A variable that a person names on the command line, for a secret that is no argument. */
export function variableOf(name: string, env: Environment = process.env): string | undefined {
  return env[name];
}

/** The wrapping key where the environment gives it; else it stands in its file. */
export function wrappingKeyFromEnvironment(env: Environment = process.env): string | undefined {
  return env['LENDWIRE_WRAPPING_KEY'];
}

/** The password for the mail server where the environment gives it; else it stands in its file. */
export function smtpPasswordFromEnvironment(env: Environment = process.env): string | undefined {
  return env['LENDWIRE_SMTP_PASSWORD'];
}

function readTree(file: string): Tree {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new SettingsError(`The configuration file ${file} cannot be read: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isTree(value)) return value;
  } catch (thrown) {
    throw new SettingsError(`The configuration file ${file} is not JSON: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
  throw new SettingsError(`The configuration file ${file} must hold one JSON object`);
}

function fromEnvironment(tree: Tree, env: Environment): Tree {
  let filled = tree;
  for (const [variable, path] of Object.entries(FROM_ENVIRONMENT)) {
    const text = env[variable];
    if (text === undefined || text === '') continue;
    const value = path.at(-1) === 'port' && /^\d+$/.test(text) ? Number(text) : text;
    filled = over(filled, at(path, value));
  }
  return filled;
}

const PATHS = [
  ['database', 'path'],
  ['keys', 'wrappingKeyFile'],
  ['keys', 'signingKeyFile'],
  ['log', 'file'],
  ['exports', 'folder'],
  ['signIn', 'clientSecretFile'],
  ['notices', 'smtp', 'passwordFile'],
  ['notices', 'smtp', 'caFile'],
  ['server', 'tls', 'certFile'],
  ['server', 'tls', 'keyFile'],
  ['server', 'tls', 'clientCaFile'],
] as const;

function relativeTo(folder: string, tree: Tree): Tree {
  let placed = tree;
  for (const path of PATHS) {
    const written = path.reduce<unknown>((inner, key) => (isTree(inner) ? inner[key] : undefined), tree);
    if (typeof written === 'string' && !isAbsolute(written))
      placed = over(placed, at(path, join(folder, written)));
  }
  return placed;
}

function at(path: readonly string[], value: unknown): Tree {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Tree;
}
