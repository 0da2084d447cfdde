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
  const { at, peers, agency, loan, actor, offerRemarks } = known;
  const { policy, calendars } = peers.terms(agency, known.peer ?? peerOf(loan ?? known.view));
  // Assigned: every use case makes a context, and a spread takes fifty times as long.
  const rules: RulesOfLoan = Object.assign({ at, policy, calendars }, standingOf(agency, peers));
  if (offerRemarks !== undefined) rules.offerRemarks = offerRemarks;
  if (actor !== undefined) rules.actor = actor;
  return loan === undefined ? rules : withLoan(rules, loan);
}

const ofLoan = Symbol('loan');
type RulesOfLoan = RuleContext & { [ofLoan]?: Loan };

function withLoan(rules: RulesOfLoan, loan: Loan): RuleContext {
  rules.inFlight = new Set(loan.leases.keys());
  rules[ofLoan] = loan;
  return Object.defineProperty(rules, 'wish', wishWhenAsked);
}

/**
 * Opened when a rule asks: most never do, and it takes longer than their decision. One getter for all: with one of its
 * own each context would be an object of its own kind, of which everything is read slowly.
 */
const wishWhenAsked: PropertyDescriptor = {
  enumerable: true,
  get(this: RulesOfLoan) {
    const loan = this[ofLoan];
    return loan === undefined ? undefined : openedWish(loan);
  },
};

/** What holds in every use case of one of our agencies. */
type Standing = Omit<RuleContext, 'at' | 'wish' | 'actor' | 'offerRemarks' | 'inFlight' | keyof Terms>;

const standings = new WeakMap<PeerDirectory, Map<string, Standing>>();

/** Made once for each agency of a directory. */
function standingOf(agency: string, peers: PeerDirectory): Standing {
  const known = standings.get(peers) ?? new Map<string, Standing>();
  if (known.size === 0) standings.set(peers, known);
  const before = known.get(agency);
  if (before !== undefined) return before;
  const standing = newStanding(agency, peers);
  known.set(agency, standing);
  return standing;
}

function newStanding(agency: string, peers: PeerDirectory): Standing {
  const { acceptRules, transitTimes, intake, files, sourcing } = peers;
  const ours = peers.ourByKey(agency);
  const notices = peers.notices(agency);
  return {
    acceptRules,
    transitTimes,
    ...(intake === undefined ? {} : { intake }),
    ...(files === undefined ? {} : { files }),
    ...(sourcing === undefined ? {} : { sourcing }),
    ...(notices === undefined ? {} : { notices }),
    ...(ours === undefined ? {} : { returnInfo: returnInfoOf(ours) }),
    practiceOf: (peer) => offerPracticeOf(peers.peer(peer)),
    reach: (supplier) => (ours === undefined ? undefined : reachOf(supplier, ours, peers)),
    isClosed: (supplier, at) => closedAt(supplier, at, { peers, agency }),
  };
}

/** By the calendar of whoever speaks for the library, or our own. */
function closedAt(
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
