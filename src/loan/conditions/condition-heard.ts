import { byId, withId } from '../by-id.js';
import { nowOf } from '../case.js';
import type { RequesterCase, SupplierCase } from '../context.js';
import type { Happening } from '../happening.js';
import type { ConditionReport } from '../model/loan-record.js';
import { present } from '../present.js';
import { conditionsBy } from './condition-given.js';
import { conditionIn } from './condition-note.js';

/** Beyond so many a peer's reports are notes like others: the record does not grow with what a peer writes. */
const MOST_OF_PEER = 20;

/** What a note of the other side tells of how the item looks, as the record has it then; its words are sealed. */
export function conditionHeard(
  { ctx, view: { record } }: SupplierCase | RequesterCase,
  note: string | undefined,
): Pick<Happening, 'record' | 'sealed'> | undefined {
  const told = conditionIn(note, record.role === 'supplier' ? 'requester' : 'supplier');
  if (told === undefined || conditionsBy(record, 'peer').length >= MOST_OF_PEER) return undefined;
  const { words, ...looks } = told;
  const text = words === undefined ? undefined : ctx.at.newId();
  const report: ConditionReport = present({ ...looks, by: 'peer' as const, at: nowOf(ctx), text });
  return present({
    record: { ...record, conditions: withId(record.conditions, ctx.at.newId(), report) },
    sealed: text === undefined ? undefined : byId(text, { purpose: 'report' as const, value: words ?? '' }),
  });
}
