import type { Settings } from './config/index.js';
import { buildClocks } from './composition/clocks.js';
import { buildEntrance, type Entrance } from './composition/entrance.js';
import { buildCustody, type Custody } from './composition/custody.js';
import { buildTests, type Conformance } from './composition/conformance.js';
import { buildDoorway, warnOfPlainHttp, type Doorway } from './composition/doorway.js';
import { buildGround, deriveBy, type Ground, type Parts } from './composition/ground.js';
import type { Gateway } from './desk/index.js';
import { patronKeyOf } from './exchange/index.js';
import { buildGateway } from './composition/gateway.js';
import { buildHttpApp, buildMetrics, startServer, type Metrics } from './http/index.js';
import { buildRejectionLog, type RejectionLog } from './inbound/index.js';
import type { Jobs } from './jobs/index.js';
import { fingerprint, type SigningKey } from './ledger/index.js';
import type { Pump } from './outbound/index.js';
import type { PeerDirectory } from './peers/index.js';
import { buildPages } from './composition/pages.js';
import { buildPlanning } from './composition/planning.js';
import { buildPosting, type Posting } from './composition/posting.js';
import type { FetchOut } from './platform/index.js';
import {
  announceSigningKey,
  buildStorage,
  lockToServe,
  refuseOlderCopy,
  settleSigningRotation,
  type Faults,
  type Storage,
} from './storage/index.js';
import { buildSeeking } from './composition/seeking.js';
import { buildTracking } from './composition/shipping.js';
import { buildTelling, type Telling } from './composition/telling.js';
import { buildOutbound, buildWayIn, buildWayOut } from './composition/ways.js';

export { buildGround, deriveBy, type Ground, type Parts };

/** A gateway that is built, and does nothing until it is started. */
export interface App {
  /** Listens, and runs the clocks unless `jobs` is false: whoever drives them then does it over `jobs.runAll`. Answers the port. */
  start(options?: { jobs: boolean }): Promise<number>;
  /** Stops accepting, finishes what runs, hands back claims, closes. */
  stop(): Promise<void>;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly pump: Pump;
  readonly telling: Telling;
  readonly directory: () => PeerDirectory;
  readonly entrance: Entrance;
  readonly pages: ReturnType<typeof buildPages>;
}

/** Builds one gateway from its settings. Refuses a database that another process serves. */
export async function buildApp(settings: Settings, parts: Parts = {}): Promise<App> {
  const ground = buildGround(settings, parts);
  const unlock = await lockToServe(settings.database.path);
  try {
    return await buildOn(ground, { parts, unlock });
  } catch (thrown) {
    await unlock();
    throw thrown;
  }
}

interface How {
  parts: Parts;
  unlock: () => Promise<void>;
}

/** What a first start makes is made once, however many processes start at the same time. */
async function buildOn(ground: Ground, how: How): Promise<App> {
  const storage = await buildDurable(ground, how.parts.faults);
  try {
    return await storage.database.whileAlone(() => buildAround(storage, ground, how));
  } catch (thrown) {
    await storage.close();
    throw thrown;
  }
}

async function buildAround(storage: Storage, given: Ground, how: How): Promise<App> {
  const { settings, log } = given;
  await refuseOlderCopy(storage.database, settings.database.beside);
  const ground = { ...given, signingKey: await settleSigningKey(given, storage) };
  const directory = (): PeerDirectory => ground.directoryOf(storage.directory());
  const fetchOut = buildWayOut(settings);
  const metrics = buildMetrics();
  const doorway = buildDoorway(ground, { storage, directory });
  const pump = buildOutbound(ground, { storage, directory, fetchOut, trust: doorway.trust, metrics });
  const rejections = buildRejectionLog({ committer: storage.committer, context: ground.context, log });
  const inbound = buildWayIn(ground, { storage, directory, doorway, pump, rejections, metrics });
  const { sessionClock, announce } = how.parts;
  const entrance = await buildEntrance(ground, { storage, sessionClock, announce });
  ground.context.patronKey = patronKeyOf(entrance.gatewayKey);
  const custody = await buildCustody(ground, storage);
  const telling = buildTelling(ground, { storage, directory, fetchOut, metrics });
  const posting = buildPosting(ground, storage);
  const seek = buildSeeking(ground, { storage, directory, fetchOut, pump });
  const track = buildTracking(ground, { storage, pump, fetchOut });
  const planning = buildPlanning(ground, { storage, directory, pump });
  const others = [...custody.jobs, ...telling.jobs, ...posting.jobs, ...doorway.jobs];
  const beside = [...planning.jobs, ...others, seek, track];
  const jobs = await buildClocks(ground, { storage, pump, rejections, entrance, beside });
  const conformance = buildTests(ground, { storage, directory, trust: doorway.trust, fetchOut });
  const gateway = buildGateway(ground, {
    ...{ storage, directory, inbound, pump, jobs, custody, telling },
    ...{ fetchOut, doorway, conformance, planning },
  });
  const { unlock } = how;
  const pages = buildPages(ground, { gateway, entrance, directory, sessionClock });
  const made = {
    ...{ custody, telling, posting },
    storage,
    directory,
    fetchOut,
    pump,
    rejections,
    jobs,
    gateway,
    metrics,
    entrance,
    pages,
    doorway,
    conformance,
  };
  return running(ground, { ...made, unlock });
}

async function buildDurable(ground: Ground, faults: Faults | undefined): Promise<Storage> {
  const { settings, ring, clock, log } = ground;
  return buildStorage({
    isAlone: true,
    ...settings.database,
    ring,
    derive: deriveBy(ground),
    bounds: settings.queues,
    clock,
    log,
    migrate: true,
    ...(faults === undefined ? {} : { faults }),
  });
}

/** The key that signs, after a rotation that was broken off has been finished or undone; the ledger names it. */
async function settleSigningKey(
  { settings, signingKey: current, log }: Ground,
  { committer }: Storage,
): Promise<SigningKey> {
  const file = settings.keys.signingKeyFile;
  const { outcome, key } = await settleSigningRotation({ file, name: settings.name, current }, committer);
  if (outcome === 'finished' || outcome === 'undone')
    log.warn(`an interrupted rotation of the signing key is ${outcome}`, {
      fingerprint: fingerprint(key.verifierKey),
    });
  if (outcome === 'unclear')
    log.warn('a signing key lies beside the one in use, and the ledger names neither', { file });
  await committer.commit(announceSigningKey(key));
  return key;
}

interface Running {
  custody: Custody;
  telling: Telling;
  posting: Posting;
  storage: Storage;
  directory: () => PeerDirectory;
  fetchOut: FetchOut;
  pump: Pump;
  rejections: RejectionLog;
  jobs: Jobs;
  gateway: Gateway;
  metrics: Metrics;
  entrance: Entrance;
  pages: ReturnType<typeof buildPages>;
  doorway: Doorway;
  conformance: Conformance;
  unlock: () => Promise<void>;
}

function running(ground: Ground, parts: Running): App {
  const { settings, clock, log, signingKey } = ground;
  const { storage, pump, jobs, rejections, fetchOut, gateway, metrics, directory, unlock, entrance, pages } =
    parts;
  const { custody, telling, posting, doorway, conformance } = parts;
  const { tokens, tally } = entrance;
  const { stopWithinMs } = settings.server;
  const http = buildHttpApp({
    gateway,
    tokens,
    metrics,
    log,
    believed: doorway.believed,
    logsAccess: settings.log.access ?? settings.log.file !== undefined,
    denied: (denial) => tally.denied(denial),
    pages,
  });
  let server: Awaited<ReturnType<typeof startServer>> | undefined;
  return {
    storage,
    jobs,
    pump,
    telling,
    directory,
    entrance,
    pages,
    async start(options = { jobs: true }) {
      server = await startServer(http, settings.server, doorway.tls);
      warnOfPlainHttp(ground);
      if (options.jobs) await jobs.start();
      log.info('serving', { port: server.port, agencies: settings.agencies.map(({ id }) => id).join(' ') });
      return server.port;
    },
    async stop() {
      await server?.stop(stopWithinMs * 0.4);
      await conformance.close();
      await jobs.stop(stopWithinMs * 0.2);
      // What a silent peer still holds then is broken off, and settled as what may have arrived.
      const patience = setTimeout(() => void fetchOut.close(), stopWithinMs * 0.25);
      await Promise.all([pump.stop(), telling.postman.stop(), posting.postmaster?.stop(stopWithinMs * 0.25)]);
      clearTimeout(patience);
      await rejections.flush('all');
      await tally.flush('all');
      await custody.stop();
      await storage.checkpoint(signingKey, clock.now());
      await fetchOut.close();
      await storage.close();
      await unlock();
      log.info('stopped');
    },
  };
}
