import { table, type Column } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** A request's rota as the API gives it. */
export interface Rota {
  askAt?: string;
  catalogues: readonly CatalogueSaid[];
  suppliers: readonly RotaSupplier[];
}

interface CatalogueSaid {
  catalogue: string;
  outcome: string;
  askedAt: string;
  foundBy?: string;
  hits?: number;
  unknownHolders?: number;
  cause?: string;
}

interface RotaSupplier {
  agencyId: string;
  outcome?: string;
  total?: number;
  remark?: string;
  parts: readonly { rule: string; points: number; most: number; because: string }[];
  evidence: readonly Evidence[];
}

interface Evidence {
  catalogue: string;
  ageMinutes: number;
  availability: string;
  lends: string;
  location?: string;
  callNumber?: string;
}

type Show = Pick<Terminal, 'columns' | 'mark'>;

/** The suppliers in their order with the points of each rule, then why, then what it rests on. */
export function rotaPage({ suppliers, catalogues, askAt }: Rota, terminal: Show): string {
  const parts = [
    suppliers.length === 0
      ? 'Nobody is on the list.'
      : table(columnsOf(suppliers), numbered(suppliers), terminal),
    ...suppliers.map((supplier) => whyOf(supplier, terminal)),
    ...(catalogues.length === 0
      ? []
      : [`${terminal.mark('bold', 'Catalogues')}\n${catalogues.map(said).join('\n')}`]),
    ...(askAt === undefined ? [] : [`Catalogues are asked at ${askAt}.`]),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

type Numbered = RotaSupplier & { place: number };

function numbered(suppliers: readonly RotaSupplier[]): Numbered[] {
  return suppliers.map((supplier, index) => ({ ...supplier, place: index + 1 }));
}

const heads: Readonly<Record<string, string>> = {
  holds: 'HOLDS',
  reciprocal: 'RETURN',
  cost: 'COST',
  closeness: 'NEAR',
  fillRate: 'FILLS',
  speed: 'SPEED',
  load: 'LOAD',
};

function columnsOf(suppliers: readonly RotaSupplier[]): Column<Numbered>[] {
  const rules = suppliers.find(({ parts }) => parts.length > 0)?.parts ?? [];
  return [
    { head: '#', of: ({ place }) => place },
    { head: 'SUPPLIER', of: ({ agencyId }) => agencyId },
    { head: 'STANDS', of: ({ outcome }) => outcome ?? 'later' },
    { head: 'POINTS', of: ({ total }) => total },
    ...rules.map(({ rule, most }): Column<Numbered> => ({
      head: `${heads[rule] ?? rule.toUpperCase()}/${most}`,
      of: ({ parts }) => parts.find((part) => part.rule === rule)?.points,
    })),
  ];
}

function whyOf({ agencyId, remark, parts, evidence }: RotaSupplier, { mark }: Show): string {
  const lines = [
    ...(remark === undefined ? [] : [remark]),
    ...parts.map(({ points, most, because }) => `${points} of ${most}: ${because}`),
    ...evidence.map(evidenceWords),
  ];
  return lines.length === 0 ? '' : [mark('bold', agencyId), ...lines.map((line) => `  ${line}`)].join('\n');
}

function evidenceWords({
  catalogue,
  ageMinutes,
  availability,
  lends,
  location,
  callNumber,
}: Evidence): string {
  const told = [
    location,
    callNumber,
    availability === 'not-said' ? undefined : availability.replaceAll('-', ' '),
    lends === 'not-said' ? undefined : `lends: ${lends}`,
  ].filter((part) => part !== undefined);
  const what = told.length === 0 ? '' : `: ${told.join(', ')}`;
  return `${catalogue} said so ${ageWords(ageMinutes)}${what}`;
}

function ageWords(minutes: number): string {
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 2 * 24 * 60
    ? `${Math.floor(minutes / 60)} h ago`
    : `${Math.floor(minutes / 1440)} days ago`;
}

function said({ catalogue, outcome, askedAt, foundBy, hits, unknownHolders, cause }: CatalogueSaid): string {
  const more = [
    foundBy === undefined ? undefined : `by ${foundBy}`,
    hits === undefined ? undefined : `${hits} ${hits === 1 ? 'record' : 'records'}`,
    unknownHolders === undefined ? undefined : `${unknownHolders} holders that nobody here knows`,
    cause,
  ].filter((part) => part !== undefined);
  return `  ${catalogue}: ${outcome}${more.length === 0 ? '' : ` (${more.join(', ')})`}, asked ${askedAt}`;
}
