import { agencyKey, type AgencyId, type BibliographicInfo } from '../iso18626/index.js';
import type { CatalogueAsked, CatalogueOutcome, FoundBy, Holding } from '../loan/index.js';
import type { FetchOut, PostOutcome } from '../platform/index.js';
import type { Catalogue } from './catalogue.js';
import { holdersIn, type Holder } from './marc/holders.js';
import { isSameWork } from './marc/same-work.js';
import { queriesFor, type CqlQuery } from './sru/cql.js';
import { complaintOf } from './sru/diagnostics.js';
import { readSruAnswer, type FoundRecord } from './sru/sru-answer.js';
import { searchAddress } from './sru/sru-request.js';

/** What one catalogue said about one item. */
export interface CatalogueAnswer {
  asked: CatalogueAsked;
  holdings: Holding[];
}

/** What asking stands on; `now` tells when it was asked. */
export interface Asking {
  fetchOut: Pick<FetchOut, 'post'>;
  now: () => Date;
}

/** Evidence about one item stays small: nobody asks more suppliers than that. */
const HOLDINGS_AT_MOST = 40;

/**
 * Asks one catalogue by each number of the item and then by its title, until it names a holder. Never throws: what a
 * server does wrong is an outcome.
 */
export async function askCatalogue(
  catalogue: Catalogue,
  item: BibliographicInfo,
  asking: Asking,
): Promise<CatalogueAnswer> {
  const askedAt = asking.now().toISOString();
  const ended = (outcome: CatalogueOutcome, cause?: string): CatalogueAnswer => ({
    asked: { outcome, askedAt, ...(cause === undefined ? {} : { cause }) },
    holdings: [],
  });
  const queries = queriesFor(item, catalogue);
  if (queries.length === 0) return ended('refused', 'it has no index for what is known of the item');
  let last = ended('nothing');
  for (const query of queries) {
    const said = await ask(catalogue, query, asking);
    if (said.kind === 'ended') return ended(said.outcome, said.cause);
    if (said.kind === 'not-so') last = ended('refused', said.cause);
    else {
      const answer = answerOf(catalogue, { ...said, query, item, askedAt });
      if (answer.asked.outcome === 'found') return answer;
      if (last.asked.unknownHolders === undefined) last = answer;
    }
  }
  return last;
}

type Said =
  | { kind: 'records'; hits: number; records: FoundRecord[] }
  /** This question it does not take. */
  | { kind: 'not-so'; cause: string }
  | { kind: 'ended'; outcome: 'down' | 'refused' | 'unreadable'; cause: string };

async function ask(catalogue: Catalogue, { cql }: CqlQuery, { fetchOut }: Asking): Promise<Said> {
  const third = Math.ceil(catalogue.timeoutMs / 3);
  const posted = await fetchOut.post(
    `catalogue ${catalogue.id}`,
    {
      method: 'GET',
      url: searchAddress(catalogue, cql),
      headers: { accept: 'application/xml, text/xml' },
      body: Buffer.alloc(0),
    },
    { connect: third, headers: third, body: third },
  );
  return saidBy(posted);
}

const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);

function saidBy(posted: PostOutcome): Said {
  if (posted.kind !== 'answered') return failed(posted.cause);
  const { statusCode, body, contentType } = posted;
  if (statusCode >= 500 || BUSY.has(statusCode)) return ended('down', `HTTP ${statusCode}`);
  if (statusCode !== 200) return ended('refused', `HTTP ${statusCode}`);
  const answer = readSruAnswer(body, contentType);
  if (answer.kind === 'records') return answer;
  if (answer.kind === 'unreadable') return ended('unreadable', `the answer ${answer.reason}`);
  const { then, cause } = complaintOf(answer.number);
  if (then === 'other-query') return { kind: 'not-so', cause };
  return ended(then === 'later' ? 'down' : 'refused', cause);
}

/** What another try cannot change is not tried again. */
function failed(cause: string): Said {
  if (cause === 'answer too large') return ended('unreadable', cause);
  return ended(cause === 'address not allowed' ? 'refused' : 'down', cause);
}

function ended(outcome: 'down' | 'refused' | 'unreadable', cause: string): Said {
  return { kind: 'ended', outcome, cause };
}

interface Found {
  hits: number;
  records: FoundRecord[];
  query: CqlQuery;
  item: BibliographicInfo;
  askedAt: string;
}

function answerOf(catalogue: Catalogue, found: Found): CatalogueAnswer {
  const { records, query, item, hits, askedAt } = found;
  const meant = query.by === 'title' ? records.filter(({ marc }) => isSameWork(marc, item)) : records;
  const holders = meant.flatMap((record) => holdersIn(record, catalogue));
  const known = holders.map((holder) => ({ holder, agencyId: agencyOf(holder, catalogue) }));
  const holdings = known.flatMap(({ holder, agencyId }) =>
    agencyId === undefined ? [] : [holdingOf(holder, { agencyId, catalogue: catalogue.id, askedAt })],
  );
  const unknownHolders = holders.length - holdings.length;
  return {
    asked: {
      outcome: holdings.length > 0 ? 'found' : 'nothing',
      askedAt,
      ...(meant.length > 0 ? foundBy(query.by) : {}),
      hits,
      ...(unknownHolders > 0 ? { unknownHolders } : {}),
    },
    holdings: holdings.slice(0, HOLDINGS_AT_MOST),
  };
}

function foundBy(by: FoundBy): { foundBy: FoundBy } {
  return { foundBy: by };
}

/** By the table of the settings; else the code itself, where the settings say of what type it is. */
function agencyOf({ codes }: Holder, { libraries, codesAre, layout }: Catalogue): AgencyId | undefined {
  const listed = codes.find((code) => Object.hasOwn(libraries, code));
  if (listed !== undefined) return written(libraries[listed] ?? '');
  const [code] = codes;
  if (code === undefined) return undefined;
  // A symbol of the shared index names its own type, or is an ISIL.
  if (layout === 'reservoir-999')
    return code.includes(':') ? written(code) : { ...isil, agencyIdValue: code };
  return codesAre === undefined ? undefined : { agencyIdType: { value: codesAre }, agencyIdValue: code };
}

const isil = { agencyIdType: { value: 'ISIL' } };

function written(text: string): AgencyId {
  const colon = text.indexOf(':');
  return { agencyIdType: { value: text.slice(0, colon) }, agencyIdValue: text.slice(colon + 1) };
}

function holdingOf(
  { codes: _codes, ...evidence }: Holder,
  of: { agencyId: AgencyId; catalogue: string; askedAt: string },
): Holding {
  return { agency: agencyKey(of.agencyId), ...of, ...evidence };
}
