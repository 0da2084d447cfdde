import type { SealedWish } from '../../loan/index.js';
import { commitment, type DataKey } from '../../vault/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import type { Query } from '../../storage/index.js';

/** How many requests of one patron are looked at, the newest first. */
const LOOKED_AT = 100;

/** The patron's look-up: a keyed hash of whose reader it is and by what reference. Architecture §4. */
export function patronKeyOf(gatewayKey: DataKey): (agency: string, reference: string) => string {
  return (agency, reference) =>
    commitment(gatewayKey, 'patron', JSON.stringify([agency, reference.normalize('NFKC').trim()]));
}

/** A wish's patron as a use case looks it up; nothing where nobody is named, or nobody looks. */
export interface PatronFound {
  patron: string;
  query: Query;
}

/** `whose`: the agency whose reader it is, ours or a peer's. */
export function patronIn(
  wish: SealedWish | undefined,
  whose: string,
  { patronKey }: Pick<ExchangeContext, 'patronKey'>,
): PatronFound | undefined {
  const reference = wish?.patron?.reference;
  if (reference === undefined || reference.trim() === '' || patronKey === undefined) return undefined;
  const patron = patronKey(whose, reference);
  return { patron, query: { name: 'same-patron', patron, limit: LOOKED_AT } };
}
