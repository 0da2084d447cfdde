/** Ends a note that accepts conditions in words, for a gateway to read, as the tails of iso18626.md 3.9 do for reports. */
export const acceptedTail = '[ill:conditions-accepted v1]';

const tail = /\[ill:conditions-accepted v1\]\s*$/;

/** Whether a note accepts conditions: the tail has to end it, so that a quoted one does not count. */
export function acceptsInWords(note: string | undefined): boolean {
  return note !== undefined && tail.test(note);
}
