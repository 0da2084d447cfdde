/** What is due, soonest first: each id under one time, in a heap whose entries that no longer hold are skipped. */
export class DueQueue {
  readonly #at = new Map<string, string>();
  readonly #heap: Entry[] = [];

  /** Under another time from now on, or not due at all. */
  set(id: string, at: string | undefined): void {
    if (this.#at.get(id) === at) return;
    if (at === undefined) this.#at.delete(id);
    else {
      this.#at.set(id, at);
      push(this.#heap, { at, id });
    }
  }

  /** When the first is due. */
  first(): string | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#holds(top)) return top.at;
      pop(this.#heap);
    }
    return undefined;
  }

  /** Ids that are due by then, soonest first, at most so many. They stay. */
  until(now: string, limit: number): string[] {
    const due = new Map<string, Entry>();
    for (
      let top = this.#heap[0];
      top !== undefined && top.at <= now && due.size < limit;
      top = this.#heap[0]
    ) {
      pop(this.#heap);
      if (this.#holds(top)) due.set(top.id, top);
    }
    for (const entry of due.values()) push(this.#heap, entry);
    return [...due.keys()];
  }

  #holds({ id, at }: Entry): boolean {
    return this.#at.get(id) === at;
  }
}

interface Entry {
  at: string;
  id: string;
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at === other.at ? one.id < other.id : one.at < other.at;
}

function push(heap: Entry[], entry: Entry): void {
  let place = heap.push(entry) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (let below = smallerChild(heap, place); below !== undefined; below = smallerChild(heap, place)) {
    const child = heap[below];
    if (child === undefined || !isBefore(child, last)) break;
    heap[place] = child;
    place = below;
  }
  heap[place] = last;
}

function smallerChild(heap: readonly Entry[], place: number): number | undefined {
  const [left, right] = [2 * place + 1, 2 * place + 2];
  const [one, other] = [heap[left], heap[right]];
  if (one === undefined) return undefined;
  return other !== undefined && isBefore(other, one) ? right : left;
}
