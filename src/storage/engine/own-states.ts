import { applyPatch, isTable, type JsonObject, type JsonValue } from '../../ledger/index.js';
import { noneById } from '../../loan/index.js';

/**
 * States that may be kept from one batch to the next: they are made of their own text. A text that was cut out of a message
 * is a view of all of it to the engine: kept as it is, it would keep the whole message in memory, and whoever it names.
 */

/** How long the text of each such state is, as its row was last read or written. */
const lengths = new WeakMap<object, number>();

/** How long the state's text is; 0 of one whose row is not written yet, nothing of one that is not made of its own text. */
export function lengthOf(state: object): number | undefined {
  return lengths.get(state);
}

/** A state as it was read from this text. */
export function readOwn<State>(state: State & object, text: string): State {
  lengths.set(state, text.length);
  return state;
}

/** The state after a patch. What is its own already stays so: only what the patch brings is made anew. */
export function patchedOwn(before: JsonObject | undefined, patch: JsonObject): JsonObject {
  const after = applyPatch(before ?? {}, ownPatch(patch));
  if (before === undefined || lengths.has(before)) lengths.set(after, 0);
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
  if (lengths.has(state)) lengths.set(state, text.length);
  return text;
}
