import { isPostgres } from './place.js';
import { lockForServing } from './sql/process-lock.js';

/** Gives back what was taken. */
export type Unlock = () => Promise<void>;

/**
 * Takes the database for a gateway: a file for one process alone, PostgreSQL beside others. Refused where a file is served
 * already, or a verb has the database for itself. Architecture §6.
 */
export async function lockToServe(place: string): Promise<Unlock> {
  if (isPostgres(place)) return (await import('./postgres/advisory-locks.js')).markServed(place);
  return later(lockForServing(place));
}

/** Takes the database for a verb that must not run beside a gateway. Refused while any process serves it. */
export async function lockAlone(place: string): Promise<Unlock> {
  if (isPostgres(place)) return (await import('./postgres/advisory-locks.js')).takeAlone(place);
  return later(lockForServing(place));
}

function later(unlock: () => void): Unlock {
  return () => {
    unlock();
    return Promise.resolve();
  };
}
