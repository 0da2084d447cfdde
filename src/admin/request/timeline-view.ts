import type { RequestDetail } from '../../desk/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { isOfLadder, LADDER, type Instant, type PlannedEvent } from '../../loan/index.js';
import type { IconName } from '../frame/icons.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { keyOf, wordOf } from '../words/word-of.js';
import { messageSentence } from './message-view.js';

/** What of a request's story is shown. */
export const timelineFilters = ['all', 'peer', 'staff', 'automatic', 'failed'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

export interface TimelineLine {
  key: string;
  at: Instant;
  isPlanned: boolean;
  text: string;
  /** The ledger's own words, which are English. */
  because?: string;
  who?: string;
  tone: Tone;
  icon: IconName;
  seq?: number;
  /** The message that it is about, on the same page. */
  message?: string;
  /** What the other system's habits say beside the standard's words. */
  remarks?: readonly string[];
  /** What it is not told, or is told in another way. */
  losses?: string;
  /** What was said at a call. */
  call?: string;
  /** What staff can do with what is planned: hold it, or let it go. */
  hold?: { verb: 'hold-clock' | 'release-clock'; clock: string; isLadder: boolean; heldAt?: Instant };
  /** The notice that it is about, on the same page. */
  notice?: string;
  /** Attempts to deliver: how the other system answered. */
  attempt?: string;
}

/** What happened and what is planned, the newest first. */
export function timelineOf(
  {
    entries,
    planned,
    peerNames,
    calls,
    view: {
      record: { clockHolds = {} },
    },
  }: Pick<RequestDetail, 'entries' | 'planned' | 'peerNames' | 'calls' | 'view'>,
  filter: TimelineFilter,
  reader: Reader,
): TimelineLine[] {
  const past = entries
    .filter(
      (entry) => filter === 'all' || kindOf(entry) === filter || (filter === 'failed' && isFailed(entry)),
    )
    .map((entry) => ({ ...lineOf(entry, peerNames, reader), ...callIn(entry, calls) }));
  const coming = filter === 'all' || filter === 'automatic' ? planned : [];
  const ahead = coming.map((event): TimelineLine => ({
    key: event.id,
    at: event.at,
    isPlanned: true,
    text: reader.t(`rule.${event.rule}`),
    because: event.because,
    ...holdOf(event, clockHolds),
    tone: 'plain',
    icon: 'clock',
  }));
  return [...ahead.reverse(), ...past.reverse()];
}

function kindOf({ actor }: SealedEntry): TimelineFilter {
  if (actor.kind === 'peer') return 'peer';
  return actor.kind === 'person' || actor.kind === 'library' ? 'staff' : 'automatic';
}

const failedKinds: ReadonlySet<string> = new Set([
  'act-refused',
  'message-refused',
  'delivery-given-up',
  'notice-bounced',
]);

/** States in which a notice did not get through, as far as anybody knows. */
const failedNotices: ReadonlySet<unknown> = new Set(['failed', 'in-doubt', 'bounced']);

function isFailed({ kind, facts = {} }: SealedEntry): boolean {
  const outcome = facts['class'];
  return (
    failedKinds.has(kind) ||
    (kind === 'notice-settled' && failedNotices.has(facts['noticeState'])) ||
    (typeof outcome === 'string' && !['answered', 'already-had'].includes(outcome))
  );
}

function lineOf(entry: SealedEntry, peerNames: ReadonlyMap<string, string>, reader: Reader): TimelineLine {
  const { seq, at, kind, because, facts = {} } = entry;
  const body = facts['bodyId'];
  const isBad = isFailed(entry);
  return {
    key: String(seq),
    at,
    seq,
    isPlanned: false,
    text: sentenceOf(entry, reader),
    because,
    who: whoOf(entry, peerNames, reader),
    tone: isBad ? 'bad' : kind === 'message-confirmed' ? 'good' : 'plain',
    icon: isBad ? 'alert' : iconOf(entry),
    ...(typeof body === 'string' ? { message: body } : {}),
    ...noticeIn(entry),
    ...attemptOf(entry, reader),
    ...habitsOf(entry, reader),
  };
}

function habitsOf({ facts = {} }: SealedEntry, { t }: Reader): Pick<TimelineLine, 'remarks' | 'losses'> {
  const remarks = textsOf(facts['remarks']).flatMap((code) => {
    const key = keyOf('remark', code);
    return key === undefined ? [] : [t(key)];
  });
  const losses = textsOf(facts['losses']);
  return {
    ...(remarks.length === 0 ? {} : { remarks }),
    ...(losses.length === 0 ? {} : { losses: t('preview.losses', { losses: losses.join(', ') }) }),
  };
}

/** Whether several rungs of the overdue ladder are ahead that nobody holds. */
export function canHoldLadder({ planned }: Pick<RequestDetail, 'planned'>): boolean {
  return planned.filter(({ id, heldAt }) => isOfLadder(id) && heldAt === undefined).length > 1;
}

/** What the ladder holds is let go with the ladder. */
function holdOf(
  { id, holdable, heldAt }: PlannedEvent,
  clockHolds: Readonly<Record<string, Instant>>,
): Pick<TimelineLine, 'hold'> {
  if (!holdable) return {};
  if (heldAt === undefined) return { hold: { verb: 'hold-clock', clock: id, isLadder: false } };
  const isLadder = clockHolds[id] === undefined;
  return { hold: { verb: 'release-clock', clock: isLadder ? LADDER : id, isLadder, heldAt } };
}

function noticeIn({ changes }: SealedEntry): Pick<TimelineLine, 'notice'> {
  const notice = changes.find(({ aggregate }) => aggregate === 'notice')?.id;
  return notice === undefined ? {} : { notice };
}

function callIn({ facts = {} }: SealedEntry, calls: RequestDetail['calls']): { call?: string } {
  const call = calls.get(textOf(facts['call']) ?? '');
  return call === undefined ? {} : { call };
}

function textsOf(fact: unknown): string[] {
  return Array.isArray(fact) ? fact.filter((one): one is string => typeof one === 'string') : [];
}

function iconOf({ kind, actor }: SealedEntry): IconName {
  if (kind === 'message-confirmed') return 'done';
  if (kind === 'message-received' || kind === 'request-received') return 'in';
  if (actor.kind === 'clock') return 'clock';
  return actor.kind === 'person' ? 'person' : 'out';
}

function attemptOf({ facts = {} }: SealedEntry, { t }: Reader): { attempt?: string } {
  const { attempt, cause, durationMs, statusCode } = facts;
  if (typeof attempt !== 'number') return {};
  const parts = [
    t('delivery.attempt', { n: attempt, cause: typeof cause === 'string' ? cause : '–' }),
    typeof statusCode === 'number' ? `HTTP ${statusCode}` : '',
    typeof durationMs === 'number' ? t('delivery.duration', { ms: durationMs }) : '',
  ];
  return { attempt: parts.filter(Boolean).join(' · ') };
}

/** What an entry tells, from its open facts, in the reader's language. */
export function sentenceOf(entry: SealedEntry, reader: Reader): string {
  const { kind, facts = {} } = entry;
  const { t } = reader;
  const told = tellers[kind]?.(facts, reader);
  if (told !== undefined) return told;
  const verb = textOf(facts['verb']);
  const words = {
    what: textOf(facts['what']) ?? '',
    verb: verb === undefined ? '' : wordOf(t, 'verb', verb),
    notice: wordOf(t, 'notice-kind', textOf(facts['notice']) ?? ''),
    noticeState: wordOf(t, 'notice-state', textOf(facts['noticeState']) ?? ''),
    kind,
  };
  return t(keyOf('event', kind) ?? 'event.other', words);
}

type Facts = NonNullable<SealedEntry['facts']>;

/** Kinds whose facts say more than the kind alone. */
const tellers: Readonly<Record<string, (facts: Facts, reader: Reader) => string | undefined>> = {
  'message-received'(facts, reader) {
    const heard = messageSentence(textOf(facts['what']) ?? '', 'in', reader);
    if (heard === undefined) return undefined;
    return facts['refused'] === true ? `${heard} ${reader.t('told.refused')}` : heard;
  },
  'message-owed': (facts, reader) => messageSentence(textOf(facts['what']) ?? '', 'out', reader),
  act(facts, { t }) {
    if (facts['verb'] !== 'log-call') return undefined;
    const part = (name: string): string => wordOf(t, name, textOf(facts[name]) ?? '');
    const result = facts['result'] === undefined ? 'no' : 'yes';
    return t('call.logged', {
      ...{ party: part('party'), direction: part('direction'), channel: part('channel') },
      ...{ hasResult: result, result: result === 'yes' ? part('result') : '' },
    });
  },
  'clock-struck'(facts, { t }) {
    const rule = textOf(facts['rule']);
    return rule === undefined ? undefined : wordOf(t, 'rule', rule);
  },
};

function whoOf(
  { actor }: SealedEntry,
  peerNames: ReadonlyMap<string, string>,
  { t, userId }: Reader,
): string {
  switch (actor.kind) {
    case 'peer':
      return peerNames.get(actor.id) ?? t('timeline.by-peer');
    case 'person':
      return t(actor.id === userId ? 'timeline.by-you' : 'timeline.by-staff');
    case 'library':
      return t('timeline.by-library');
    case 'clock':
      return t('timeline.by-clock');
    case 'system':
      return t('timeline.by-system');
  }
}

function textOf(fact: unknown): string | undefined {
  return typeof fact === 'string' ? fact : undefined;
}
