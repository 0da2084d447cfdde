/** What the house does about wishes that come in again, come too often, or come too late. Source: iso18626.md 7.4 nr. 61, 62. */
export interface IntakeRules {
  duplicates: {
    /** How many days back the same wish of the same patron counts as the same; 0 looks for none. */
    withinDays: number;
    /** What a peer's second request is: flagged for staff, or answered Unfilled. */
    onLending: 'ask-staff' | 'unfilled';
  };
  /** The most requests that may be open at a time; 0 sets no limit. */
  limits: { openPerPatron: number; openPerPeer: number };
  /** What a peer's request is whose needBeforeDate has passed. */
  needBeforePassed: 'ask-staff' | 'unfilled';
}

/** Why a request waits for a person, or is flagged. */
export type Holdup =
  | { kind: 'duplicate'; of: string; ofNumber: string }
  | { kind: 'patron-limit'; limit: number }
  | { kind: 'peer-limit'; limit: number }
  | { kind: 'need-before-passed' };
export type HoldupKind = Holdup['kind'];

/** Nothing is looked for. */
export const freeIntake: IntakeRules = {
  duplicates: { withinDays: 0, onLending: 'ask-staff' },
  limits: { openPerPatron: 0, openPerPeer: 0 },
  needBeforePassed: 'ask-staff',
};

/** A sentence for staff, and for entries: no value that names anybody. */
export function holdupText(holdup: Holdup): string {
  switch (holdup.kind) {
    case 'duplicate':
      return `The same reader has asked for the same work already: request ${holdup.ofNumber}.`;
    case 'patron-limit':
      return `The reader has ${holdup.limit} open requests already, as many as the rules allow.`;
    case 'peer-limit':
      return `The library has ${holdup.limit} open requests here already, as many as the rules allow.`;
    case 'need-before-passed':
      return 'The day by which it is needed has passed.';
  }
}
