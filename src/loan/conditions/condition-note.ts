import { ConditionMark, type ConditionMoment, type ConditionReport } from '../model/loan-record.js';
import type { Role } from '../model/states.js';
import { momentsOf } from './condition-given.js';

const moments: Record<ConditionMoment, string> = {
  shipped: 'when we sent it',
  arrived: 'when it arrived here',
  returned: 'when we sent it back',
  'checked-in': 'when it was back here',
};

const marks: Record<ConditionMark, string> = {
  good: 'good',
  worn: 'worn',
  torn: 'torn',
  wet: 'wet',
  spine: 'binding damaged',
  'missing-pages': 'parts missing',
  annotations: 'annotated',
  stained: 'stained',
};

const tail =
  /\s*\[ill:condition v1 when=([a-z-]{1,20})(?: marks=([a-z,-]{1,200}))?(?: photos=(\d{1,3}))?\](?:\s*#seq:\d+#)?\s*$/;
const sentence = /^Condition of the item when [^.:]{1,60}(?:: [^.]{1,200})?\.\s*/;

/**
 * What the other side reads of how the item looks: a sentence for people, what staff add, then a tail that a gateway
 * reads. No edition has elements for it. Source: practice.md 5.5; iso18626.md 3.9.
 */
export function conditionNote(
  report: Pick<ConditionReport, 'when' | 'marks'>,
  { words, photos }: { words: string | undefined; photos: number },
): string {
  const seen = report.marks.map((mark) => marks[mark]).join(', ');
  const said = `Condition of the item ${moments[report.when]}${seen === '' ? '' : `: ${seen}`}.`;
  const facts = [
    `when=${report.when}`,
    ...(report.marks.length === 0 ? [] : [`marks=${report.marks.join(',')}`]),
    ...(photos === 0 ? [] : [`photos=${photos}`]),
  ];
  return [said, words, `[ill:condition v1 ${facts.join(' ')}]`].filter(Boolean).join(' ');
}

/** What a note that came in tells of the item. */
export interface ConditionTold {
  when: ConditionMoment;
  marks: readonly ConditionMark[];
  /** Pictures that the other side keeps. */
  photosThere?: number;
  words?: string;
}

/** Reads a note that ends with the tail, of a moment at which the other side has the item. What it does not know is left out. */
export function conditionIn(note: string | undefined, teller: Role): ConditionTold | undefined {
  const read = note === undefined ? null : tail.exec(note);
  const when = momentsOf[teller].find((moment) => moment === read?.[1]);
  if (note === undefined || read === null || when === undefined) return undefined;
  const named = new Set((read[2] ?? '').split(','));
  const photos = Number(read[3] ?? 0);
  const words = note.slice(0, read.index).replace(sentence, '').trim();
  return {
    when,
    marks: Object.values(ConditionMark).filter((mark) => named.has(mark)),
    ...(photos === 0 ? {} : { photosThere: photos }),
    ...(words === '' ? {} : { words }),
  };
}
