import { dice, type Dice } from './chance.js';

/** What can go wrong with one post. */
const postKinds = [
  'refused',
  'lost',
  'answer-lost',
  'delayed',
  'late',
  'doubled',
  'receiver-dies-before-commit',
  'receiver-dies-after-commit',
  'sender-dies-before-commit',
  'sender-dies-after-commit',
  'receiver-cannot-write',
] as const;

/** What can happen to a process over work that comes from no post. */
const workKinds = [
  'desk-dies-before-commit',
  'desk-dies-after-commit',
  'desk-cannot-write',
  'intake-dies-before-commit',
  'intake-dies-after-commit',
  'intake-cannot-write',
  'clocks-dies-before-commit',
  'clocks-dies-after-commit',
  'clocks-cannot-write',
] as const;

/** What can go wrong; everything else of the world goes by staff and clocks. */
export const faultKinds = [...postKinds, ...workKinds] as const;
export type FaultKind = (typeof faultKinds)[number];
type PostKind = (typeof postKinds)[number];

/** Whose work a process dies over: a person's act, a record that is handed in, its clocks. */
export type Work = 'desk' | 'intake' | 'clocks';
/** Where the next commit of a house goes wrong. */
export type Doom = 'dies-before-commit' | 'dies-after-commit' | 'cannot-write';

const dooms: readonly Doom[] = ['dies-before-commit', 'dies-after-commit', 'cannot-write'];
/** How likely each is for one piece of work. */
const workChances: Record<Work, number> = { desk: 0.002, intake: 0.008, clocks: 0.002 };

/** How likely each is for one post. */
const chances: Record<PostKind, number> = {
  refused: 0.02,
  lost: 0.012,
  'answer-lost': 0.02,
  delayed: 0.05,
  late: 0.012,
  doubled: 0.03,
  'receiver-dies-before-commit': 0.004,
  'receiver-dies-after-commit': 0.004,
  'sender-dies-before-commit': 0.004,
  'sender-dies-after-commit': 0.004,
  'receiver-cannot-write': 0.004,
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What becomes of one post. Times are milliseconds. */
export interface PostFate {
  /** It never arrives: surely not, or nobody can tell. */
  lost?: 'refused' | 'unknown';
  arrivesIn: number;
  /** The answer comes back this much later; nothing where it is lost. */
  answersIn: number | undefined;
  /** The same bytes arrive again, this much later. */
  againIn?: number;
  receiver?: 'dies-before-commit' | 'dies-after-commit' | 'cannot-write';
  sender?: 'dies-before-commit' | 'dies-after-commit';
}

/** Which post of which loan: `side` is 0 for what the requester sends and 1 for what its suppliers send. */
export interface PostPlace {
  loan: number;
  side: 0 | 1;
  number: number;
}

/** Which piece of work: of a loan and a side of it, or of a house's clocks. */
export interface WorkPlace {
  loan: number;
  side: number;
  number: number;
}

export interface FaultPlan {
  fateOf(place: PostPlace): PostFate;
  /** What goes wrong over a piece of work; mostly nothing. */
  deathAt(work: Work, place: WorkPlace): Doom | undefined;
  /** How often each kind has happened. */
  readonly counts: ReadonlyMap<FaultKind, number>;
  /** Names of the faults that happened, for leaving them out one by one. */
  readonly happened: ReadonlySet<string>;
}

/** Everything that the network does to posts, by chance. What is left out by name, or by its kind, does not happen. */
export function faultPlan(seed: number, without: ReadonlySet<string> = new Set()): FaultPlan {
  const counts = new Map<FaultKind, number>();
  const happened = new Set<string>();
  const takesPlace = (kind: FaultKind, place: WorkPlace): boolean => {
    const name = faultName(kind, place);
    if (without.has(kind) || without.has(name)) return false;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    happened.add(name);
    return true;
  };
  const happens = (kind: PostKind, place: PostPlace, thrown: Dice): boolean =>
    thrown.happens(chances[kind]) && takesPlace(kind, place);
  return {
    counts,
    happened,
    deathAt(work, place) {
      const thrown = dice(seed, `death of ${work}`, place.loan, place.side, place.number);
      const doomed = dooms.filter(() => thrown.happens(workChances[work]));
      return doomed.find((doom) => takesPlace(`${work}-${doom}`, place));
    },
    fateOf(place) {
      const thrown = dice(seed, 'network', place.loan, place.side, place.number);
      const delays = { out: thrown.between(50, 3_000), back: thrown.between(50, 2_000) };
      const long = thrown.between(0, 1);
      // All are thrown each time, so that what is left out changes nothing else.
      const is = Object.fromEntries(postKinds.map((kind) => [kind, happens(kind, place, thrown)])) as Record<
        PostKind,
        boolean
      >;
      return fate(is, { ...delays, long });
    },
  };
}

export function faultName(kind: FaultKind, { loan, side, number }: WorkPlace): string {
  return `${kind} ${loan}.${side}.${number}`;
}

function fate(
  is: Record<PostKind, boolean>,
  { out, back, long }: { out: number; back: number; long: number },
): PostFate {
  const arrivesIn = is.late ? 2 * MINUTE + long * 6 * HOUR : is.delayed ? out + 30 * SECOND * long : out;
  return {
    arrivesIn,
    answersIn: is['answer-lost'] ? undefined : back,
    ...(is.refused ? { lost: 'refused' as const } : is.lost ? { lost: 'unknown' as const } : {}),
    ...(is.doubled ? { againIn: 5 * SECOND + long * 12 * HOUR } : {}),
    ...some('receiver', receiverOf(is)),
    ...some('sender', senderOf(is)),
  };
}

function receiverOf(is: Record<PostKind, boolean>): PostFate['receiver'] {
  if (is['receiver-dies-before-commit']) return 'dies-before-commit';
  if (is['receiver-dies-after-commit']) return 'dies-after-commit';
  return is['receiver-cannot-write'] ? 'cannot-write' : undefined;
}

function senderOf(is: Record<PostKind, boolean>): PostFate['sender'] {
  if (is['sender-dies-before-commit']) return 'dies-before-commit';
  return is['sender-dies-after-commit'] ? 'dies-after-commit' : undefined;
}

function some<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
