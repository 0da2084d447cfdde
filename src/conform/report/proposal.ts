import type { Peer } from '../../peers/index.js';
import type { Play, Sent } from '../talk/play.js';
import type { Result } from './result.js';

/**
 * How the peer is best spoken to, by what it did: its record as `lendwire peers import` takes it, and each habit with its
 * evidence. Nothing is changed by it: a person imports it or does not.
 */
export interface Proposal {
  peer: ProposedPeer;
  habits: readonly Habit[];
}

/** Without keys: they are never given out. */
export type ProposedPeer = { id: string } & Pick<Peer, 'name' | 'agencies' | 'url' | 'edition'> &
  Partial<Pick<Peer, 'profile' | 'duplicates' | 'alreadyHave'>>;

export interface Habit {
  id: string;
  says: string;
  seen: number;
  of: number;
  /** What would be laid over the peer's profile. */
  change: Readonly<Record<string, unknown>>;
}

export interface Tested {
  id: string;
  peer: Peer;
  plays: readonly Pick<Play, 'sent' | 'scene' | 'inbox' | 'as'>[];
  results: readonly Result[];
}

/** Reads habits off what was seen; says nothing of what was not. */
export function proposalOf(tested: Tested): Proposal {
  const habits = signs.flatMap((sign) => sign(tested) ?? []);
  const { id, peer } = tested;
  const duplicates = { ...peer.duplicates };
  for (const { change } of habits) Object.assign(duplicates, change['duplicates'] ?? {});
  const signals = habits.flatMap(({ change }) => alreadyHaveOf(change));
  const { name, agencies, url, edition, alreadyHave, profile } = peer;
  const known = [...new Set([...alreadyHave.errorValueContains, ...signals])];
  return {
    peer: {
      ...{ id, name, agencies, url, edition, duplicates },
      ...(profile === undefined ? {} : { profile }),
      alreadyHave: { ...alreadyHave, errorValueContains: known },
    },
    habits,
  };
}

function alreadyHaveOf(change: Habit['change']): string[] {
  return (change['alreadyHave'] as { errorValueContains?: string[] } | undefined)?.errorValueContains ?? [];
}

type Sign = (tested: Tested) => Habit | undefined;

const allSent = ({ plays }: Tested): Sent[] => plays.flatMap(({ sent }) => sent);
const confirmedOk = (tested: Tested): Extract<Sent['answer'], { kind: 'confirmation' }>[] =>
  allSent(tested).flatMap(({ answer }) => (answer.kind === 'confirmation' && answer.ok ? [answer] : []));

/** Every part or nothing: of all confirmations so many showed it. */
function habit(one: Omit<Habit, 'says'> & { says: string; share: number }): Habit | undefined {
  const { share, says, ...rest } = one;
  if (rest.seen === 0 || rest.seen < share * rest.of) return undefined;
  return { ...rest, says: `${says} in ${rest.seen} of ${rest.of} cases` };
}

function resultOf({ results }: Tested, id: string): Result | undefined {
  return results.find((one) => one.id === id);
}

/** Taking the same again is safe only where it is known to be the same: another request under the id was refused. */
const repeatsRequests: Sign = (tested) => {
  const [twice, other] = [resultOf(tested, 'repeat'), resultOf(tested, 'same-id')];
  if (twice?.verdict !== 'passed' && twice?.verdict !== 'failed') return undefined;
  const isSafe = twice.verdict === 'passed' && other?.verdict === 'passed';
  const says = isSafe ? 'confirms the same bytes again' : 'does not confirm the same bytes as the same';
  return {
    ...{ id: 'duplicates-request', says: `${says} in 1 of 1 cases`, seen: 1, of: 1 },
    change: { duplicates: { request: isSafe ? 'safe' : 'unsafe' } },
  };
};

const knownSignals = ['already exists', 'already record with', 'there is already', 'AlreadyExists'] as const;

const alreadyHas: Sign = (tested) => {
  const again = allSent(tested).filter(({ exchange }) => exchange.check === 'repeat');
  const values = again.flatMap(({ answer }) => (answer.kind === 'confirmation' ? answer.errors : []));
  const told = values.map(({ errorValue = '' }) => errorValue).filter((value) => value !== '');
  const signal = knownSignals.find((one) => told.some((value) => value.includes(one)));
  if (signal === undefined) return undefined;
  return {
    ...{ id: 'already-have', says: `confirms duplicates as ERROR “${signal}” in 1 of 1 cases` },
    ...{ seen: 1, of: 1, change: { alreadyHave: { statusCodes: [409], errorValueContains: [signal] } } },
  };
};

const signs: readonly Sign[] = [
  (tested) => {
    const all = confirmedOk(tested);
    const odd = all.filter(({ statusCode }) => statusCode !== 200);
    const codes = [...new Set(all.map(({ statusCode }) => statusCode))].sort((a, b) => a - b);
    return habit({
      ...{ id: 'success-codes', share: 0, seen: odd.length, of: all.length },
      says: `confirms with HTTP ${codes.filter((code) => code !== 200).join(', ')}`,
      change: { rules: [{ rule: 'success-codes', statusCodes: [...new Set([200, ...codes])] }] },
    });
  },
  (tested) =>
    habit({
      ...{ id: 'times-with-fractions', share: 0.9, says: 'writes times with fractions of a second' },
      ...timesThat(tested, /:\d\d\.\d+/),
      change: { times: { precision: 'milliseconds' } },
    }),
  (tested) =>
    habit({
      ...{ id: 'times-without-zone', share: 0.5, says: 'writes times without a zone' },
      ...timesThat(tested, /\d\d:\d\d:\d\d(\.\d+)?$/),
      change: { times: { zone: 'UTC' } },
    }),
  (tested) => {
    const all = confirmedOk(tested).map(({ posted }) => posted.body.toString('utf8', 0, 400));
    const unqualified = all.filter((text) => /ISO18626Message[^>]*\sversion=/.test(text));
    return habit({
      ...{ id: 'attributes-unqualified', share: 0.9, says: 'writes attributes unqualified' },
      ...{ seen: unqualified.length, of: all.length },
      change: { envelope: { attributes: 'unqualified' } },
    });
  },
  repeatsRequests,
  alreadyHas,
  ({ plays }) => {
    const longest = plays.find(({ as }) => as === 'requester')?.scene.longestId;
    if (longest === undefined || longest >= 255) return undefined;
    return {
      ...{ id: 'id-length', says: `keeps ids of ${longest} characters, not of 255`, seen: 1, of: 1 },
      change: { limits: { idLength: longest } },
    };
  },
  ({ plays }) => {
    const refused = plays.find(({ scene }) => scene.refusedSize !== undefined)?.scene.refusedSize;
    if (refused === undefined) return undefined;
    return {
      ...{ id: 'message-bytes', says: `refuses ${refused} bytes as too large`, seen: 1, of: 1 },
      change: { limits: { messageBytes: 100_000 } },
    };
  },
];

function timesThat(tested: Tested, shape: RegExp): { seen: number; of: number } {
  const told = confirmedOk(tested).map(({ confirmation }) => confirmation.confirmationHeader.timestamp ?? '');
  const heard = tested.plays.flatMap(({ inbox }) =>
    inbox.heard.map(({ message }) => message.header.timestamp),
  );
  const all = [...told, ...heard];
  return { seen: all.filter((time) => shape.test(time)).length, of: all.length };
}

/** For the report's head. */
export function agencyOf(peer: Pick<Peer, 'agencies'>): string {
  return peer.agencies[0]?.id ?? '';
}
