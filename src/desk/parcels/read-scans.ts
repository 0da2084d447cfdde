import {
  foldTrackingId,
  isUnderWay,
  itemIdsOf,
  parcelOf,
  trackingIdsOf,
  type LoanView,
  type PossibleActs,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import {
  CodeMeaning,
  ScanFault,
  scanVerbs,
  type ReadCode,
  type ScannedCode,
  type ScannedRequest,
  type ScanReading,
  type ScanVerb,
} from './parcels.js';

/** A loan that one of the codes names. */
export interface ScannedLoan {
  view: LoanView;
  acts: PossibleActs;
  peerName: string;
}

/** What a code is, by what is known. */
type Meaning =
  | { is: 'request'; loan: string }
  | { is: 'item'; loan: string }
  | { is: 'tracking'; loans: readonly string[] }
  | { is: 'parcel'; loans: readonly string[] }
  | { is: 'new-tracking' }
  | { is: 'new' };

interface Reading {
  /** By loan, in the order of the scans; with the new item that goes with it. */
  requests: Map<string, { itemId?: string }>;
  trackingIds: string[];
  /** Loans of the parcels that were scanned by their label. */
  inParcels: Set<string>;
  /** A new code that waits for a request to belong to. */
  pending: string | undefined;
  left: string[];
}

/**
 * What a set of codes means, in whichever order they were scanned: slips and barcodes name requests, labels name
 * parcels; a code that nobody knows is the item of the request beside it, or else the number of the parcel.
 * Source: practice.md 1.2 T2, 3.6.
 */
export function readScans(
  codes: readonly ScannedCode[],
  loans: readonly ScannedLoan[],
  looksLikeNumber: (code: string) => boolean,
): ScanReading {
  const reading: Reading = {
    requests: new Map(),
    trackingIds: [],
    inParcels: new Set(),
    pending: undefined,
    left: [],
  };
  const meanings = codes.map((code) => meaningOf(code, loans, looksLikeNumber));
  for (const [at, code] of codes.entries()) {
    const meaning = meanings[at];
    if (meaning !== undefined) take(code, meaning, { reading, loans });
  }
  placePending(reading);
  const read = codes.map(({ code }, at) => toldOf(code, meanings[at], { reading, loans }));
  if (reading.requests.size === 0) for (const loan of reading.inParcels) reading.requests.set(loan, {});
  return { codes: read, ...offered(reading, loans) };
}

/** What a code has turned out to be, with the request that it names or goes with. */
function toldOf(
  code: string,
  meaning: Meaning | undefined,
  { reading, loans }: { reading: Reading; loans: readonly ScannedLoan[] },
): ReadCode {
  if (meaning === undefined || !meaning.is.startsWith('new')) {
    const known = meaning !== undefined && 'loan' in meaning ? meaning.loan : undefined;
    const is = (meaning?.is ?? CodeMeaning.Unknown) as CodeMeaning;
    return { code, is, ...nameOf(known, loans) };
  }
  const [loan] = [...reading.requests].find(([, { itemId }]) => itemId === code) ?? [];
  if (loan !== undefined) return { code, is: CodeMeaning.NewItem, ...nameOf(loan, loans) };
  const isNumber = reading.trackingIds.includes(code);
  return { code, is: isNumber ? CodeMeaning.NewTracking : CodeMeaning.Unknown };
}

function nameOf(id: string | undefined, loans: readonly ScannedLoan[]): Pick<ReadCode, 'loan' | 'requestId'> {
  const view = loans.find((one) => one.view.id === id)?.view;
  return view === undefined ? {} : { loan: view.id, requestId: requestIdOf(view) };
}

function requestIdOf({ id, record, transactions }: LoanView): string {
  return transactions.get(record.current ?? '')?.requestingAgencyRequestId ?? id;
}

function meaningOf(
  { code, as }: ScannedCode,
  loans: readonly ScannedLoan[],
  looksLikeNumber: (code: string) => boolean,
): Meaning {
  const having = (is: (view: LoanView, code: string) => boolean): string[] =>
    loans.filter(({ view }) => is(view, code)).map(({ view }) => view.id);
  const [named] = as === undefined ? having(isNamed) : [];
  if (named !== undefined) return { is: 'request', loan: named };
  const [holding] = as === 'tracking' ? [] : having(hasItem);
  if (holding !== undefined) return { is: 'item', loan: holding };
  const carried = as === 'item' ? [] : having(hasNumber);
  if (carried.length > 0) return { is: 'tracking', loans: carried };
  const boxed = having(isInParcel);
  if (boxed.length > 0) return { is: 'parcel', loans: boxed };
  return { is: isNewNumber({ code, as }, looksLikeNumber) ? 'new-tracking' : 'new' };
}

function isNewNumber({ code, as }: ScannedCode, looksLikeNumber: (code: string) => boolean): boolean {
  return as === 'tracking' || (as === undefined && looksLikeNumber(code));
}

function isNamed({ id, record, transactions }: LoanView, code: string): boolean {
  if (id === code || record.libraryId === code) return true;
  const wire = code.toUpperCase();
  return [...transactions.values()].some(
    ({ requestingAgencyRequestId: known }) => known === code || known === wire,
  );
}

function hasItem({ shipments }: LoanView, code: string): boolean {
  return [...shipments.values()].some((shipment) => itemIdsOf(shipment).includes(code));
}

function hasNumber({ shipments }: LoanView, code: string): boolean {
  const folded = foldTrackingId(code);
  return [...shipments.values()].some((shipment) =>
    trackingIdsOf(shipment).some((id) => foldTrackingId(id) === folded),
  );
}

function isInParcel({ shipments }: LoanView, code: string): boolean {
  return [...shipments].some(([id, shipment]) => parcelOf(id, shipment) === code);
}

function take(
  { code, as }: ScannedCode,
  meaning: Meaning,
  { reading, loans }: { reading: Reading; loans: readonly ScannedLoan[] },
): void {
  const { requests, trackingIds, inParcels } = reading;
  if ('loan' in meaning && !requests.has(meaning.loan))
    requests.set(meaning.loan, meaning.is === 'item' ? {} : pendingFor(reading, meaning.loan, loans));
  if ('loans' in meaning) for (const loan of meaning.loans) inParcels.add(loan);
  if (meaning.is === 'tracking' || meaning.is === 'new-tracking') trackingIds.push(code);
  if (meaning.is === 'new') takeNew({ code, as }, { reading, loans });
}

/** An item that was scanned before its slip. */
function pendingFor(reading: Reading, loan: string, loans: readonly ScannedLoan[]): { itemId?: string } {
  const { pending } = reading;
  if (pending === undefined || !isToShip(loan, loans)) return {};
  reading.pending = undefined;
  return { itemId: pending };
}

function takeNew(
  { code, as }: ScannedCode,
  { reading, loans }: { reading: Reading; loans: readonly ScannedLoan[] },
): void {
  const [loan, last] = [...reading.requests].at(-1) ?? [];
  if (loan !== undefined && last?.itemId === undefined && isToShip(loan, loans))
    reading.requests.set(loan, { itemId: code });
  else if (reading.pending === undefined) reading.pending = code;
  else if (as === 'item') reading.left.push(code);
  else reading.trackingIds.push(code);
}

/** What is left over when every request has its item is the label. */
function placePending(reading: Reading): void {
  const { pending } = reading;
  if (pending === undefined) return;
  const hasItems = [...reading.requests.values()].some(({ itemId }) => itemId !== undefined);
  if (hasItems && reading.trackingIds.length === 0) reading.trackingIds.push(pending);
  else reading.left.push(pending);
}

function isToShip(loan: string, loans: readonly ScannedLoan[]): boolean {
  return verbOf(loans.find(({ view }) => view.id === loan)) === 'ship';
}

function verbOf(loan: ScannedLoan | undefined): ScanVerb | undefined {
  return scanVerbs.find((verb) =>
    loan?.acts.possible.some((act) => act.verb === verb && act.needsConfirmation !== true),
  );
}

function offered(reading: Reading, loans: readonly ScannedLoan[]): Omit<ScanReading, 'codes'> {
  const requests = [...reading.requests].flatMap(([id, { itemId }]) => {
    const loan = loans.find(({ view }) => view.id === id);
    return loan === undefined ? [] : [requestOf(loan, itemId)];
  });
  const parcel = openParcel(reading, loans);
  const { trackingIds, left } = reading;
  const around = { requests, trackingIds, left };
  const numbered = isNew(trackingIds, loans) ? parcelToNumber(requests, loans) : undefined;
  if (numbered !== undefined) return { ...around, parcel: numbered, offer: 'add-tracking' };
  return present({ ...around, parcel, ...offerFor(requests, reading, parcel) });
}

function requestOf(loan: ScannedLoan, itemId: string | undefined): ScannedRequest {
  const { view, peerName } = loan;
  const { record, transactions, id } = view;
  const current = transactions.get(record.current ?? '');
  const { title, titleOfComponent } = record.bibliographicInfo;
  const verb = verbOf(loan);
  const missing = verb === undefined ? whyNothing(loan) : undefined;
  return present({
    loan: id,
    requestId: requestIdOf(view),
    title: titleOfComponent ?? title,
    peer: current?.peer ?? '',
    peerName,
    state: current?.state,
    verb,
    itemId,
    why: missing?.why,
    refusal: missing?.refusal,
  });
}

/** Why the act that comes next in the life of the loan is not possible now. */
function whyNothing({ view, acts }: ScannedLoan): PossibleActs['missing'][number] | undefined {
  const current = view.transactions.get(view.record.current ?? '');
  const isOver = current?.role === 'requester' ? current.received !== undefined : view.shipments.size > 0;
  const order: readonly ScanVerb[] = isOver
    ? ['check-in', 'return', 'receive', 'ship']
    : ['ship', 'receive', 'return', 'check-in'];
  return order.flatMap((verb) => acts.missing.filter((act) => act.verb === verb)).at(0);
}

/** A parcel of ours that goes on with what is scanned now: it carries one of the numbers and is under way. */
function openParcel({ trackingIds }: Reading, loans: readonly ScannedLoan[]): string | undefined {
  const numbers = new Set(trackingIds.map(foldTrackingId));
  for (const { view } of loans)
    for (const [id, shipment] of view.shipments)
      if (shipment.ours && isUnderWay(shipment) && carries(shipment, numbers)) return parcelOf(id, shipment);
  return undefined;
}

function carries(shipment: Parameters<typeof trackingIdsOf>[0], numbers: ReadonlySet<string>): boolean {
  return trackingIdsOf(shipment).some((id) => numbers.has(foldTrackingId(id)));
}

function isNew(trackingIds: readonly string[], loans: readonly ScannedLoan[]): boolean {
  return trackingIds.some((code) => !loans.some(({ view }) => hasNumber(view, code)));
}

/** The one parcel of ours in which all that was scanned has left already: the label was scanned last. */
function parcelToNumber(
  requests: readonly ScannedRequest[],
  loans: readonly ScannedLoan[],
): string | undefined {
  const parcels = requests.map(({ loan }) => {
    const view = loans.find((one) => one.view.id === loan)?.view;
    const sent = [...(view?.shipments ?? [])].findLast(([, each]) => each.ours && isUnderWay(each));
    return sent === undefined ? undefined : parcelOf(...sent);
  });
  const [first] = parcels;
  return parcels.every((parcel) => parcel === first) ? first : undefined;
}

function whatIsMissing({ pending, trackingIds }: Reading): ScanFault {
  return pending === undefined && trackingIds.length === 0 ? ScanFault.NothingKnown : ScanFault.SlipMissing;
}

type Offer = Pick<ScanReading, 'offer' | 'fault'>;

function offerFor(requests: readonly ScannedRequest[], reading: Reading, parcel: string | undefined): Offer {
  if (requests.length === 0) return { fault: whatIsMissing(reading) };
  const verbs = new Set(requests.map(({ verb }) => verb));
  const [verb] = verbs;
  if (verb === undefined || verbs.has(undefined)) return { fault: ScanFault.NotPossible };
  if (verbs.size > 1) return { fault: ScanFault.SeveralWays };
  const isSending = verb === 'ship' || verb === 'return';
  const isOneBox = reading.trackingIds.length > 0 || parcel !== undefined;
  if (isSending && isOneBox && new Set(requests.map(({ peer }) => peer)).size > 1)
    return { fault: ScanFault.SeveralLibraries };
  return { offer: verb };
}
