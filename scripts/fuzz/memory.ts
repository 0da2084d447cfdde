/** Memory of the gateway through a run, in MB. */
export interface Memory {
  sample(megabytes: number): void;
  /** At the start, in the middle and at the end. */
  story(): { start: number; middle: number; end: number };
  /** What is wrong with it, if anything. */
  fault(): string | undefined;
}

// A run that is shorter shows only how a process warms up.
const FEWEST_SAMPLES = 50;
const MAY_GROW = 1.25;
const MAY_GROW_MB = 48;

/**
 * Memory is flat when the highest of the last fifth is no more than a quarter and 48 MB above the highest of the second
 * fifth: by then the engine has warmed up, and what still grows would grow for ever.
 */
export function buildMemory(): Memory {
  const samples: number[] = [];
  const highest = (from: number, to: number): number =>
    Math.max(...samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)));
  return {
    sample: (megabytes) => void samples.push(megabytes),
    story: () => ({
      start: samples[0] ?? 0,
      middle: samples[Math.floor(samples.length / 2)] ?? 0,
      end: samples.at(-1) ?? 0,
    }),
    fault() {
      if (samples.length < FEWEST_SAMPLES) return undefined;
      const [early, late] = [highest(0.2, 0.4), highest(0.8, 1)];
      if (late <= early * MAY_GROW + MAY_GROW_MB) return undefined;
      return `memory grows: ${early.toFixed(0)} MB in the second fifth, ${late.toFixed(0)} MB in the last`;
    },
  };
}
