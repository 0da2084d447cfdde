import { NoteTail, noteTail, tailIn } from '../../iso18626/index.js';
import { ConditionMark, type ConditionMoment, type ConditionReport } from '../model/loan-record.js';
import type { Role } from '../model/states.js';
import { present } from '../present.js';
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
  const facts = present({
    when: report.when,
    marks: report.marks.length === 0 ? undefined : report.marks.join(','),
    photos: photos === 0 ? undefined : String(photos),
  });
  return [said, words, noteTail(NoteTail.Condition, facts)].filter(Boolean).join(' ');
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
  const tail = tailIn(note);
  if (tail?.name !== NoteTail.Condition) return undefined;
  const { facts, before } = tail;
  const when = momentsOf[teller].find((moment) => moment === facts['when']);
  if (when === undefined) return undefined;
  const named = new Set(facts['marks']?.split(','));
  const photos = /^\d{1,3}$/.test(facts['photos'] ?? '') ? Number(facts['photos']) : 0;
  const words = before.replace(sentence, '').trim();
  return {
    when,
    marks: Object.values(ConditionMark).filter((mark) => named.has(mark)),
    ...(photos === 0 ? {} : { photosThere: photos }),
    ...(words === '' ? {} : { words }),
  };
}
