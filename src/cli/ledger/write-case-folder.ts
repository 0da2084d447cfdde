import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { caseFolder } from '../../audit/index.js';
import type { Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import { auditReaders, buildReaders } from '../../storage/index.js';
import { generateWrappingKey } from '../../vault/index.js';
import type { Cli } from '../cli.js';
import { openToRead } from './open-ledger.js';

/** Writes one request's case folder into a new file. It opens nothing that names a person, so it needs no key. */
export async function writeCaseFolder(
  cli: Cli,
  { settings, request, file }: { settings: Settings; request: string | undefined; file: string },
): Promise<void> {
  if (request === undefined) throw new OperatorError('Say which request: --request ID.');
  const database = await openToRead(settings);
  try {
    const readers = buildReaders(database, { current: generateWrappingKey(randomBytes), older: [] });
    const id = (await readers.loans.whole(request)) === undefined ? await byLibraryId(request) : request;
    const note = await readers.ledger.checkpoint();
    const html = await caseFolder(
      { id, origin: settings.name, note, now: new Date() },
      { audit: auditReaders(database), loans: readers.loans },
    );
    writeFileSync(file, html, { flag: 'wx' });
    cli.terminal.out(`The case folder of request ${id} is in ${file}.`);

    async function byLibraryId(libraryId: string): Promise<string> {
      const agencies = settings.agencies.map((agency) => agency.id.toLowerCase());
      const [found] = await readers.loans.ofLibrary(libraryId, agencies);
      return found?.id ?? libraryId;
    }
  } finally {
    await database.close();
  }
}
