import { allById, byId, noneById, withId } from '../by-id.js';
import { ActRefusal, type ActOf, type Refused } from '../acts/act.js';
import { done, refused, type ActCase, type ActOutcome, type EitherRule } from '../acts/act-rule.js';
import { notify, whyNotNotify } from '../acts/notify.js';
import { nowOf } from '../case.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type SealedText } from '../happening.js';
import { ConditionMoment, type ConditionReport, type Photo } from '../model/loan-record.js';
import type { Role, TransactionStateName } from '../model/states.js';
import { present } from '../present.js';
import {
  conditionMarks,
  defaultFileRules,
  momentsOf,
  fileBytesOf,
  saysNothing,
  type ConditionGiven,
  type PhotoGiven,
} from './condition-given.js';
import { conditionNote } from './condition-note.js';

const out: readonly TransactionStateName[] = ['Loaned', 'Overdue', 'Recalled', 'HoldReturn'];
const over: readonly TransactionStateName[] = ['LoanCompleted', 'CompletedWithoutReturn'];
/** Where an item is there to be looked at, or was. */
const seen: Readonly<Record<Role, ReadonlySet<TransactionStateName>>> = {
  supplier: new Set<TransactionStateName>(['WillSupply', ...out, ...over]),
  requester: new Set<TransactionStateName>(['Received', 'ShippedReturn', ...out, ...over]),
};

/**
 * Staff write down how the item looks, with pictures: with an act that has it in hand, or afterwards. Words and pictures
 * are sealed; the entry holds each picture's hash. Source: practice.md 5.5.
 */
export const reportCondition: EitherRule<'report-condition'> = {
  whyNot: ({ state }) => {
    if (state.serviceType === 'Copy') return ActRefusal.NotALoan;
    return seen[state.role].has(state.state) ? undefined : ActRefusal.NotInThisState;
  },
  perform: (c, act) => writeDown(c, act),
};

function writeDown(c: ActCase, act: Omit<ActOf<'report-condition'>, 'verb'>): ActOutcome {
  const given = act.condition ?? {};
  const wrong = faultIn(c, given);
  if (wrong !== undefined) return wrong;
  const when = momentIn(c, act.when);
  const marks = marksIn(given);
  if (when === undefined || marks === undefined) return refused(ActRefusal.ConditionUnreadable);
  return done(reported(c, given, { when, marks }));
}

function faultIn(c: ActCase, given: ConditionGiven): Refused | undefined {
  if (saysNothing(given)) return refused(ActRefusal.ConditionMissing);
  if (!isItemKnown(c, given.itemId)) return refused(ActRefusal.ItemUnknown);
  const whyNot = given.tell === true ? whyNotNotify(c) : undefined;
  return whyNot === undefined ? photoFault(c, given.photos ?? []) : refused(whyNot);
}

function isItemKnown({ state }: ActCase, itemId: string | undefined): boolean {
  return (
    itemId === undefined || Object.values(state.volumes ?? {}).some((volume) => volume.itemId === itemId)
  );
}

function photoFault({ ctx, view }: ActCase, photos: readonly PhotoGiven[]): Refused | undefined {
  const { photosPerReport, bytesPerRequest } = ctx.files ?? defaultFileRules;
  if (photos.length === 0) return undefined;
  if (photos.length > photosPerReport) return refused(ActRefusal.TooManyPhotos, `${photosPerReport}.`);
  const bytes = photos.reduce((sum, photo) => sum + photo.bytes, fileBytesOf(view.record));
  return bytes > bytesPerRequest ? refused(ActRefusal.FilesFull) : undefined;
}

/** The moment that was named, where this side has the item then; else the newest that it can be. */
function momentIn({ state }: ActCase, when: string | undefined): ConditionMoment | undefined {
  if (when !== undefined) return momentsOf[state.role].find((moment) => moment === when);
  if (state.role === 'requester')
    return state.returnShipped === undefined ? ConditionMoment.Arrived : ConditionMoment.Returned;
  return over.includes(state.state) ? ConditionMoment.CheckedIn : ConditionMoment.Shipped;
}

function marksIn({ marks = [] }: ConditionGiven): ConditionReport['marks'] | undefined {
  const known = conditionMarks.filter((mark) => marks.includes(mark));
  return known.length === new Set(marks).size ? known : undefined;
}

function reported(
  c: ActCase,
  given: ConditionGiven,
  seenAt: Pick<ConditionReport, 'when' | 'marks'>,
): ReturnType<typeof happened> {
  const newId = (): string => c.ctx.at.newId();
  const id = newId();
  const words = given.looks?.trim() || undefined;
  const text = words === undefined ? undefined : newId();
  const photos = new Map((given.photos ?? []).map((photo) => [newId(), photo]));
  const isTold = given.tell === true;
  const report: ConditionReport = present({
    ...seenAt,
    by: 'us' as const,
    at: nowOf(c.ctx),
    text,
    itemId: given.itemId,
    told: isTold || undefined,
    photos: photos.size === 0 ? undefined : plain(photos),
  });
  return happened(HappeningKind.ConditionReported, {
    because: 'Staff write down how the item looks.',
    record: { ...c.view.record, conditions: withId(c.view.record.conditions, id, report) },
    ...(isTold ? telling(c, report, words) : {}),
    sealed: sealedOf(text, words, photos),
    facts: {
      ...{ condition: id, when: report.when, marks: report.marks.join(',') },
      ...{ photos: photos.size, told: isTold },
    },
  });
}

/** The other side reads of it in a note. */
function telling(
  c: ActCase,
  report: ConditionReport,
  words: string | undefined,
): Pick<Happening, 'transactions' | 'owe'> {
  const photos = Object.keys(report.photos ?? {}).length;
  const { state, owe } = notify(c, conditionNote(report, { words, photos }));
  return { transactions: byId(c.transaction, state), owe };
}

function sealedOf(
  text: string | undefined,
  words: string | undefined,
  photos: ReadonlyMap<string, PhotoGiven>,
): Record<string, SealedText> | undefined {
  const sealed = noneById<SealedText>();
  if (text !== undefined) sealed[text] = { purpose: 'report', value: words ?? '' };
  for (const [id, { content, sha256 }] of photos) sealed[id] = { purpose: 'photo', value: content, sha256 };
  return Object.keys(sealed).length === 0 ? undefined : sealed;
}

/** What the record has of each: all but its bytes. */
function plain(photos: ReadonlyMap<string, PhotoGiven>): Record<string, Photo> {
  return allById(
    [...photos].map(([id, { type, bytes, width, height, sha256 }]) => [
      id,
      { type, bytes, width, height, sha256 },
    ]),
  );
}
