import { ActRefusal } from '../acts/act.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import type { LoanRecord, Supplier } from '../model/loan-record.js';
import { present, without } from '../present.js';
import { rotaSentence } from '../rota/because.js';
import type { CatalogueAsked, Holding, Sourcing } from '../rota/holding.js';
import { rota, type RotaLine, type RotaPlace } from '../rota/rota.js';
import type { Candidate, RotaWish, SourcingRules } from '../rota/supplier-facts.js';
import { askSupplier, pickSupplier, placeWords } from './next-supplier.js';
import { closed, supplierName } from './suppliers.js';

/** A search that begins now. */
export function toBeSought(ctx: RuleContext): Sourcing {
  return { askAt: nowOf(ctx), rounds: 0, catalogues: {}, holdings: {} };
}

/** A person has the catalogues asked (again). Refused where there are none, or where nobody is wanted any more. */
export function seekAgain(
  { record }: LoanView,
  ctx: RuleContext,
): { ok: true; happening: Happening } | { ok: false; refusal: ActRefusal } {
  if (record.role !== 'requester') return { ok: false, refusal: ActRefusal.NotOurRole };
  if (record.phase !== 'open') return { ok: false, refusal: ActRefusal.RecordClosed };
  if ((ctx.sourcing?.catalogues.length ?? 0) === 0) return { ok: false, refusal: ActRefusal.NoCatalogue };
  return {
    ok: true,
    happening: happened(HappeningKind.SuppliersSought, {
      because: 'Staff have the catalogues asked who holds it.',
      record: { ...record, sourcing: toBeSought(ctx) },
    }),
  };
}

/** What the catalogues said in one round, and the libraries that could be asked for it. */
export interface Heard {
  catalogues: Readonly<Record<string, CatalogueAsked>>;
  holdings: readonly Holding[];
  candidates: readonly Candidate[];
}

/**
 * Catalogues have answered: the evidence is kept, and whoever could supply is put in order behind those that the library
 * named; the first is asked where nobody is. Where nobody is found, those that did not answer are asked again later, and
 * in the end staff are told. Empty where nobody waits for it any more.
 */
export function holdingsHeard(view: LoanView, heard: Heard, ctx: RuleContext): Happening[] {
  const { record } = view;
  const { sourcing } = record;
  if (record.phase !== 'open' || sourcing?.askAt === undefined || ctx.sourcing === undefined) return [];
  const known = withEvidence(sourcing, heard);
  const again = nextTry(known, ctx.sourcing, ctx);
  const lines = rota(newcomers(record, heard.candidates), wishOf(record, ctx), ctx.sourcing.weights);
  const isHeld = heard.candidates.some(
    ({ agency, holdings }) => holdings.length > 0 && isChosen(lines, agency),
  );
  // Last resorts wait until the catalogues that are down have had their chance.
  if (again !== undefined && !isHeld) return [waits({ record, known, again, heard })];
  return ended(view, { lines, known, heard }, ctx);
}

function isChosen(lines: readonly RotaLine[], agency: string): boolean {
  return lines.some((line) => line.agency === agency && !line.isSkipped);
}

function withEvidence(sourcing: Sourcing, { catalogues, holdings }: Heard): Sourcing {
  const before = Object.keys(sourcing.holdings).length;
  const found = holdings.map((holding, index) => [placeOf(before + index + 1), holding] as const);
  return {
    rounds: sourcing.rounds + 1,
    catalogues: { ...sourcing.catalogues, ...catalogues },
    holdings: { ...sourcing.holdings, ...Object.fromEntries(found) },
  };
}

function placeOf(number: number): string {
  return String(number).padStart(3, '0');
}

/** When those that did not answer are asked again; undefined where all have answered, or the tries are over. */
function nextTry(
  { catalogues, rounds }: Sourcing,
  { retryMinutes }: SourcingRules,
  ctx: RuleContext,
): string | undefined {
  const isDown = Object.values(catalogues).some(({ outcome }) => outcome === 'down');
  const minutes = retryMinutes[rounds - 1];
  if (!isDown || minutes === undefined) return undefined;
  return new Date(ctx.at.now.getTime() + minutes * 60_000).toISOString();
}

function newcomers({ suppliers }: LoanRecord, candidates: readonly Candidate[]): Candidate[] {
  const listed = new Set(Object.values(suppliers).map(({ agency }) => agency));
  return candidates.filter(({ agency }) => !listed.has(agency));
}

function wishOf({ serviceInfo, billingInfo }: LoanRecord, ctx: RuleContext): RotaWish {
  const maximum = billingInfo?.maximumCosts;
  return present({
    now: nowOf(ctx),
    serviceType: serviceInfo?.serviceType ?? ('CopyOrLoan' as const),
    maximumCost:
      maximum === undefined
        ? undefined
        : { value: maximum.monetaryValue, currency: maximum.currencyCode.value.toUpperCase() },
    needBefore: serviceInfo?.needBeforeDate,
  });
}

interface Waiting {
  record: LoanRecord;
  known: Sourcing;
  again: string;
  heard: Heard;
}

function waits({ record, known, again, heard }: Waiting): Happening {
  return happened(HappeningKind.HoldingsHeard, {
    because: `${catalogueWords(heard)} Those that did not answer are asked again at ${again.slice(0, 16)}Z.`,
    record: { ...record, sourcing: { ...known, askAt: again } },
  });
}

interface Ended {
  lines: readonly RotaLine[];
  known: Sourcing;
  heard: Heard;
}

function ended(view: LoanView, { lines, known, heard }: Ended, ctx: RuleContext): Happening[] {
  const told = happened(HappeningKind.HoldingsHeard, {
    because: catalogueWords(heard),
    record: { ...view.record, sourcing: known },
    facts: { holdings: heard.holdings.length },
  });
  const listed = lines.length === 0 ? [told] : [told, ordered({ ...view.record, sourcing: known }, lines)];
  const record = listed.at(-1)?.record ?? view.record;
  return [...listed, ...asksFirst({ ...view, record }, ctx)];
}

/** The rota behind those that stand on the list: an entry, and a line of the timeline that says why. */
function ordered(record: LoanRecord, lines: readonly RotaLine[]): Happening {
  const behind = Object.keys(record.suppliers).length;
  const places = lines.map((line, index) => [placeOf(behind + index + 1), supplierOf(line)] as const);
  return happened(HappeningKind.RotaMade, {
    because: lines.map(lineWords).join('; ') + '.',
    record: { ...record, suppliers: { ...record.suppliers, ...Object.fromEntries(places) } },
    facts: { chosen: lines.filter(({ isSkipped }) => !isSkipped).length },
  });
}

function supplierOf({ agency, agencyId, isSkipped, ...place }: RotaLine): Supplier {
  const rotaPlace: RotaPlace = place;
  if (!isSkipped) return { agency, agencyId, rota: rotaPlace };
  const because = place.remark === undefined ? undefined : rotaSentence(place.remark);
  return present({ agency, agencyId, outcome: 'skipped' as const, because, rota: rotaPlace });
}

function lineWords(line: RotaLine): string {
  const name = line.agencyId.agencyIdValue;
  if (line.isSkipped)
    return `${name} skipped: ${line.remark === undefined ? 'no reason given' : rotaSentence(line.remark)}`;
  return `${name} ${line.total} points${placeWords(supplierOf(line))}`;
}

/** Asks the first of the list where nobody is at work on it; where nobody is left, staff are told or the record closes. */
function asksFirst(view: LoanView, ctx: RuleContext): Happening[] {
  const { record } = view;
  const current = record.current === undefined ? undefined : view.transactions.get(record.current);
  // What waits for a person is looked for, and nobody is asked.
  if (record.heldUp !== undefined) return [];
  const isFree = current === undefined || (current.role === 'requester' && current.state === 'Unfilled');
  if (!isFree) return [];
  const { next, record: picked } = pickSupplier(record, ctx);
  if (next !== undefined) {
    const because = `${supplierName(next.supplier)} is first in the order${placeWords(next.supplier)}.`;
    return [askSupplier({ loan: view.id, record: picked, next }, { kind: 'request-owed', because }, ctx)];
  }
  if (current === undefined) return [nobodyFound(picked)];
  return [
    happened(HappeningKind.SuppliersSought, {
      because: 'Nobody is left on the list, and no catalogue names anybody else.',
      record: closed(picked, nowOf(ctx)),
      event: { type: 'closed', outcome: 'Unfilled' },
    }),
  ];
}

function nobodyFound(record: LoanRecord): Happening {
  const text = 'No catalogue names a library that could supply it: name one, or have them asked again.';
  return happened(HappeningKind.SuppliersSought, {
    because: text,
    record,
    event: { type: 'needs-attention', text },
  });
}

const outcomeWords: Record<CatalogueAsked['outcome'], (asked: CatalogueAsked) => string> = {
  found: ({ hits, foundBy }) =>
    `names holders (${hits ?? 0} ${hits === 1 ? 'record' : 'records'} by ${foundBy ?? 'title'})`,
  nothing: ({ hits = 0, unknownHolders }) =>
    hits === 0
      ? 'does not have it'
      : unknownHolders === undefined
        ? 'has it and names no holder'
        : `has it, and names ${unknownHolders} ${unknownHolders === 1 ? 'holder' : 'holders'} that nobody here knows`,
  down: ({ cause }) => `does not answer${inBrackets(cause)}`,
  refused: ({ cause }) => `does not take the question${inBrackets(cause)}`,
  unreadable: ({ cause }) => `cannot be read${inBrackets(cause)}`,
};

function inBrackets(cause: string | undefined): string {
  return cause === undefined ? '' : ` (${cause})`;
}

function catalogueWords({ catalogues }: Heard): string {
  const said = Object.entries(catalogues).map(
    ([name, asked]) => `${name} ${outcomeWords[asked.outcome](asked)}`,
  );
  return said.length === 0 ? 'No catalogue was left to ask.' : `${said.join('; ')}.`;
}

/** The record without a search that is still to come: somebody has taken it in hand. */
export function withoutSearch(record: LoanRecord): LoanRecord {
  return record.sourcing === undefined ? record : { ...record, sourcing: without(record.sourcing, 'askAt') };
}
