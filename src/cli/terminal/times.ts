/** A moment as people read it, in UTC like everything that the gateway says: `2026-03-02 08:00`. */
export function minuteOf(instant: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(instant) ? instant.slice(0, 16).replace('T', ' ') : instant;
}

/** Its day: `2026-03-02`. */
export function dayOf(instant: string | undefined): string | undefined {
  return instant?.slice(0, 10);
}
