import {
  isAwaited,
  isDifference,
  syncSentence,
  type InSync,
  type Role,
  type Standing,
} from '../../loan/index.js';
import { plain } from '../terminal/text.js';
import { dayOf, minuteOf } from '../terminal/times.js';

const NO_QUESTION =
  'As the supplier we have no question to ask in ISO 18626: what they ask and do shows what they know.';

/** Whether both sides agree: what was found and when; where they differ, how each stands and what to do. */
export function inSyncLines(inSync: InSync | undefined, role: Role): string[] {
  if (inSync === undefined) return [];
  return [
    ...foundLines(inSync),
    ...(isDifference(inSync) ? [...standing('here', inSync.ours), ...standing('there', inSync.theirs)] : []),
    ...askedLines(inSync),
    ...(role === 'supplier' ? [NO_QUESTION] : []),
  ];
}

function foundLines({ verdict, foundAt, followedFrom, why }: InSync): string[] {
  if (verdict === undefined || foundAt === undefined) return [];
  const found = `${minuteOf(foundAt)}  ${syncSentence(verdict)}`;
  const followed = followedFrom === undefined ? [] : [`We were behind (${followedFrom}) and have followed.`];
  return [found, ...followed, ...(why === undefined ? [] : [plain(why)])];
}

function askedLines(inSync: InSync): string[] {
  const { askedAt } = inSync;
  return askedAt !== undefined && isAwaited(inSync) ? [`Asked ${minuteOf(askedAt)}; no answer yet.`] : [];
}

function standing(side: string, found: Standing | undefined): string[] {
  if (found === undefined) return [];
  const due = found.dueDate === undefined ? '' : `, due ${dayOf(found.dueDate) ?? ''}`;
  return [`${side.padEnd(6)} ${plain(found.status)}${due}`];
}
