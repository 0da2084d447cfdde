import { actorOf, may, Right, type Caller } from '../../access/index.js';
import type { RuleContext } from '../../loan/index.js';

/** A caller as the rules see it: who it is, and whether it may decide about money for one of our agencies. */
export function rulingCaller(by: Caller, agency: string): NonNullable<RuleContext['actor']> {
  return { id: actorOf(by).id, decidesMoney: may(by, Right.Claims, agency) };
}
