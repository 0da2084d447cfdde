import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { VirtualClock } from '../../src/platform/index.js';
import type { FaultPoint } from '../../src/storage/index.js';
import type { CrashOrders } from './crash-gateway.js';
import { openLibrary } from './library.js';

// A gateway in a process of its own that kills itself, with nothing finished or handed back, where its orders say.
const [orders] = (await once(process, 'message')) as [CrashOrders];
const { crash, at, ...library } = orders;

let isArmed = false;
let commits = 0;

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  // The signal needs a moment: nothing more may happen in it.
  return new Promise(() => undefined);
}

function faults(point: FaultPoint): void | Promise<void> {
  if (!isArmed) return;
  if (point === 'before-write') commits += 1;
  if (crash.where === 'answered' && commits > 1) return new Promise(() => undefined);
  if (crash.where === point && crash.commit === commits) return die();
}

if (crash.where === 'answered')
  subscribe('http.server.response.finish', (message) => {
    const { request } = message as { request: { url?: string } };
    if (request.url === '/iso18626') void die();
  });

await openLibrary({ ...library, clock: new VirtualClock(at), faults });
isArmed = true;
process.send?.('ready');
