import type { Instant, LoanRecord, Holding, CatalogueAsked, RotaReason, Supplier } from '../../loan/index.js';
import { rotaRules, rotaSentence, type RotaRule } from '../../loan/index.js';
import { present } from '../../loan/present.js';

/** Why a request's suppliers stand in their order, and what that rests on. */
export interface RotaView {
  id: string;
  /** When catalogues are asked next; missing where they are asked no more. */
  askAt?: Instant;
  catalogues: ({ catalogue: string } & CatalogueAsked)[];
  suppliers: SupplierView[];
}

export interface SupplierView {
  /** `TYPE:VALUE`. */
  agencyId: string;
  outcome?: Supplier['outcome'];
  /** Missing where the library or staff named it and no rule has looked at it. */
  total?: number;
  parts: PartView[];
  /** What sets it before or behind its points, or has it skipped. */
  remark?: string;
  remarkWhy?: RotaReason;
  /** What the catalogues said about it. */
  evidence: EvidenceView[];
}

export interface PartView {
  rule: RotaRule;
  points: number;
  most: number;
  because: string;
  reason: RotaReason;
}

/** What one catalogue said, and how long ago. */
export type EvidenceView = Omit<Holding, 'agency' | 'agencyId'> & { ageMinutes: number };

/** The rota of one request, in the order in which its suppliers are asked. */
export function rotaViewOf(id: string, record: LoanRecord, now: Date): RotaView {
  const { sourcing, suppliers } = record;
  const holdings = Object.values(sourcing?.holdings ?? {});
  return present({
    id,
    askAt: record.phase === 'open' ? sourcing?.askAt : undefined,
    catalogues: Object.entries(sourcing?.catalogues ?? {}).map(([catalogue, asked]) => ({
      catalogue,
      ...asked,
    })),
    suppliers: Object.keys(suppliers)
      .sort()
      .flatMap((place) => suppliers[place] ?? [])
      .map((supplier) => supplierView(supplier, { holdings, now })),
  });
}

function supplierView(
  { agency, agencyId, outcome, because, rota }: Supplier,
  of: { holdings: readonly Holding[]; now: Date },
): SupplierView {
  const parts = rota === undefined ? [] : rotaRules.map((rule) => partView(rule, rota.parts[rule]));
  return present({
    agencyId: `${agencyId.agencyIdType.value}:${agencyId.agencyIdValue}`,
    outcome,
    total: rota?.total,
    parts,
    remark: rota?.remark === undefined ? because : rotaSentence(rota.remark),
    remarkWhy: rota?.remark,
    evidence: of.holdings.filter((one) => one.agency === agency).map((one) => evidenceView(one, of.now)),
  });
}

function partView(rule: RotaRule, part: NonNullable<Supplier['rota']>['parts'][RotaRule]): PartView {
  const { points, most, why, facts } = part;
  const reason: RotaReason = facts === undefined ? { why } : { why, facts };
  return { rule, points, most, because: rotaSentence(reason), reason };
}

function evidenceView({ agency: _key, agencyId: _written, ...said }: Holding, now: Date): EvidenceView {
  const age = now.getTime() - Date.parse(said.askedAt);
  return { ...said, ageMinutes: Math.max(0, Math.floor(age / 60_000)) };
}
