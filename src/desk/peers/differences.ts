/** A body as lines: what may be shown of each, and what it really is. */
interface Line {
  shown: string;
  real: string;
}

export interface DiffLine {
  sign: '-' | '+';
  text: string;
}

// A hole stands as its number between two U+0001, which no XML can contain.
const hole = new RegExp('\\u0001(\\d+)\\u0001', 'g');

/** A body for comparing: a line an element; what may name a person is shown by its length only. */
function linesOf(template: string, holes: readonly string[]): Line[] {
  return template
    .replace(/></g, '>\n<')
    .split('\n')
    .map((line) => ({
      shown: line.replace(hole, (_mark, number: string) => masked(holes[Number(number)] ?? '')),
      real: line.replace(hole, (_mark, number: string) => holes[Number(number)] ?? ''),
    }));
}

export function masked(text: string): string {
  return `‹${text.length} characters›`;
}

interface Body {
  template: string;
  holes: readonly string[];
}

/** Lines that one body has and the other has not, in their order. */
export function differencesOf(before: Body, after: Body): DiffLine[] {
  const [old, now] = [linesOf(before.template, before.holes), linesOf(after.template, after.holes)];
  const common = longestCommon(old, now);
  const told: DiffLine[] = [];
  let [from, to] = [0, 0];
  for (const [left, right] of [...common, [old.length, now.length] as const]) {
    for (; from < left; from += 1) told.push({ sign: '-', text: old[from]?.shown ?? '' });
    for (; to < right; to += 1) told.push({ sign: '+', text: now[to]?.shown ?? '' });
    [from, to] = [left + 1, right + 1];
  }
  return told;
}

/** Places of the lines that both have. Messages have a hundred lines, so the plain way will do. */
function longestCommon(one: readonly Line[], other: readonly Line[]): (readonly [number, number])[] {
  const width = other.length + 1;
  const lengths = commonLengths(one, other);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  const found: [number, number][] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length;) {
    if (one[row]?.real === other[column]?.real) found.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return found;
}

/** How many lines the ends of both have in common, from each pair of places on. */
function commonLengths(one: readonly Line[], other: readonly Line[]): Uint32Array {
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1)
    for (let column = other.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        one[row]?.real === other[column]?.real
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  return lengths;
}

export interface LeafDifference {
  path: string;
  was?: string;
  becomes?: string;
}

/** Values that name nobody: codes, statuses, times and money. */
const open =
  /\/(?:kind|action|status|reasonForMessage|answerYesNo|lastChange|dueDate|dateSent|expectedDeliveryDate|timestamp|serviceType|requestType|requestSubType|monetaryValue|agencyIdValue|value)(?:\[\d+\])?$/;
const closed = /\/(?:patronInfo|requestedDeliveryInfo|physicalAddress|electronicAddress)\//;

/** What is understood otherwise, leaf by leaf. */
export function leafDifferences(before: object, after: object): LeafDifference[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path) => {
    const [was, becomes] = [old.get(path), now.get(path)];
    if (was === becomes) return [];
    return [{ path: path.slice(1), ...told('was', path, was), ...told('becomes', path, becomes) }];
  });
}

function told(name: 'was' | 'becomes', path: string, value: string | undefined): Partial<LeafDifference> {
  if (value === undefined) return {};
  return { [name]: open.test(path) && !closed.test(path) ? value : masked(value) };
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, String(value)]]);
  const inner = Array.isArray(value)
    ? value.map((one, index) => leavesOf(one, `${path}[${index}]`))
    : Object.entries(value).map(([name, one]) => leavesOf(one, `${path}/${name}`));
  return new Map(inner.flatMap((leaves) => [...leaves]));
}
