import { isTree, type Tree } from '../../config/index.js';
import { textIn } from '../page-parts.js';

/** A single value of a policy, by its key: `overdue.n1`. */
export interface PolicyKey {
  key: string;
  value: unknown;
}

/** Said in words on the page, and never by a form: no switch for them exists. */
const fixed: ReadonlySet<string> = new Set(['claim.send', 'service.autoSuspendPeer']);

/** All values of a policy, or of one part of it, in their order. */
export function keysOf(tree: unknown, at = ''): PolicyKey[] {
  if (!isTree(tree)) return [{ key: at, value: tree }];
  return Object.entries(tree).flatMap(([name, value]) => keysOf(value, at === '' ? name : `${at}.${name}`));
}

export function isFixed(key: string): boolean {
  return fixed.has(key);
}

/** As it stands in the form's field. */
export function fieldText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What a form sets: the fields that say something else than what stands below. Whether it can be used, the schema judges. */
export function setIn(form: unknown, below: unknown): Tree {
  const set: Tree = {};
  for (const { key, value } of keysOf(below)) {
    const text = textIn(form, `k.${key}`);
    if (text === undefined || isFixed(key) || text === fieldText(value)) continue;
    put(set, key.split('.'), valueOf(text, value));
  }
  return set;
}

function put(tree: Tree, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const below = tree[first];
  const part: Tree = isTree(below) ? below : {};
  tree[first] = part;
  put(part, rest, value);
}

/** In the form of what it takes the place of. An amount stays text, so that no decimal is lost. */
function valueOf(text: string, before: unknown): unknown {
  if (Array.isArray(before)) return text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  if (typeof before === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  const isAmount = typeof before === 'string' && /^\d+\.\d+$/.test(before);
  return !isAmount && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** A change that came back in a hidden field. */
export function treeIn(text: string | undefined): Tree {
  try {
    const tree: unknown = JSON.parse(text ?? '{}');
    return isTree(tree) ? tree : {};
  } catch {
    return {};
  }
}
