/** One more of it. */
export function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** What happened in several worlds, added up: kinds of things, each by how often. */
export function added<Kinds extends Record<string, Record<string, number>>>(one: Kinds, other: Kinds): Kinds {
  const sum = structuredClone(one) as Record<string, Record<string, number>>;
  for (const [kind, counts] of Object.entries(other)) {
    const so = (sum[kind] ??= {});
    for (const [what, times] of Object.entries(counts)) so[what] = (so[what] ?? 0) + times;
  }
  return sum as Kinds;
}

/** `refused 12, lost 3`, the most frequent first. */
export function counted(counts: Record<string, number>): string {
  const all = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return all.map(([what, times]) => `${what} ${times}`).join(', ');
}
