import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects all garbage each time that it is called. */
export function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Bytes of the heap that are still in use. */
export function heapAfter(collect: () => void): number {
  collect();
  return process.memoryUsage().heapUsed;
}
