import type { SealedWish } from '../../loan/index.js';
import type { PersonReaders } from '../../storage/index.js';

const PAGE = 500;

/**
 * Requests that name a person by the library's reference. Every living wish is opened and looked at: there is no index of
 * persons that could be read by somebody else. Some seconds for a hundred thousand requests.
 */
export async function findPerson(
  { reference, agencies }: { reference: string; agencies?: readonly string[] },
  persons: PersonReaders,
): Promise<string[]> {
  const found = new Set<string>();
  for (let after = ''; ;) {
    const { wishes, last } = await persons.wishes({ after, limit: PAGE });
    if (last === undefined) return [...found];
    for (const { loan, agency, wish } of wishes) {
      const { patron } = JSON.parse(wish) as SealedWish;
      const isTheirs = agencies === undefined || agencies.includes(agency);
      if (isTheirs && patron?.reference === reference) found.add(loan);
    }
    after = last;
  }
}
