import type { RequestDetail } from '../../desk/index.js';
import { isAwaited, isDifference, type InSync, type Standing } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateText } from '../frame/times.js';
import { wordOf } from '../words/word-of.js';

/** How one side stands, in words. */
export interface StandingView {
  status: string;
  due?: string;
}

/** Whether both sides agree, as far as anything has shown it. */
export interface InSyncView {
  verdict?: { text: string; tone: Tone; isAgreed: boolean; at: string };
  /** What to do about a difference. */
  todo?: string;
  ours?: StandingView;
  theirs?: StandingView;
  followed?: string;
  asked?: { text: string; at: string };
  why?: string;
  isSupplier: boolean;
}

export function inSyncView({ view }: RequestDetail, reader: Reader): InSyncView | undefined {
  const state = view.transactions.get(view.record.current ?? '');
  if (state?.inSync === undefined) return undefined;
  const { inSync, role } = state;
  return present({
    verdict: verdictOf(inSync, reader),
    todo: isDifference(inSync) ? reader.t(`in-sync.todo.${inSync.verdict}`) : undefined,
    ...sidesOf(inSync, reader),
    followed: followedOf(inSync, reader),
    asked: askedOf(inSync, reader),
    why: inSync.why,
    isSupplier: role === 'supplier',
  });
}

function verdictOf(inSync: InSync, { t }: Reader): InSyncView['verdict'] {
  const { verdict, foundAt } = inSync;
  if (verdict === undefined || foundAt === undefined) return undefined;
  const text = t(`in-sync.is.${verdict}`);
  return { text, tone: toneOf(inSync), at: foundAt, isAgreed: verdict === 'agrees' };
}

/** Beside each other only where they differ. */
function sidesOf(inSync: InSync, reader: Reader): Pick<InSyncView, 'ours' | 'theirs'> {
  const { ours, theirs } = inSync;
  if (!isDifference(inSync) || ours === undefined || theirs === undefined) return {};
  return { ours: standing(ours, reader), theirs: standing(theirs, reader) };
}

function followedOf({ followedFrom }: InSync, { t }: Reader): string | undefined {
  if (followedFrom === undefined) return undefined;
  return t('in-sync.followed', { from: wordOf(t, 'state', followedFrom) });
}

function askedOf(inSync: InSync, { t }: Reader): InSyncView['asked'] {
  const { askedAt, by } = inSync;
  if (askedAt === undefined) return undefined;
  if (isAwaited(inSync)) return { text: t(`in-sync.asked.${by}`), at: askedAt };
  return { text: t(`in-sync.was.${by}`), at: askedAt };
}

function toneOf(inSync: InSync): Tone {
  if (isDifference(inSync)) return 'bad';
  return inSync.verdict === 'agrees' ? 'good' : 'plain';
}

/** What a requester says is no status but an action. */
function standing({ status, dueDate }: Standing, reader: Reader): StandingView {
  const { t } = reader;
  const word = wordOf(t, 'state', status);
  return present({
    status: word === status ? wordOf(t, 'heard', status) : word,
    due: dueDate === undefined ? undefined : dateText(dueDate, reader),
  });
}
