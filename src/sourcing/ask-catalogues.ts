import type { BibliographicInfo } from '../iso18626/index.js';
import type { CatalogueAsked, Holding } from '../loan/index.js';
import { askCatalogue, type Asking } from './ask-catalogue.js';
import type { Catalogue } from './catalogue.js';

/** What all catalogues that were asked said, by their names. */
export interface HoldingsFound {
  catalogues: Record<string, CatalogueAsked>;
  holdings: Holding[];
}

/**
 * Asks the catalogues in their order and stops at the first that names a holder who could supply. One that does not
 * answer keeps nobody from asking the next.
 */
export async function askCatalogues(
  catalogues: readonly Catalogue[],
  item: BibliographicInfo,
  asking: Asking & { couldSupply: (agency: string) => boolean },
): Promise<HoldingsFound> {
  const all: HoldingsFound = { catalogues: {}, holdings: [] };
  for (const catalogue of catalogues) {
    const { asked, holdings } = await askCatalogue(catalogue, item, asking);
    all.catalogues[catalogue.id] = asked;
    all.holdings.push(...holdings);
    if (holdings.some(({ agency }) => asking.couldSupply(agency))) break;
  }
  return all;
}
