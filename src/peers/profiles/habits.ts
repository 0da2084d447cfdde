import type { Initiating } from '../../iso18626/index.js';
import { noteOf, withNote } from '../rules/notes.js';
import type { AnswerMeaning, Applied, Hindrance, PeerAnswer, RemarkCode } from '../rules/index.js';
import type { BoundRule, Wire } from './wire.js';
import { inZone } from './zoneless-times.js';

/** What holds of a peer that has no habits. */
type Habits = { wire?: Wire | undefined };

/** A message in a peer's habits, and how it came to be so. */
export interface Habitual {
  message: Initiating;
  /** Names of the rules that changed it or had something to say. */
  rules: readonly string[];
  remarks: readonly RemarkCode[];
  losses: readonly string[];
}

const nothing: readonly never[] = [];

/**
 * Our canonical message as this peer wants it said, before it is written in the peer's edition. A person's words that look
 * like a marker that the peer reads are made harmless first.
 */
export function inTheirHabits({ wire }: Habits, message: Initiating): Habitual {
  if (wire === undefined) return { message, rules: nothing, remarks: nothing, losses: nothing };
  return habitual(harmless(message, wire.reads), wire.outgoing, 'outgoing');
}

/** A peer's message as it means it, after it was read. */
export function asTheyMeanIt({ wire }: Habits, message: Initiating): Habitual {
  if (wire === undefined) return { message, rules: nothing, remarks: nothing, losses: nothing };
  const zone = wire.times?.zone;
  const zoned = zone === undefined ? message : inZone(message, zone);
  const begun =
    zoned === message ? noHabit(message) : { ...noHabit(zoned), remarks: ['zone-assumed'] as const };
  return habitual(begun, wire.incoming, 'incoming');
}

function noHabit(message: Initiating): Habitual {
  return { message, rules: nothing, remarks: nothing, losses: nothing };
}

function habitual(begun: Habitual, bound: readonly BoundRule[], way: 'incoming' | 'outgoing'): Habitual {
  return bound.reduce((so, { rule, parameters }) => {
    const applied = rule[way]?.(so.message, parameters);
    return applied === undefined ? so : afterRule(so, rule.name, applied);
  }, begun);
}

function afterRule(so: Habitual, rule: string, { message, remarks = [], losses = [] }: Applied): Habitual {
  const saidNothing = remarks.length === 0 && losses.length === 0;
  if (saidNothing && (message === so.message || isSame(message, so.message))) return so;
  return {
    message,
    rules: [...so.rules, rule],
    remarks: [...new Set([...so.remarks, ...remarks])],
    losses: [...so.losses, ...losses],
  };
}

/** A rule may hand back an equal copy. */
function isSame(one: Initiating, other: Initiating): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A blank after the `#` or `[` is enough for a machine, and people read on. */
function harmless(message: Initiating, reads: readonly RegExp[]): Habitual {
  const note = noteOf(message);
  if (note === undefined || !reads.some((marker) => marker.test(note))) return noHabit(message);
  const told = reads.reduce(
    (text, marker) =>
      text.replace(new RegExp(marker.source, 'gi'), (found) => `${found.charAt(0)} ${found.slice(1)}`),
    note,
  );
  return {
    message: withNote(message, told),
    rules: nothing,
    remarks: ['marker-neutralised'],
    losses: [],
  };
}

/** The message with so many bytes less in its note; nothing where that would leave none of it. */
export function noteShortened(message: Initiating, bytes: number): Initiating | undefined {
  const note = noteOf(message);
  const kept = (note?.length ?? 0) - bytes - SPARE;
  return note === undefined || kept <= 0
    ? undefined
    : withNote(message, `${note.slice(0, kept).trimEnd()} […]`);
}

/** Room for the mark that something is missing, and for what rules put around a note. */
const SPARE = 64;

/** What an answer of this peer means, where it is not what the standard says. */
export function meaningOf({ wire }: Habits, answer: PeerAnswer): AnswerMeaning | undefined {
  for (const { rule, parameters } of wire?.answered ?? nothing) {
    const meaning = rule.answered?.(answer, parameters);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Why a message cannot go to this peer now. */
export function hindranceOf({ wire }: Habits, message: Initiating): Hindrance | undefined {
  for (const { rule, parameters } of wire?.hindered ?? nothing) {
    const hindrance = rule.hindered?.(message, parameters);
    if (hindrance !== undefined) return hindrance;
  }
  return undefined;
}
