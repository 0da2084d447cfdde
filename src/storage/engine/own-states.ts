import { applyPatch, isTable, type JsonObject, type JsonValue } from '../../ledger/index.js';
import { noneById } from '../../loan/index.js';

/**
 * States that may be kept from one batch to the next: they are made of their own text. A text that was cut out of a message
 * is a view of all of it to the engine: kept as it is, it would keep the whole message in memory, and whoever it names.
 */

/** Roughly how long the text of each such state is. */
const lengths = new WeakMap<object, number>();

export function isOwn(state: object): boolean {
  return lengths.has(state);
}

/** Roughly how long the state's text is; 0 of one that is not its own. */
export function lengthOf(state: object): number {
  return lengths.get(state) ?? 0;
}

/** A state as it was read from this text. */
export function readOwn<State>(state: State & object, text: string): State {
  lengths.set(state, text.length);
  return state;
}

/** What the state's text would be read as. */
export function madeOwn<State extends object>(state: State): State {
  const text = JSON.stringify(state);
  const made = JSON.parse(text) as State;
  lengths.set(made, text.length);
  return made;
}

/**
 * The state after a patch. What is its own already stays so: only what the patch brings is made anew. How long it is is a
 * guess until its row is written.
 */
export function patchedOwn(before: JsonObject | undefined, patch: JsonObject): JsonObject {
  const after = applyPatch(before ?? {}, ownPatch(patch));
  if (before === undefined || isOwn(before)) lengths.set(after, lengthOf(before ?? after));
  return after;
}

/** What the patch's text would be read as. What it has by ids is read one by one: it has no shape (`loan/by-id.ts`). */
function ownPatch(patch: JsonObject): JsonObject {
  const rest: JsonObject = {};
  const tables: [string, JsonObject][] = [];
  for (const [name, value] of Object.entries(patch))
    if (isTable(value)) tables.push([name, value as JsonObject]);
    else rest[name] = value;
  const own = read(rest);
  for (const [name, table] of tables) own[name] = ownTable(table);
  return own;
}

function read<Value extends JsonValue>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function ownTable(table: JsonObject): JsonObject {
  const own = noneById<JsonValue>();
  for (const [id, value] of Object.entries(table)) own[id] = read(value);
  return own;
}

/** The state's text, as its row has it. */
export function stateText(state: object): string {
  const text = JSON.stringify(state);
  if (isOwn(state)) lengths.set(state, text.length);
  return text;
}
