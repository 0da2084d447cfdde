/** Counts and times of a run. */
export interface Tally {
  note(mutation: string, verdict: string, milliseconds: number | undefined): void;
  slowest(): { mutation: string; milliseconds: number } | undefined;
  /** In milliseconds; of valid messages only, or of all. */
  percentile(part: number, of: 'all' | 'valid'): number;
  table(): string[];
}

export function buildTally(): Tally {
  const counts = new Map<string, Map<string, number>>();
  const times: Record<'all' | 'valid', number[]> = { all: [], valid: [] };
  let isSorted = false;
  let slowest: { mutation: string; milliseconds: number } | undefined;
  return {
    note(mutation, verdict, milliseconds) {
      const verdicts = counts.get(mutation) ?? new Map<string, number>();
      counts.set(mutation, verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1));
      if (milliseconds === undefined) return;
      times.all.push(milliseconds);
      isSorted = false;
      if (mutation === 'none/valid') times.valid.push(milliseconds);
      if (slowest === undefined || milliseconds > slowest.milliseconds) slowest = { mutation, milliseconds };
    },
    slowest: () => slowest,
    percentile(part, of) {
      if (!isSorted) for (const list of Object.values(times)) list.sort((one, other) => one - other);
      isSorted = true;
      const list = times[of];
      return list[Math.min(list.length - 1, Math.floor(list.length * part))] ?? 0;
    },
    table() {
      return [...counts]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([mutation, verdicts]) => {
          const said = [...verdicts]
            .sort(([, one], [, other]) => other - one)
            .map(([name, count]) => `${name} ${count}`);
          return `  ${mutation.padEnd(40)} ${said.join(', ')}`;
        });
    },
  };
}
