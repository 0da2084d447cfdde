/** Addresses that are remembered within one span; beyond them the limit of all holds alone. */
const MOST_NAMES = 10_000;

/** Whether one more call is within the limits of its span: of one name, and of all together. Held by each process for itself. */
export function callsWithin(
  limits: { ofOne: number; ofAll: number; milliseconds: number },
  now: () => number = () => performance.now(),
): (name: string) => boolean {
  let began = now();
  let all = 0;
  let counts = new Map<string, number>();
  return (name) => {
    if (now() - began >= limits.milliseconds) {
      began = now();
      all = 0;
      counts = new Map();
    }
    all += 1;
    const count = (counts.get(name) ?? 0) + 1;
    if (counts.size < MOST_NAMES || counts.has(name)) counts.set(name, count);
    return all <= limits.ofAll && count <= limits.ofOne;
  };
}
