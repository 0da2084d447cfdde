import { reasonOf } from '../../platform/index.js';
import type { Committer, PersonReaders, UseCase } from '../../storage/index.js';
import { unwrapDataKey, type WrappingKeyRing } from '../../vault/index.js';
import { erasedKeyId } from './erase-loan.js';
import type { Certificates } from './certificates.js';
import { keptErasures, type ErasedKey } from './erasures-file.js';

const AT_ONCE = 200;

export interface ReplayHouse {
  committer: Committer;
  persons: Pick<PersonReaders, 'keysOf'>;
  file: string;
  ring: WrappingKeyRing;
  certificates: Certificates;
}

/**
 * Before a gateway serves: destroys again what certificates outside say was destroyed, and an older copy of the database
 * still has. Answers how many keys that were; a database that is no older copy has none. Source: architecture 5.
 */
export async function replayErasures(house: ReplayHouse): Promise<number> {
  const kept = new Map<string, ErasedKey[]>();
  for (const erased of keptErasures(house.file).keys)
    kept.set(erased.holder, [...(kept.get(erased.holder) ?? []), erased]);
  const holders = [...kept.keys()];
  let replayed = 0;
  for (let at = 0; at < holders.length; at += AT_ONCE) {
    const living = await house.persons.keysOf(holders.slice(at, at + AT_ONCE));
    const due = living.flatMap((row) => {
      const erased = kept.get(row.holder)?.find(({ key }) => key === keyIdOf(row, house.ring));
      return erased === undefined ? [] : [erased];
    });
    await Promise.all(due.map((erased) => house.committer.commit(destroyAgain(erased))));
    replayed += due.length;
  }
  if (replayed > 0) house.certificates.oweShredding();
  return replayed;
}

function keyIdOf(
  { holder, wrapped }: { holder: string; wrapped: string },
  ring: WrappingKeyRing,
): string | undefined {
  try {
    return erasedKeyId(unwrapDataKey(wrapped, ring, holder));
  } catch (thrown) {
    // A key that opens under no wrapping key any more is as good as destroyed.
    return void reasonOf(thrown);
  }
}

function destroyAgain({ holder, key, certificate }: ErasedKey): UseCase<void> {
  return {
    name: 'replay-erasure',
    source: 'unbounded',
    needs: { loans: [{ by: 'id', id: holder }] },
    decide(loaded, at) {
      const loan = loaded.loan({ by: 'id', id: holder });
      return {
        result: undefined,
        entries: [
          {
            kind: 'erasure',
            at: at.now.toISOString(),
            actor: { kind: 'system', id: 'start' },
            because: 'an older copy of the database still had what a certificate says was erased',
            ...(loan === undefined ? {} : { loan: holder, agency: loan.record.agency }),
            facts: { certificate, key, replayed: true },
            changes: [],
          },
        ],
        keep: { destroyed: [holder] },
      };
    },
  };
}
