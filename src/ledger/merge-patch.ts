import type { JsonObject, JsonValue } from './entry.js';

/** A state that a merge patch cannot carry: `null` there means *absent*, so no state may hold one. */
export class StateHoldsNull extends Error {
  constructor(place: string) {
    super(`a state holds null at ${place}: absent members are left out instead`);
    this.name = 'StateHoldsNull';
  }
}

/** The state after a merge patch; neither argument is changed. Source: RFC 7396 section 2. */
export function applyPatch(state: JsonObject, patch: JsonObject): JsonObject {
  const names = Object.keys(patch);
  const after = names.some((name) => patch[name] === null) ? without(state, patch) : copyFor(state, patch);
  for (const name of names) {
    const value = patch[name] as JsonValue;
    if (value === null) continue;
    if (!isObject(value)) setMember(after, name, value);
    else setMember(after, name, applyPatch(objectOrEmpty(ownMember(after, name)), value));
  }
  return after;
}

/** Made anew without the members that a patch takes away: an object that loses one is read slowly ever after. */
function without(state: JsonObject, patch: JsonObject): JsonObject {
  const after = emptyFor(state, patch);
  for (const name of Object.keys(state))
    if (ownMember(patch, name) !== null) setMember(after, name, state[name] as JsonValue);
  return after;
}

function ownMember(of: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** Defined where assigning would change the prototype: a member named `__proto__` stays a member. */
function setMember(of: JsonObject, name: string, value: JsonValue): void {
  if (name === '__proto__')
    Object.defineProperty(of, name, { value, configurable: true, enumerable: true, writable: true });
  else of[name] = value;
}

/** The smallest merge patch from one state to the other, or nothing where they are equal; arrays are replaced whole. */
export function patchBetween(before: JsonObject | undefined, after: JsonObject): JsonObject | undefined {
  if (holdsNull(after)) refuseNull(after, 'state');
  if (before === undefined) return after;
  const patch = differenceOf(before, after);
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function differenceOf(before: JsonObject, after: JsonObject): JsonObject {
  const patch = emptyFor(before, after);
  for (const name of Object.keys(after)) {
    const value = after[name] as JsonValue;
    const was = ownMember(before, name);
    if (was !== undefined && isSame(was, value)) continue;
    const isDeeper = was !== undefined && isObject(was) && isObject(value);
    setMember(patch, name, isDeeper ? differenceOf(was, value) : value);
  }
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) setMember(patch, name, null);
  return patch;
}

/** Whether two JSON values are equal, whatever the order of their members. */
export function isSame(one: JsonValue, other: JsonValue): boolean {
  if (one === other) return true;
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, at) => isSame(value, other[at] as JsonValue))
    );
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && isSame(one[name] as JsonValue, other[name] as JsonValue),
    )
  );
}

/** Looked for first without its place: every state of every entry passes here. */
function holdsNull(value: JsonValue): boolean {
  if (typeof value !== 'object') return false;
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(holdsNull);
  for (const name of Object.keys(value)) if (holdsNull(value[name] as JsonValue)) return true;
  return false;
}

function refuseNull(value: JsonValue, place: string): void {
  if (value === null) throw new StateHoldsNull(place);
  if (typeof value !== 'object') return;
  for (const [name, inner] of Object.entries(value)) refuseNull(inner, `${place}.${name}`);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOrEmpty(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}

/** Members with names as long as this are by ids that nothing else has. */
const SHORTEST_ID = 30;

/** Whether a value's members are by ids. */
export function isTable(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const [name = ''] = Object.keys(value);
  return name.length >= SHORTEST_ID;
}

/**
 * An object for the members of both. Where those are by ids it is a table without a prototype, which has no shape to the
 * engine: where a thousand ids are shapes, no other object gets one any more.
 */
function emptyFor(one: JsonObject, other: JsonObject): JsonObject {
  return isTable(one) || isTable(other) ? (Object.create(null) as JsonObject) : {};
}

/** A copy of the state that takes in the patch. Assigned to a table only: elsewhere `__proto__` would be no member. */
function copyFor(state: JsonObject, patch: JsonObject): JsonObject {
  return isTable(state) || isTable(patch) ? Object.assign(emptyFor(state, patch), state) : { ...state };
}
