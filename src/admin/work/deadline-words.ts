import type { Instant, WorkQueue } from '../../loan/index.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateText, dateTimeText, momentOf, workingDaysUntil } from '../frame/times.js';

export interface DeadlineView {
  text: string;
  tone: Tone;
  at: Instant;
}

const hour = 3_600_000;
const day = 24 * hour;

/** A deadline in words: by when, and how much is left; `answer by Thu 14:00, 1 working day left`. */
export function deadlineView(queue: WorkQueue, at: Instant, reader: Reader): DeadlineView {
  const { t, now } = reader;
  const left = momentOf(at).getTime() - now.getTime();
  if (queue === 'overdue')
    return {
      at,
      tone: 'bad',
      text: joined(t('until.overdue', { date: dateText(at, reader) }), overText(left, reader)),
    };
  const when = t('deadline.by', { when: dateTimeText(at, reader) });
  const text = joined(
    t(`until.${queue}`, { when }),
    left < 0 ? overText(left, reader) : leftText(at, left, reader),
  );
  return { at, text, tone: toneOf(left, queue) };
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ');
}

function leftText(at: Instant, left: number, reader: Reader): string {
  const { t } = reader;
  if (left < hour) return t('deadline.minutes', { n: Math.max(1, Math.floor(left / 60_000)) });
  if (left < day) return t('deadline.hours', { n: Math.floor(left / hour) });
  return t('deadline.working-days', { n: workingDaysUntil(at, reader) });
}

/** Nothing where a due date lies ahead: whoever asked wants it back earlier. */
function overText(left: number, { t }: Reader): string | undefined {
  if (left >= 0) return undefined;
  const over = -left;
  return over < day
    ? t('deadline.over-hours', { n: Math.floor(over / hour) })
    : t('deadline.over-days', { n: Math.floor(over / day) });
}

/** Waiting for somebody else is no reason for a colour until it takes too long. */
function toneOf(left: number, queue: WorkQueue): Tone {
  if (left < 0) return 'bad';
  if (queue === 'due-soon' || queue === 'problem') return 'warn';
  return left < day ? 'warn' : 'plain';
}
