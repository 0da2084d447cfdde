import type { DeliveryCause, Gateway } from '../../desk/index.js';
import type { Delivery } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateTimeText } from '../frame/times.js';
import { textIn, withQuery, wordIn } from '../page-parts.js';
import {
  boardStates,
  causeClassOf,
  decisionsAbout,
  decisionsFor,
  type BoardState,
  type Decision,
} from './cause-class.js';

/** Which messages are meant. */
export interface MessageFilter {
  state?: BoardState;
  cause?: string;
  peer?: string;
}

export function filterIn(values: unknown): MessageFilter {
  return present({
    state: wordIn(values, 'state', boardStates),
    cause: textIn(values, 'cause'),
    peer: textIn(values, 'peer'),
  });
}

export interface ChipView {
  href: string;
  label: string;
  count?: number;
  isOn: boolean;
  tone: 'plain' | 'bad';
}

/** Messages that failed for one cause and stand alike. */
export interface GroupView {
  id: string;
  title: string;
  /** As the attempt was judged: for whoever calls the other library. */
  cause: string;
  advice: string;
  state: { text: string; tone: Tone };
  count: number;
  peers: string;
  since: string;
  sinceAt: string;
  href: string;
  decisions: readonly { verb: Decision; label: string; isFirst: boolean }[];
  filter: Readonly<Record<string, string>>;
}

export interface BoardView {
  count: number;
  states: readonly ChipView[];
  groups: readonly GroupView[];
}

export const toneOfState: Readonly<Record<BoardState, Tone>> = {
  undecided: 'bad',
  stopped: 'bad',
  'given-up': 'bad',
  refused: 'warn',
  owed: 'plain',
};

type Named = ReadonlyMap<string, string>;

/** Names of peers by their id. */
export async function peerNames(
  { peers }: Gateway,
  by: Parameters<Gateway['peers']['list']>[0],
): Promise<Named> {
  return new Map((await peers.list(by)).map(({ id, name }) => [id, name]));
}

function isOnBoard(cause: DeliveryCause): cause is DeliveryCause & { state: BoardState } {
  return (boardStates as readonly string[]).includes(cause.state);
}

/** Everything that did not get through, by cause; of one state only, where one is asked for. */
export function boardView(
  causes: readonly DeliveryCause[],
  { names, state, reader }: { names: Named; state: BoardState | undefined; reader: Reader },
): BoardView {
  const { t } = reader;
  const shown = causes.filter(isOnBoard);
  const sum = (some: readonly DeliveryCause[]): number => some.reduce((all, { count }) => all + count, 0);
  const chips = boardStates
    .map((each) => ({ each, count: sum(shown.filter((cause) => cause.state === each)) }))
    .filter(({ each, count }) => count > 0 || each === state)
    .map(({ each, count }): ChipView => ({
      href: withQuery('/messages', { state: each }),
      label: t(`message-state.${each}`),
      count,
      isOn: each === state,
      tone: toneOfState[each] === 'bad' ? 'bad' : 'plain',
    }));
  const all: ChipView = {
    ...{ href: '/messages', label: t('messages.all'), count: sum(shown) },
    ...{ isOn: state === undefined, tone: 'plain' },
  };
  const rank = ({ state: of }: { state: BoardState }): number => boardStates.indexOf(of);
  return {
    count: sum(shown),
    states: [all, ...chips],
    groups: shown
      .filter((cause) => state === undefined || cause.state === state)
      .toSorted((one, other) => rank(one) - rank(other) || other.count - one.count)
      .map((cause) => groupView(cause, names, reader)),
  };
}

function groupView(cause: DeliveryCause & { state: BoardState }, names: Named, reader: Reader): GroupView {
  const { t, may } = reader;
  const kind = causeClassOf(cause.cause);
  const filter = { state: cause.state, cause: cause.cause };
  const verbs = may('deliveries') ? decisionsAbout(cause.state, kind) : [];
  return {
    id: `${cause.state}-${cause.cause}`.replace(/[^\w-]+/g, '-'),
    title: t(`cause.${kind}`),
    cause: cause.cause,
    advice: t(`advice.${kind}`),
    state: { text: t(`message-state.${cause.state}`), tone: toneOfState[cause.state] },
    count: cause.count,
    peers: someOf(cause.peers.map((id) => names.get(id) ?? id)),
    since: t('messages.since', { when: dateTimeText(cause.oldestOwedAt, reader) }),
    sinceAt: cause.oldestOwedAt,
    href: withQuery('/messages', filter),
    decisions: verbs.map((verb, at) => ({ verb, label: t(`decide.${verb}`), isFirst: at === 0 })),
    filter,
  };
}

const NAMED_AT_MOST = 4;

function someOf(names: readonly string[]): string {
  const some = names.toSorted().slice(0, NAMED_AT_MOST).join(', ');
  return names.length > NAMED_AT_MOST ? `${some} +${names.length - NAMED_AT_MOST}` : some;
}

/** One message of a group. */
export interface MessageView {
  id: string;
  what: string;
  peer: string;
  title: string;
  href: string;
  state: { text: string; tone: Tone };
  cause: string;
  said?: string;
  attempts: string;
  lastAt?: string;
  next?: { text: string; at: string };
  owed: { text: string; at: string };
  hasDoubt: boolean;
  decisions: readonly { verb: Decision; label: string }[];
}

export function messageView(
  delivery: { id: string } & Delivery,
  { names, titles, reader }: { names: Named; titles: Named; reader: Reader },
): MessageView {
  const { t, may } = reader;
  const {
    id,
    what,
    peer,
    loan,
    state,
    cause = '',
    errorValue,
    attempts,
    lastAttemptAt,
    dueAt,
    owedAt,
  } = delivery;
  const hasDoubt = delivery.doubt === true || state === 'undecided';
  return {
    ...{ id, what, cause, hasDoubt },
    peer: names.get(peer) ?? peer,
    title: titles.get(loan) ?? t('row.untitled'),
    href: `/requests/${loan}`,
    state: {
      text: t(`message-state.${state}`),
      tone: (boardStates as readonly string[]).includes(state) ? toneOfState[state as BoardState] : 'plain',
    },
    attempts: t('messages.attempts', { n: attempts }),
    ...present({ said: errorValue, lastAt: lastAttemptAt }),
    ...(state === 'owed'
      ? { next: { at: dueAt, text: t('messages.next', { when: dateTimeText(dueAt, reader) }) } }
      : {}),
    owed: { at: owedAt, text: t('messages.owed', { when: dateTimeText(owedAt, reader) }) },
    decisions: (may('deliveries') ? decisionsFor[state] : [])
      .filter((verb) => verb !== 'compose-anew' || !hasDoubt)
      .map((verb) => ({ verb, label: t(`decide.${verb}`) })),
  };
}
