import { actorOf, type Caller } from '../../access/index.js';
import type { Conformance, TestAsked, TestBegun, TestView } from '../../conform/index.js';

/** Conformance tests of peers over the API. */
export interface ConformDesk {
  /** Begins one; it goes on by itself. The entry that says so is made before anything leaves. */
  begin(asked: Omit<TestAsked, 'actor'>, by: Caller): Promise<TestBegun>;
  /** The one that runs, or the last one since the gateway started. */
  view(peer: string, by: Caller): TestView | undefined;
  /** Ends it early; whether there was one. */
  stop(peer: string, by: Caller): boolean;
}

export function buildConformDesk(conformance: Conformance): ConformDesk {
  return {
    begin: (asked, by) => conformance.begin({ ...asked, actor: actorOf(by) }),
    view: (peer) => conformance.view(peer),
    stop: (peer) => conformance.stop(peer),
  };
}
