import { dirname, join, resolve } from 'node:path';
import {
  buildCertificates,
  buildEraseDesk,
  buildExportDesk,
  buildVerification,
  caseFolder,
  erasuresFile,
  replayErasures,
  retain,
  type EraseDesk,
  type EraseHouse,
  type ExportDesk,
  type Verification,
} from '../audit/index.js';
import { destroyDocuments } from '../exchange/index.js';
import type { Ground } from './ground.js';
import { loanOfHolder } from '../loan/index.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import { fingerprint } from '../ledger/index.js';
import { dropOldLogs, systemClock } from '../platform/index.js';
import {
  auditReaders,
  erasureProposals,
  exportLog,
  personReaders,
  shredKeys,
  type Storage,
} from '../storage/index.js';

/** What auditors take home and what privacy throws away. */
export interface Custody {
  exports: ExportDesk;
  erasures: EraseDesk;
  verification: Verification;
  /** One request as a page of its own. Refuses an unknown one. */
  caseFolder(loan: string, shows: { photos: boolean }): Promise<string>;
  jobs: GatewayJob[];
  stop(): Promise<void>;
}

/** Retention is a matter of days: an hour late is soon enough. */
const RETAIN_EVERY_SECONDS = 3600;

export async function buildCustody(ground: Ground, storage: Storage): Promise<Custody> {
  const { settings, clock, log } = ground;
  const house = eraseHouse(ground, storage);
  await settleErasures(ground, house);
  const proposals = erasureProposals(storage.database.sql);
  const exports = exportDesk(ground, storage);
  const verification = buildVerification({
    database: settings.database,
    keyFingerprint: fingerprint(ground.signingKey.verifierKey),
    now: () => clock.now(),
  });
  return {
    exports,
    verification,
    erasures: buildEraseDesk({
      ...house,
      proposals,
      personsNeeded: settings.erasure.persons,
      now: () => clock.now(),
    }),
    caseFolder: async (id, { photos }) =>
      caseFolder(
        {
          id,
          origin: settings.name,
          note: await storage.readers.ledger.checkpoint(),
          now: clock.now(),
        },
        {
          audit: auditReaders(storage.database),
          loans: storage.readers.loans,
          photo: photos ? (photo) => storage.readers.files.bytes(photo) : undefined,
        },
      ),
    jobs: [
      {
        name: JobName.Retain,
        everySeconds: RETAIN_EVERY_SECONDS,
        async run(now) {
          const { retention } = settings;
          // Before requests are erased: what was offered so long has its own entry then.
          const documents = await destroyOver(ground, storage);
          const done = await retain(now, {
            ...{ house, sql: storage.database.sql, retention },
            realNow: systemClock.now(),
          });
          const removed = await exports.prune(now);
          await proposals.removeOver(now.toISOString());
          const logs = oldLogs(settings);
          log.info('retained', { ...done, documents, exportsRemoved: removed, logsRemoved: logs });
        },
      },
    ],
    stop: async () => {
      await Promise.all([exports.stop(), verification.stop()]);
    },
  };
}

const HOLDERS = 500;

/** Files of copies whose link is over: their keys first, with an entry each, then what is noise from then on. */
async function destroyOver({ context }: Ground, storage: Storage): Promise<number> {
  const { committer, readers, database } = storage;
  let destroyed = 0;
  for (let after = ''; ;) {
    const holders = await readers.files.documentHolders({ after, limit: HOLDERS });
    const loans = new Set(holders.flatMap((holder) => loanOfHolder(holder) ?? []));
    for (const loan of loans) destroyed += await committer.commit(destroyDocuments(loan, context));
    const last = holders.at(-1);
    if (last === undefined) break;
    after = last;
  }
  await database.sql.run(
    `UPDATE sealed_values SET value = '' WHERE purpose = 'document' AND value <> ''
        AND holder NOT IN (SELECT holder FROM data_keys)`,
    [],
  );
  return destroyed;
}

/**
 * Before anything is served: what an older copy of the database has brought back is destroyed again, and what a crash kept
 * from being written or cleaned is made good.
 */
async function settleErasures({ settings, ring, log }: Ground, house: EraseHouse): Promise<void> {
  const file = erasuresFile(settings.database.beside);
  const replayed = await replayErasures({ ...house, file, ring });
  if (replayed > 0) log.warn('erasures were replayed on an older copy of the database', { keys: replayed });
  const added = await house.certificates.catchUp();
  if (added > 0)
    log.warn('certificates of erasures were missing beside the database', { certificates: added });
  await house.certificates.shred();
}

/** Files of the log are of real days, whatever the gateway's own clock says. */
function oldLogs({ log: { file }, retention }: Ground['settings']): number {
  const before = new Date(systemClock.now().getTime() - retention.logDays * 86_400_000);
  return file === undefined ? 0 : dropOldLogs(file, before);
}

function eraseHouse({ settings, ring, clock }: Ground, { committer, database }: Storage): EraseHouse {
  const persons = personReaders(database, ring);
  return {
    committer,
    persons,
    certificates: buildCertificates({
      file: erasuresFile(settings.database.beside),
      told: (page) => persons.erasures(page),
      shredKeys: () => shredKeys(database),
      now: () => clock.now(),
    }),
  };
}

function exportDesk({ settings, ring, clock, signingKey }: Ground, storage: Storage): ExportDesk {
  const { path, beside } = settings.database;
  return buildExportDesk(
    {
      database: path,
      committer: storage.committer,
      checkpoint: () => storage.checkpoint(signingKey, clock.now()),
      newestNote: () => storage.readers.ledger.checkpoint(),
      log: exportLog(storage.database.sql),
      ...{ signingKey, ring, origin: settings.name },
      now: () => clock.now(),
    },
    {
      folder: settings.exports.folder ?? join(dirname(resolve(beside)), 'exports'),
      keepDays: settings.exports.keepDays,
    },
  );
}
