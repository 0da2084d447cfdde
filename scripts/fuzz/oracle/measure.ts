/** The sizes of a document that the gateway sets limits to. Source: iso18626.md 1.5. */
export interface Measured {
  depth: number;
  /** Elements, comments and processing instructions. */
  pieces: number;
  /** The most on one element, namespace declarations included. */
  attributes: number;
  /** The most of one name beside each other. */
  repeats: number;
}

const piece =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*)>/g;
const attribute = /=\s*("[^"]*"|'[^']*')/g;

/** Counts what a well-formed document holds, without building it. */
export function measure(text: string): Measured {
  const most: Measured = { depth: 0, pieces: 0, attributes: 0, repeats: 0 };
  const open: Map<string, number>[] = [new Map<string, number>()];
  for (const [whole, slash, name, rest = ''] of text.matchAll(piece)) {
    if (whole.startsWith('<![')) continue;
    if (name === undefined || whole.startsWith('<?')) {
      if (!whole.startsWith('<?xml ')) most.pieces += 1;
      continue;
    }
    if (slash === '/') {
      open.pop();
      continue;
    }
    most.pieces += 1;
    most.attributes = Math.max(most.attributes, rest.match(attribute)?.length ?? 0);
    const beside = open[open.length - 1];
    const count = (beside?.get(name) ?? 0) + 1;
    beside?.set(name, count);
    most.repeats = Math.max(most.repeats, count);
    most.depth = Math.max(most.depth, open.length);
    if (!rest.endsWith('/')) open.push(new Map());
  }
  return most;
}

export function isOverLimits({ depth, pieces, attributes, repeats }: Measured): boolean {
  return depth > 16 || pieces > 10_000 || attributes > 32 || repeats > 500;
}
