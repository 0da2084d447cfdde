/** A page of a list; `next` is the address of the following one. */
export interface ApiPage<Item> {
  items: Item[];
  next?: string;
}

/** How to see more, where there is more. */
export function moreHint({ next }: ApiPage<unknown>): string[] {
  if (next === undefined) return [];
  const after = new URL(next, 'http://gateway').searchParams.get('after');
  return after === null ? [] : [`There is more: the same with --after ${after}`];
}
