import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The part of JSON Schema that the contract uses. */
export interface SchemaNode {
  type?: string;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  enum?: string[];
  pattern?: string;
  examples?: unknown[];
  $ref?: string;
}

/** What breaks the contract, by JSON pointer. */
export interface Violation {
  field: string;
  reason: string;
}

interface Contract extends SchemaNode {
  $defs: Record<string, SchemaNode>;
}

const contractFile = new URL('../../schemas/loan-record.schema.json', import.meta.url);
const contract = JSON.parse(readFileSync(contractFile, 'utf8')) as Contract;
const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictTypes: false });
addFormats.default(ajv);
const fits = ajv.compile(contract);

/** The contract's node for a loan record; `$ref` is followed by `childOf`. */
export const recordNode: SchemaNode = contract;

/** The node of a named member, or of a list's elements where no name is given. */
export function childOf(node: SchemaNode | undefined, name?: string): SchemaNode | undefined {
  const child = name === undefined ? node?.items : ownMember(node?.properties, name);
  return child?.$ref === undefined ? child : contract.$defs[child.$ref.replace('#/$defs/', '')];
}

function ownMember(members: Record<string, SchemaNode> | undefined, name: string): SchemaNode | undefined {
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Every field that holds text or a list of texts, by its dotted name (`item.identifiers.isbn`), in the contract's order. */
export const recordFields: ReadonlyMap<string, 'text' | 'list'> = new Map(leavesOf(contract, ''));

function leavesOf(node: SchemaNode, prefix: string): [string, 'text' | 'list'][] {
  return Object.keys(node.properties ?? {}).flatMap((name) => {
    const child = childOf(node, name) ?? {};
    const path = prefix + name;
    if (child.type === 'object') return leavesOf(child, `${path}.`);
    return [[path, child.type === 'array' ? 'list' : 'text']];
  });
}

/** All that breaks the contract at once, one sentence a field. */
export function violations(value: unknown): Violation[] {
  if (fits(value)) return [];
  const byField = new Map<string, Violation>();
  for (const error of fits.errors ?? []) {
    const field = fieldOf(error);
    if (!byField.has(field)) byField.set(field, { field, reason: sentenceFor(error, field) });
  }
  return [...byField.values()];
}

function fieldOf(error: ErrorObject): string {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const member = params.missingProperty ?? params.additionalProperty;
  return member === undefined ? error.instancePath || '/' : `${error.instancePath}/${member}`;
}

type Sentence = (error: ErrorObject, field: string) => string;

const sentences: Partial<Record<string, Sentence>> = {
  additionalProperties: (error, field) =>
    `is not a field of a loan record${hintFor(lastOf(field), error.parentSchema as SchemaNode)}`,
  required: () => 'is missing',
  type: (error) => typeSentence((error.params as { type: string }).type, error.data),
  enum: (error, field) => {
    const allowed = (error.params as { allowedValues: string[] }).allowedValues;
    return `${shown(error, field)} is none of ${allowed.join(', ')}${didYouMean(String(error.data), allowed)}`;
  },
  format: (error, field) => {
    const isTime = (error.params as { format: string }).format.startsWith('date');
    return `${shown(error, field)} is ${isTime ? 'no day or time that exists, written as' : 'not of the form'} ${formOf(error)}`;
  },
  pattern: (error, field) => `${shown(error, field)} is not of the form ${formOf(error)}`,
  maxLength: (error) => `is longer than ${limitOf(error)} characters`,
  maxItems: (error) => `has more than ${limitOf(error)} entries`,
  uniqueItems: (error) => {
    const { i } = error.params as { i: number };
    return `names ${String((error.data as unknown[])[i])} twice`;
  },
};

function sentenceFor(error: ErrorObject, field: string): string {
  return sentences[error.keyword]?.(error, field) ?? error.message ?? 'does not fit the contract';
}

const wanted: Record<string, string> = {
  string: 'must be text',
  object: 'must be an object in braces',
  array: 'must be a list in square brackets',
};

function typeSentence(type: string, found: unknown): string {
  const advice = type === 'string' && typeof found === 'number' ? '; put it in quotation marks' : '';
  return `${wanted[type] ?? `must be of type ${type}`}, but is ${kindOf(found)}${advice}`;
}

/** What a JSON value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const kinds: Partial<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
  };
  return kinds[typeof value] ?? typeof value;
}

function limitOf(error: ErrorObject): number {
  return (error.params as { limit: number }).limit;
}

function formOf(error: ErrorObject): string {
  const examples = (error.parentSchema as SchemaNode).examples ?? exampleAt(error.instancePath);
  return examples.map(String).join(' or ');
}

// Inside anyOf the failing node is `{ format }` alone: the examples stand one step above it.
function exampleAt(pointer: string): unknown[] {
  const steps = pointer.split('/').slice(1);
  const node = steps.reduce<SchemaNode | undefined>((at, name) => childOf(at, name), recordNode);
  return node?.examples ?? [];
}

// A fault may end in a log: it repeats what was written only where no person can be named.
const personal = /^\/(patron|note|service\/note|pickup)(\/|$)/;

function shown(error: ErrorObject, field: string): string {
  if (personal.test(field)) return 'what is given';
  const text = String(error.data);
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}

function hintFor(name: string, parent: SchemaNode): string {
  const here = didYouMean(name, Object.keys(parent.properties ?? {}));
  if (here !== '') return here;
  const elsewhere = [...recordFields.keys()].find((path) => path.split('.').at(-1) === name);
  return elsewhere === undefined ? '' : `; it belongs at /${elsewhere.replaceAll('.', '/')}`;
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** `; did you mean "title"?` where one of the names is near, else nothing. */
export function didYouMean(name: string, among: Iterable<string>): string {
  const near = nearest(name, among);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

function nearest(name: string, among: Iterable<string>): string | undefined {
  const limit = Math.ceil(name.length / 3);
  let best: { name: string; distance: number } | undefined;
  for (const candidate of among) {
    const distance = editDistance(name.toLowerCase().slice(0, 64), candidate.toLowerCase().slice(0, 64));
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name: candidate, distance };
  }
  return best?.name;
}

/** Insertions, deletions and replacements from one word to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[to.length] ?? 0;
}
