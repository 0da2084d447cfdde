/**
 * RFC 8785 text of what JSON can say, in one pass: every entry is written so, and this is most of what it costs. What
 * JSON cannot say gives no text, and only then is its place looked for.
 */
export function canonicalText(value: object): string | undefined {
  const parts: string[] = [];
  try {
    write(value, parts);
    return parts.join('');
  } catch (thrown) {
    if (thrown === unsayable) return undefined;
    throw thrown;
  }
}

/** What in a value no JSON can say, with its place; nothing where all of it can be said. */
export function whyUnsayable(value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null) return whyNoScalar(value, place);
  if (!isPlain(value)) return `${place} is no plain JSON value`;
  for (const [name, inner] of Object.entries(value)) {
    const why = whyNoScalar(name, place) ?? whyUnsayable(inner, `${place}.${name}`);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyNoScalar(value: unknown, place: string): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string')
    return loneSurrogate.test(value) ? `${place} holds half a character` : undefined;
  if (typeof value !== 'number') return `${place} is ${typeof value}`;
  return Number.isFinite(value) ? undefined : `${place} is no finite number`;
}

/** Thrown where there is no text; carries nothing, for it is made once. */
const unsayable = new Error('not to be said in JSON');

/** Joined at the end: pieced together on the way it would be kept as all its pieces, by whoever keeps it. */
function write(value: unknown, parts: string[]): void {
  if (typeof value === 'string') parts.push(quoted(value));
  else if (typeof value === 'object' && value !== null) writeInner(value, parts);
  else if (typeof value === 'number' && Number.isFinite(value)) parts.push(JSON.stringify(value));
  else if (value === null || typeof value === 'boolean') parts.push(String(value));
  else throw unsayable;
}

function writeInner(value: object, parts: string[]): void {
  if (!isPlain(value)) throw unsayable;
  if (Array.isArray(value)) return writeItems(value, parts);
  let before = '{';
  for (const name of inOrder(Object.keys(value))) {
    parts.push(before, member(name));
    write((value as Record<string, unknown>)[name], parts);
    before = ',';
  }
  parts.push(before === '{' ? '{}' : '}');
}

function writeItems(items: readonly unknown[], parts: string[]): void {
  let before = '[';
  for (const item of items) {
    parts.push(before);
    write(item, parts);
    before = ',';
  }
  parts.push(before === '[' ? '[]' : ']');
}

/** No class's instance, no array with gaps or with members beside its items. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return Object.keys(value).length === value.length;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** In the order of UTF-16 code units, by insertion: what has many members has them in order as a rule. */
function inOrder(names: string[]): string[] {
  if (names.length > mostToInsert) return names.sort();
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to -= 1) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
}

const mostToInsert = 32;
const mostNames = 1000;
const members = new Map<string, string>();

/** A name as it begins a member; most come with every entry, the rest are ids and are not kept for ever. */
function member(name: string): string {
  const known = members.get(name);
  if (known !== undefined) return known;
  if (members.size >= mostNames) members.clear();
  const made = `${quoted(name)}:`;
  members.set(name, made);
  return made;
}

/** What may have to be escaped: only then is it worth asking how. */
const needsCare = /["\\\u0000-\u001f\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (!needsCare.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw unsayable;
  return JSON.stringify(text);
}
