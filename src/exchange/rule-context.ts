import {
  dayIn,
  type LoanView,
  type OfferRemark,
  type Reach,
  type RuleContext,
  type Terms,
} from '../loan/index.js';
import { offerPracticeOf, type OurAgency, type PeerDirectory } from '../peers/index.js';
import type { Loan, Moment } from '../storage/index.js';
import { openedWish } from './opened-wish.js';

/** What the rules may know in one use case: its moment, the policy, and who can be reached on behalf of which agency. */
export function ruleContext(known: {
  at: Moment;
  peers: PeerDirectory;
  agency: string;
  loan?: Loan;
  /** Where there is nothing to open or to claim: the loan as it is read. */
  view?: LoanView;
  /** Where there is no loan yet: whoever it will be with. */
  peer?: string;
  /** Who acts, where a person does. */
  actor?: RuleContext['actor'];
  /** What the message at hand says of an offer. */
  offerRemarks?: readonly OfferRemark[];
}): RuleContext {
  const ours = known.peers.ourByKey(known.agency);
  const { loan, actor } = known;
  const notices = known.peers.notices(known.agency);
  const rules: RuleContext = {
    at: known.at,
    ...known.peers.terms(known.agency, known.peer ?? peerOf(loan ?? known.view)),
    ...offersAndIntake(known),
    reach: (agency) => (ours === undefined ? undefined : reachOf(agency, ours, known.peers)),
    transitTimes: known.peers.transitTimes,
    ...(notices === undefined ? {} : { notices }),
    isClosed: (agency, at) => isClosed(agency, at, known),
    ...(known.peers.sourcing === undefined ? {} : { sourcing: known.peers.sourcing }),
    ...(ours === undefined ? {} : { returnInfo: returnInfoOf(ours) }),
    ...(actor === undefined ? {} : { actor }),
    ...(loan === undefined ? {} : { inFlight: new Set(loan.leases.keys()) }),
  };
  // Opened when a rule asks: most never do, and it takes longer than their decision.
  if (loan !== undefined)
    Object.defineProperty(rules, 'wish', { enumerable: true, get: () => openedWish(loan) });
  return rules;
}

/** How offers are made and answered, and what is done about wishes that come in again. */
function offersAndIntake({
  peers,
  offerRemarks,
}: {
  peers: PeerDirectory;
  offerRemarks?: readonly OfferRemark[];
}): Pick<RuleContext, 'intake' | 'files' | 'acceptRules' | 'practiceOf' | 'offerRemarks'> {
  const { intake, files, acceptRules } = peers;
  return {
    acceptRules,
    practiceOf: (peer) => offerPracticeOf(peers.peer(peer)),
    ...(intake === undefined ? {} : { intake }),
    ...(files === undefined ? {} : { files }),
    ...(offerRemarks === undefined ? {} : { offerRemarks }),
  };
}

/** By the calendar of whoever speaks for the library, or our own. */
function isClosed(
  supplier: string,
  at: Date,
  { peers, agency }: { peers: PeerDirectory; agency: string },
): boolean {
  const { ours, theirs } = peers.terms(agency, peers.agencyByKey(supplier)?.peer).calendars;
  const calendar = peers.ourByKey(supplier) === undefined ? theirs : ours;
  return !calendar.isOpen(dayIn(at.toISOString(), calendar));
}

/** The policy and the calendars that hold for a loan, by the peer of its newest transaction. */
export function termsOf(view: Pick<LoanView, 'record' | 'transactions'>, peers: PeerDirectory): Terms {
  return peers.terms(view.record.agency, peerOf(view));
}

function peerOf(view: Pick<LoanView, 'record' | 'transactions'> | undefined): string | undefined {
  return view?.transactions.get(view.record.current ?? '')?.peer;
}

function reachOf(agency: string, ours: OurAgency, peers: PeerDirectory): Reach | undefined {
  const theirs = peers.agencyByKey(agency);
  const peer = theirs === undefined ? undefined : peers.peer(theirs.peer);
  if (theirs === undefined || peer === undefined) return undefined;
  return {
    peer: theirs.peer,
    edition: peer.edition,
    agencyId: theirs.agencyId,
    requestingAgencyId: ours.agencyId,
    supplyingKey: theirs.key,
    requestingKey: ours.key,
    patronData: peer.patronData,
  };
}

function returnInfoOf(ours: OurAgency): NonNullable<RuleContext['returnInfo']> {
  const { line1, line2, locality, postalCode, region, country } = ours.address ?? {};
  const physicalAddress = {
    ...(line1 === undefined ? {} : { line1 }),
    ...(line2 === undefined ? {} : { line2 }),
    ...(locality === undefined ? {} : { locality }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(region === undefined ? {} : { region: { value: region } }),
    ...(country === undefined ? {} : { country: { value: country } }),
  };
  return {
    returnAgencyId: ours.agencyId,
    name: ours.name,
    ...(Object.keys(physicalAddress).length === 0 ? {} : { physicalAddress }),
  };
}
