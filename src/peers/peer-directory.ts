import type { OwnAgency } from '../config/index.js';
import { agencyKey, type AgencyId } from '../iso18626/index.js';
import type {
  AcceptRule,
  FileRules,
  IntakeRules,
  NoticeDesk,
  SourcingRules,
  TransitTimes,
} from '../loan/index.js';
import type { Directory } from '../storage/index.js';
import { agencyFrom, byAnyName, type Agency } from './agencies.js';
import { noticeDeskIn } from './notice-desk.js';
import type { Peer, PeerRow } from './peer.js';
import { resolvePeer } from './profiles/resolve-peer.js';
import { underOwnKeys } from './sourcing-rules.js';
import { changesIn, type TermsChanges } from './policies.js';
import { termsIn, type House, type TermsFor } from './terms.js';

export interface PeerAgency extends Agency {
  peer: string;
}

export interface OurAgency extends Agency {
  name: string;
  address?: OwnAgency['address'];
}

/** Who is who: our own agencies, the peers, and the agencies that each peer speaks for. */
export interface PeerDirectory {
  ours(agencyId: AgencyId): OurAgency | undefined;
  ourByKey(key: string): OurAgency | undefined;
  readonly ourAgencies: readonly OurAgency[];
  agency(agencyId: AgencyId): PeerAgency | undefined;
  agencyByKey(key: string): PeerAgency | undefined;
  peer(id: string): Peer | undefined;
  /** The row behind a peer, as the ledger has it. */
  row(id: string): PeerRow | undefined;
  readonly peers: ReadonlyMap<string, Peer>;
  /** Policy and calendars that hold for a loan of one of our agencies, by its key, with a peer. */
  terms: TermsFor;
  /** The same under other changes of policy than those that hold: for a dry run. */
  termsUnder(changes: Partial<TermsChanges>): TermsFor;
  /** What was changed of policies and calendars since the settings. */
  readonly changes: TermsChanges;
  /** Changes when anything that clocks count by does. */
  readonly termsKey: string;
  /** How long earlier parcels to (`ours`) or from a peer took; undefined while too few are known. */
  transitTimes: TransitTimesOf;
  /** What of suppliers' offers is accepted without asking staff, by the rule's id. */
  readonly acceptRules: ReadonlyMap<string, AcceptRule>;
  /** What the house does about wishes that come in again, too often or too late. */
  readonly intake: IntakeRules | undefined;
  /** How many pictures and bytes a request may have. */
  readonly files: FileRules | undefined;
  /** How people are written to on behalf of one of our agencies; undefined where the house sends no notices. */
  notices(agency: string): NoticeDesk | undefined;
  /** How suppliers are looked for. */
  readonly sourcing?: SourcingRules;
}

/** Rows that a directory is made of; without other roots than peers, the settings alone hold. */
export type DirectoryRows = Pick<Directory, 'peers' | 'version'> & Partial<Pick<Directory, 'roots'>>;

export type TransitTimesOf = (peer: string, ours: boolean) => TransitTimes | undefined;

/**
 * Reads directories for one gateway. A directory is built once for each version of the rows that storage holds, so a
 * look-up costs a map access.
 */
export function buildPeerDirectory(
  own: readonly OwnAgency[],
  house: House,
  transitTimes: TransitTimesOf = () => undefined,
): (rows: DirectoryRows) => PeerDirectory {
  const ourAgencies = own.map((agency): OurAgency => ({
    ...agencyFrom(agency),
    name: agency.name,
    ...(agency.address === undefined ? {} : { address: agency.address }),
  }));
  const ourNames = byAnyName(ourAgencies);
  // A directory is built anew when one peer changes, and all others are as they were.
  const resolve = onceForEach((row: PeerRow) => resolvePeer(row));

  function build(rows: DirectoryRows): PeerDirectory {
    const peers = new Map(
      [...(rows.peers as ReadonlyMap<string, PeerRow>)].map(([id, row]): [string, Peer] => [
        id,
        resolve(row),
      ]),
    );
    const agencies = [...peers].flatMap(([id, peer]) =>
      peer.agencies.map((agency): PeerAgency => ({ ...agencyFrom(agency), peer: id })),
    );
    const names = byAnyName(agencies);
    const changes = changesIn(rows);
    return {
      ours: (agencyId) => ourNames.get(agencyKey(agencyId)),
      ourByKey: (key) => ourNames.get(key),
      ourAgencies,
      agency: (agencyId) => names.get(agencyKey(agencyId)),
      agencyByKey: (key) => names.get(key),
      peer: (id) => peers.get(id),
      row: (id) => rows.peers.get(id) as PeerRow | undefined,
      peers,
      terms: termsIn(house, { peers, changes }),
      termsUnder: (other) => termsIn(house, { peers, changes: { ...changes, ...other } }),
      changes,
      termsKey: JSON.stringify([
        [...changes.policies],
        [...changes.calendars],
        [...peers].flatMap(([id, { wire }]) => (wire?.calendar === undefined ? [] : [[id, wire.calendar]])),
        [...peers].flatMap(([id, { inSyncProbe }]) => (inSyncProbe === false ? [id] : [])),
      ]),
      transitTimes,
      intake: house.intake,
      files: house.files,
      acceptRules: acceptRulesIn(rows),
      notices: (agency) =>
        noticeDeskIn(house.notices, { library: ourNames.get(agency)?.name ?? agency, peers }),
      ...(house.sourcing === undefined
        ? {}
        : { sourcing: underOwnKeys(house.sourcing, (key) => names.get(key)?.key) }),
    };
  }

  return onceForEach(build);
}

/** What is made of an object, once for as long as that object is there. */
function onceForEach<Source extends object, Made>(make: (source: Source) => Made): (source: Source) => Made {
  const made = new WeakMap<Source, { result: Made }>();
  return (source) => {
    const known = made.get(source);
    if (known !== undefined) return known.result;
    const result = make(source);
    made.set(source, { result });
    return result;
  };
}

/** The rules that hold, the oldest first: the first that accepts an offer is the one that is named. */
function acceptRulesIn(rows: DirectoryRows): ReadonlyMap<string, AcceptRule> {
  const all = [...((rows.roots?.('rule') ?? new Map()) as ReadonlyMap<string, AcceptRule>)];
  const living = all.filter(([, rule]) => rule.removedAt === undefined);
  return new Map(living.sort(([one], [other]) => (one < other ? -1 : 1)));
}
