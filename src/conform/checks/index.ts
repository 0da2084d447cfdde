import type { Check, SharedCheck } from '../check.js';
import type { Role } from '../role.js';
import { answers } from './answers.js';
import { beginAsRequester } from './begin.js';
import { endAsRequester } from './end.js';
import { envelope } from './envelope.js';
import { header } from './header.js';
import { hostile } from './hostile.js';
import { requests } from './requests.js';
import { beginAsSupplier, supplying } from './supplying.js';
import { transport } from './transport.js';

/** All that is checked in a role, in the order in which it is: first what opens, last what ends and looks back. */
export const checksOf: Readonly<Record<Role, readonly Check[]>> = {
  requester: [
    ...beginAsRequester,
    ...made('requester', envelope),
    ...made('requester', hostile),
    ...header,
    ...requests,
    ...made('requester', transport),
    ...endAsRequester,
    ...made('requester', answers),
  ],
  supplier: [
    ...beginAsSupplier,
    ...made('supplier', envelope),
    ...made('supplier', hostile),
    ...made('supplier', transport),
    ...supplying,
    ...made('supplier', answers),
  ],
};

function made(as: Role, shared: readonly SharedCheck[]): Check[] {
  return shared.map((check) => ({ ...check, as }));
}
