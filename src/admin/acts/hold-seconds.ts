import type { Signed } from '../session/index.js';

export interface HoldSettings {
  holdSeconds: number;
  /** Other times, by role. */
  holdSecondsOf: Readonly<Record<string, number>>;
}

/** How long what this person does can be taken back: the longest of what their roles say, else what the house says. */
export function holdSecondsFor({ session }: Signed, { holdSeconds, holdSecondsOf }: HoldSettings): number {
  const roles = new Set(Object.values(session.roles).flat());
  const said = [...roles].flatMap((role) => holdSecondsOf[role] ?? []);
  return said.length === 0 ? holdSeconds : Math.max(...said);
}
