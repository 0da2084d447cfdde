import { VirtualClock } from '../../src/platform/index.js';

/** Something that happens at a virtual moment; `key` orders what happens at the same one, whoever asked first. */
interface Happens {
  at: number;
  key: string;
  run: () => void;
  /** True where it would change nothing any more: it is passed over. */
  isMoot: (() => boolean) | undefined;
}

/** Virtual time: what is going to happen, in order. The clock moves only from one event to the next. */
export class Calendar {
  readonly clock: VirtualClock;
  readonly #heap: Happens[] = [];

  constructor(startAt: string) {
    this.clock = new VirtualClock(startAt);
  }

  get now(): number {
    return this.clock.now().getTime();
  }

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  /** So many milliseconds from now. */
  in(milliseconds: number, key: string, run: () => void, isMoot?: () => boolean): void {
    this.at(this.now + Math.max(0, Math.round(milliseconds)), key, run, isMoot);
  }

  at(moment: number, key: string, run: () => void, isMoot?: () => boolean): void {
    const event = { at: Math.max(moment, this.now), key, run, isMoot };
    let place = this.#heap.push(event) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      this.#heap[place] = parent;
      place = above;
    }
    this.#heap[place] = event;
  }

  /** Moves to the next event and begins it. Answers false when nothing is going to happen any more. */
  step(): boolean {
    let next = this.#pop();
    while (next?.isMoot?.() === true) next = this.#pop();
    if (next === undefined) return false;
    this.clock.move(next.at - this.now);
    next.run();
    return true;
  }

  #pop(): Happens | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || first === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const below = smallerChild(heap, place);
      const child = heap[below];
      if (child === undefined || !isBefore(child, last)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Happens, other: Happens): boolean {
  return one.at === other.at ? one.key < other.key : one.at < other.at;
}

function smallerChild(heap: readonly Happens[], place: number): number {
  const [left, right] = [2 * place + 1, 2 * place + 2];
  const [one, other] = [heap[left], heap[right]];
  return one !== undefined && other !== undefined && isBefore(other, one) ? right : left;
}
