import type { SealedWish } from '../../loan/index.js';
import type { PersonReaders } from '../../storage/index.js';

const PAGE = 500;

/** A request that names the person who is looked for. */
export interface NamedIn {
  loan: string;
  /** Key of the agency of ours that it belongs to. */
  agency: string;
}

/**
 * Requests that name a person by the library's reference. Every living wish is opened and looked at: there is no index of
 * persons that could be read by somebody else. Some seconds for a hundred thousand requests.
 */
export async function findPerson(
  { reference, agencies }: { reference: string; agencies?: readonly string[] },
  persons: PersonReaders,
): Promise<NamedIn[]> {
  const found = new Map<string, NamedIn>();
  for (let after = ''; ;) {
    const { wishes, last } = await persons.wishes({ after, limit: PAGE });
    if (last === undefined) return [...found.values()];
    for (const { loan, agency, wish } of wishes) {
      const { patron } = JSON.parse(wish) as SealedWish;
      const isTheirs = agencies === undefined || agencies.includes(agency);
      if (isTheirs && patron?.reference === reference) found.set(loan, { loan, agency });
    }
    after = last;
  }
}
