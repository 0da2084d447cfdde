import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { OperatorError } from '../../platform/index.js';
import { profileDocument, type ProfileDocument } from './profile.js';

/** A profile that cannot be used, or that does not exist. */
export class ProfileError extends OperatorError {}

const folder = new URL('../../../config/profiles/', import.meta.url);
let known: ReadonlyMap<string, ProfileDocument> | undefined;

/** The profiles that come with the gateway, by name: read once. Throws a `ProfileError` with every fault. */
export function profiles(): ReadonlyMap<string, ProfileDocument> {
  known ??= new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => [
        file.slice(0, -'.json'.length),
        readProfile(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file),
      ]),
  );
  return known;
}

/** Checks one profile. Throws a `ProfileError` with every fault at its place. */
export function readProfile(value: unknown, whose: string): ProfileDocument {
  const read = profileDocument.safeParse(value);
  if (read.success) return read.data;
  throw new ProfileError(`The profile ${whose} cannot be used:\n${z.prettifyError(read.error)}`);
}

/** A profile by its name. Throws a `ProfileError` that names those there are. */
export function profileNamed(name: string): ProfileDocument {
  const found = profiles().get(name);
  if (found === undefined) throw new ProfileError(noSuchProfile(name));
  return found;
}

export function noSuchProfile(name: string): string {
  return `there is no profile ${name}; there are ${[...profiles().keys()].join(', ')}`;
}
