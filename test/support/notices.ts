import type { ListedNotice } from '../../src/storage/index.js';
import type { MailServer } from './mail-server.js';
import type { Library } from './library.js';
import type { Libraries } from './two-libraries.js';

/** Settings under which a library sends its notices to a mail server of the tests. */
export function noticeSettings(server: Pick<MailServer, 'port'>, over: object = {}): Record<string, object> {
  return {
    notices: {
      from: 'ill@north.example',
      staff: ['desk@north.example'],
      smtp: {
        host: '127.0.0.1',
        port: server.port,
        security: 'plain',
        connectMs: 2_000,
        greetingMs: 2_000,
        silenceMs: 1_000,
      },
      ...over,
    },
  };
}

/** Hands out what is due at a library, and waits until it is settled. */
export async function notify(libraries: Libraries, side: 'north' | 'south' = 'north'): Promise<void> {
  await libraries[side].app.jobs.runOne('notify', libraries.clock.now());
}

/** The notices of a library, the oldest first: kind, receiver, state. */
export async function noticesOf(library: Library): Promise<ListedNotice[]> {
  const { notices } = await library.app.storage.readers.notices.list({ limit: 100 });
  return notices.reverse();
}

export async function statesOf(library: Library): Promise<string[]> {
  return (await noticesOf(library)).map(({ kind, to, state }) => `${kind} to ${to}: ${state}`);
}

/** Everything that the ledger of a library says, as text. */
export async function ledgerText(library: Library): Promise<string> {
  return JSON.stringify(await library.entries());
}
