/** Settings before they are checked: what JSON holds. */
export type Tree = { [key: string]: unknown };

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is given laid over what is below it, key by key; a list is replaced whole. */
export function over(base: Tree, given: Tree): Tree {
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const below = merged[key];
    merged[key] = isTree(value) && isTree(below) ? over(below, value) : value;
  }
  return merged;
}
