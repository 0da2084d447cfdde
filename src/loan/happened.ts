import type { Initiating } from '../iso18626/index.js';
import { whatOf } from './compose/what.js';
import { HappeningKind, type Happening } from './happening.js';
import { present } from './present.js';

/** A happening's parts, any of which may be undefined: nothing to say. */
export type Change = { because: string } & {
  [K in Exclude<keyof Happening, 'kind' | 'because'>]?: Happening[K] | undefined;
};

export function happened(kind: HappeningKind, change: Change): Happening {
  return present(Object.assign({ kind }, change));
}

/** The fact that a message came in, with what it changed. */
export function received(message: Initiating, change: Change): Happening {
  return happened(HappeningKind.MessageReceived, {
    ...change,
    facts: { what: whatOf(message), ...change.facts },
  });
}
