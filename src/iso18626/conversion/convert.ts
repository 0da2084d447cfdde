import { compileEdition } from '../edition.js';
import type { Edition } from '../edition.js';
import type { Message } from '../message.js';
import { defaultLimits } from '../reading/reading.js';
import { canSay, lose } from './draft.js';
import type { Draft } from './draft.js';
import { Said } from './loss.js';
import type { Loss, NoteLine } from './loss.js';
import { inLine, labelOf, makeNote } from './note.js';
import type { Practice } from './practice.js';
import { rules } from './rules.js';
import { sweep } from './sweep.js';
import type { Properties, Unsaid } from './sweep.js';

/** The rule that holds where no other does. */
const inWords = 'in-words';
/** The note of each message that has one: the structure that holds it, or the message itself. */
const notes: Partial<Record<Message['kind'], 'serviceInfo' | 'messageInfo' | ''>> = {
  request: 'serviceInfo',
  supplyingAgencyMessage: 'messageInfo',
  requestingAgencyMessage: '',
};

/**
 * A canonical message as an edition can say it: what it has no element for is said another way where the rules know one,
 * else as a line of the note, else not; and all of it is listed. The message comes back as it is where nothing is lost.
 * Source: iso18626.md 1.4, 2.4, 3.9 to 3.13, 7.1 nr. 17.
 */
export function convert(
  message: Message,
  edition: Edition,
  practice: Practice = {},
): { message: Message; losses: Loss[] } {
  const compiled = compileEdition(edition);
  const structure = compiled.messages.get(message.kind);
  if (structure === undefined) return { message, losses: [] };
  const draft: Draft = { message, edition: compiled, practice, losses: [], lines: [] };
  for (const rule of rules) if (rule.applies(draft)) rule.apply(draft);
  const swept = sweep(draft.message as unknown as Properties, structure, edition);
  draft.message = swept.message as unknown as Message;
  takeUp(draft, swept.unsaid);
  writeNote(draft);
  return { message: draft.message, losses: draft.losses };
}

/** Values with one label share a line. */
function takeUp(draft: Draft, unsaid: readonly Unsaid[]): void {
  const byLabel = new Map<string, Unsaid[]>();
  for (const one of unsaid) {
    if (!one.isForNote) lose(draft, { said: Said.Not, rule: inWords }, one.values);
    else byLabel.set(labelOf(one.place), [...(byLabel.get(labelOf(one.place)) ?? []), one]);
  }
  for (const [label, ones] of byLabel)
    draft.lines.push({
      text: `${label}: ${ones.map(({ text }) => inLine(text)).join('; ')}`,
      says: ones.flatMap(({ values }) => values),
      rule: inWords,
    });
}

function writeNote(draft: Draft): void {
  const { lead, tail, lines, practice, message } = draft;
  const limit = practice.noteLimit ?? defaultLimits.note;
  const own = ownNote(message);
  const isShort = own === undefined || own.length <= limit;
  if (lead === undefined && lines.length === 0 && isShort) return;
  if (!hasNote(draft)) return settle(draft, new Set());
  const { text, said, isCut } = makeNote({ lead, own, lines, tail, limit });
  draft.message = withNote(message, text);
  settle(draft, said);
  const path = [message.kind, notes[message.kind], 'note'].filter(Boolean).join('/');
  if (isCut) lose(draft, { said: Said.Not, rule: 'note-limit' }, [{ path, privacy: 'text' }]);
}

function settle(draft: Draft, said: ReadonlySet<NoteLine>): void {
  for (const line of draft.lines)
    lose(draft, { said: said.has(line) ? Said.InNote : Said.Not, rule: line.rule }, line.says);
}

function holderOf(message: Message): Record<string, unknown> | undefined {
  const holder = notes[message.kind];
  const properties = message as unknown as Record<string, Record<string, unknown> | undefined>;
  if (holder === undefined) return undefined;
  return holder === '' ? properties : properties[holder];
}

/** A request without serviceInfo has no place for one. */
function hasNote(draft: Draft): boolean {
  if (holderOf(draft.message) === undefined) return false;
  return canSay(draft, ...[notes[draft.message.kind] ?? '', 'note'].filter(Boolean));
}

function ownNote(message: Message): string | undefined {
  return holderOf(message)?.['note'] as string | undefined;
}

function withNote(message: Message, note: string): Message {
  const holder = notes[message.kind] ?? '';
  if (note === '') return message;
  const inner = { ...holderOf(message), note };
  return (holder === '' ? inner : { ...message, [holder]: inner }) as unknown as Message;
}
