import type { EvidenceView, PartView, RotaView, SupplierView } from '../../desk/index.js';
import type { RotaReason } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateText, dateTimeText, fromNowText } from '../frame/times.js';

/** The suppliers of a request as the page shows them. */
export interface RotaPageView {
  id: string;
  suppliers: readonly SupplierLine[];
  catalogues: readonly string[];
  nextTry?: string;
  /** Those whose place staff may change, in their order; missing where nobody may be asked any more. */
  open?: readonly OpenSupplier[];
  canSeek: boolean;
  fault?: { text: string; added?: string };
}

export interface SupplierLine {
  name: string;
  outcome: string;
  tone: Tone;
  points?: string;
  remark?: string;
  /** In what language the remark is, where it is not the page's. */
  remarkLanguage?: 'en';
  parts: readonly { rule: string; points: string; because: string }[];
  evidence: readonly string[];
}

export interface OpenSupplier {
  name: string;
  /** Its number in the order; empty where it is skipped. */
  place: string;
}

const tones: Readonly<Record<string, Tone>> = { supplied: 'good', asked: 'accent', rejected: 'bad' };

/** Points and reasons in the reader's language; what only the ledger says in English stays English. */
export function rotaPageView(
  rota: RotaView,
  of: { isOpen: boolean; fault?: RotaPageView['fault'] | undefined },
  reader: Reader,
): RotaPageView {
  const { t } = reader;
  return present({
    id: rota.id,
    suppliers: rota.suppliers.map((supplier) => lineOf(supplier, reader)),
    catalogues: rota.catalogues.map(({ catalogue, outcome, askedAt, cause }) => {
      const said = `${t('rota.said', { catalogue, age: age(askedAt, reader) })}: ${t(`rota.outcome.${outcome}`)}`;
      return cause === undefined ? said : `${said} (${cause})`;
    }),
    nextTry:
      rota.askAt === undefined || rota.catalogues.length === 0
        ? undefined
        : t('rota.next-try', { when: dateTimeText(rota.askAt, reader) }),
    open: of.isOpen ? openOnes(rota.suppliers) : undefined,
    canSeek: of.isOpen && rota.catalogues.length > 0 && rota.askAt === undefined,
    fault: of.fault,
  });
}

function openOnes(suppliers: readonly SupplierView[]): OpenSupplier[] {
  const unasked = suppliers.filter(({ outcome }) => outcome === undefined || outcome === 'skipped');
  let place = 0;
  return unasked.map(({ agencyId: name, outcome }) => ({
    name,
    place: outcome === undefined ? String((place += 1)) : '',
  }));
}

function lineOf(supplier: SupplierView, reader: Reader): SupplierLine {
  const { t } = reader;
  const { agencyId, outcome, total, parts, remark, remarkWhy, evidence } = supplier;
  return present({
    name: agencyId,
    outcome: t(`supplier.${outcome ?? 'later'}`),
    tone: tones[outcome ?? ''] ?? ('plain' as const),
    points: total === undefined ? undefined : t('rota.points', { total }),
    remark: remarkWhy === undefined ? remark : reasonText(remarkWhy, reader),
    remarkLanguage: remarkWhy === undefined && remark !== undefined ? ('en' as const) : undefined,
    parts: parts.map((part) => partOf(part, reader)),
    evidence: evidence.map((one) => evidenceText(one, reader)),
  });
}

function partOf({ rule, points, most, reason }: PartView, reader: Reader): SupplierLine['parts'][number] {
  const { t } = reader;
  return {
    rule: t(`rota.rule.${rule}`),
    points: t('rota.of', { points, most }),
    because: reasonText(reason, reader),
  };
}

function reasonText({ why, facts = {} }: RotaReason, reader: Reader): string {
  const dated = Object.entries(facts).map(([name, fact]) => [name, asDate(fact, reader)] as const);
  return reader.t(`rota.because.${why}`, {
    ...Object.fromEntries(dated),
    hasCall: facts['callNumber'] === undefined ? 'no' : 'yes',
    callNumber: facts['callNumber'] ?? '',
  });
}

function asDate(fact: string | number, reader: Reader): string | number {
  return typeof fact === 'string' && /^\d{4}-\d\d-\d\d$/.test(fact)
    ? dateText(`${fact}T12:00:00Z`, reader)
    : fact;
}

function evidenceText(one: EvidenceView, reader: Reader): string {
  const { t } = reader;
  const { catalogue, askedAt, location, callNumber, availability, lends } = one;
  const told = [
    location,
    callNumber,
    availability === 'not-said' ? undefined : t(`rota.available.${availability}`),
    lends === 'not-said' ? undefined : t(`rota.lends.${lends}`),
  ].filter((part) => part !== undefined);
  const said = t('rota.said', { catalogue, age: age(askedAt, reader) });
  return told.length === 0 ? said : `${said}: ${told.join(' · ')}`;
}

/** How old what a catalogue said is. */
function age(askedAt: string, reader: Reader): string {
  return fromNowText(Math.min(0, (Date.parse(askedAt) - reader.now.getTime()) / 1000), reader);
}
