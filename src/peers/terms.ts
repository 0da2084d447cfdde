import type { OwnAgency, Settings } from '../config/index.js';
import {
  calendarOf,
  plainCalendar,
  type CalendarDocument,
  type FileRules,
  type IntakeRules,
  type NoticeRules,
  type Policy,
  type SourcingRules,
  type Terms,
} from '../loan/index.js';
import { agencyFrom } from './agencies.js';
import { HOUSE, policiesIn, type TermsChanges } from './policies.js';
import type { Peer } from './peer.js';
import { sourcingRulesOf } from './sourcing-rules.js';

/** What the settings say about clocks and calendars. */
export interface House {
  policy: Policy;
  calendar: CalendarDocument;
  /** By our agency's key, where one is open otherwise than the house. */
  calendars: ReadonlyMap<string, CalendarDocument>;
  /** What is done about wishes that come in again, too often or too late. */
  intake?: IntakeRules;
  /** How many pictures and bytes a request may have. */
  files?: FileRules;
  /** How people are written to; missing where the house sends no notices. */
  notices?: NoticeRules;
  /** How suppliers are looked for; missing where nobody is to be asked. */
  sourcing?: SourcingRules;
}

type HouseSettings = Pick<
  Settings,
  'policy' | 'calendar' | 'agencies' | 'sourcing' | 'intake' | 'files' | 'signIn'
>;

/** The house of a gateway's settings. */
export function houseOf({
  policy: { profile: _profile, ...policy },
  calendar,
  agencies,
  sourcing,
  intake,
  files: { photosPerReport, bytesPerRequest, linkDays: days, linkViews: views },
  signIn: { publicUrl: base },
}: HouseSettings): House {
  const calendars = new Map(agencies.flatMap((own) => ownCalendar(own, calendar)));
  const link = base === undefined ? {} : { link: { base, days, views } };
  const files = { photosPerReport, bytesPerRequest, ...link };
  return { policy, calendar, calendars, intake, files, sourcing: sourcingRulesOf(sourcing) };
}

function ownCalendar(own: OwnAgency, house: CalendarDocument): [string, CalendarDocument][] {
  if (own.calendar === undefined) return [];
  const said = Object.entries(own.calendar).filter(([, part]) => part !== undefined);
  return [[agencyFrom(own).key, { ...house, ...Object.fromEntries(said) }]];
}

/** The policy and the calendars for a loan of one of our agencies with one peer. */
export type TermsFor = (agency: string, peer: string | undefined) => Terms;

/** The terms as settings and rows have them, or under another change than the rows'; made once for each pair. */
export function termsIn(
  house: House,
  { peers, changes }: { peers: ReadonlyMap<string, Peer>; changes: TermsChanges },
): TermsFor {
  const known = new Map<string, Terms>();
  const policies = policiesIn(house.policy, changes.policies);
  return (agency, peer) => {
    const key = `${agency} ${peer ?? ''}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const calendars = {
      ours: calendarOf(ourCalendar(agency, house, changes.calendars)),
      theirs: calendarOf(calendarOfPeer(peers.get(peer ?? ''), house)),
    };
    const terms = { policy: withOptOut(policies(peer), peers.get(peer ?? '')), calendars };
    known.set(key, terms);
    return terms;
  };
}

/** A peer whose record says so is not asked by itself how requests stand. */
function withOptOut(policy: Policy, peer: Peer | undefined): Policy {
  return peer?.inSyncProbe === false ? { ...policy, inSync: { ...policy.inSync, askAfter: 'off' } } : policy;
}

/** When one of our agencies is open: as the settings say, and what was changed since over it. */
export function ourCalendar(
  agency: string,
  house: House,
  changes: TermsChanges['calendars'],
): CalendarDocument {
  const base = house.calendars.get(agency) ?? house.calendar;
  return { ...base, ...changes.get(HOUSE), ...changes.get(agency) };
}

/** As its record or profile says; else a library like ours that is open on weekdays. */
export function calendarOfPeer(peer: Peer | undefined, house: House): CalendarDocument {
  const said = peer?.wire?.calendar;
  return {
    timeZone: said?.zone ?? house.calendar.timeZone,
    weekdays: said?.workingDays ?? plainCalendar.weekdays,
    holidays: {},
    closures: Object.fromEntries(
      (said?.closures ?? []).map(({ from, to, why }) => [`${from}/${to}`, why ?? '']),
    ),
  };
}
