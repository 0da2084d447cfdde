import { v7 } from 'uuid';

/** A UUID v7: time-ordered, so that indexes grow at their end. Unique whatever the clock does. */
export function newId(): string {
  return v7();
}
