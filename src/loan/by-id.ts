/**
 * What is kept by ids that nothing else has. An engine gives objects with the same members one shape, in a tree of all the
 * shapes that there were; after some 1,500 ids the tree is full, and every other object is made and read slowly. Without
 * a prototype an object is a table to it and has no shape.
 */
export function noneById<State>(): Record<string, State> {
  return Object.create(null) as Record<string, State>;
}

/** One, by its id. */
export function byId<State>(id: string, state: State): Record<string, State> {
  const table = noneById<State>();
  table[id] = state;
  return table;
}

/** The same with one more, or with another in its place. */
export function withId<State>(
  of: Readonly<Record<string, State>> | undefined,
  id: string,
  state: NoInfer<State>,
): Record<string, State> {
  const table = Object.assign(noneById<State>(), of);
  table[id] = state;
  return table;
}

/** The same without one. */
export function withoutId<State>(of: Readonly<Record<string, State>>, id: string): Record<string, State> {
  const table = Object.assign(noneById<State>(), of);
  Reflect.deleteProperty(table, id);
  return table;
}

/** All of them, by their ids. */
export function allById<State>(rows: Iterable<readonly [string, State]>): Record<string, State> {
  const table = noneById<State>();
  for (const [id, state] of rows) table[id] = state;
  return table;
}
