import type { Conformance } from './conformance.js';
import { hearTestsFirst } from './conformance.js';
import type { Custody } from './custody.js';
import type { Doorway } from './doorway.js';
import type { Ground } from './ground.js';
import {
  buildClaimDesk,
  buildConformDesk,
  buildCredentialDesk,
  buildDeliveryDesk,
  buildFileDesk,
  buildHealthDesk,
  buildLedgerDesk,
  buildLoanRecordDesk,
  buildNoticeBoard,
  buildPeerDesk,
  buildRuleDesk,
  buildRevealDesk,
  buildRotaDesk,
  buildWorkDesk,
  type Gateway,
} from '../desk/index.js';
import type { Inbound } from '../inbound/index.js';
import type { Jobs } from '../jobs/index.js';
import { tryPeer, type Pump } from '../outbound/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { FetchOut } from '../platform/index.js';
import { buildShippingDesks } from './shipping.js';
import { auditReaders, type Storage } from '../storage/index.js';
import type { Planning } from './planning.js';
import type { Telling } from './telling.js';

/** The rooms that the desks stand on. */
export interface GatewayParts {
  storage: Storage;
  directory: () => PeerDirectory;
  inbound: Inbound;
  pump: Pump;
  jobs: Jobs;
  custody: Custody;
  telling: Telling;
  fetchOut: FetchOut;
  doorway: Doorway;
  conformance: Conformance;
  planning: Planning;
}

/** What page, API and command line reach: each desk over the use cases and readers that it needs. */
export function buildGateway(ground: Ground, parts: GatewayParts): Gateway {
  const { context, clock, log, settings } = ground;
  const { storage, directory, inbound, pump, jobs, custody, telling, fetchOut, doorway } = parts;
  const { conformance } = parts;
  const { ending } = doorway;
  const { committer, readers } = storage;
  const desk = {
    committer,
    readers,
    context,
    clock,
    directory,
    wake: (deliveries: readonly string[], peers?: readonly string[]) => pump.wake(deliveries, peers),
    allowPlainHttp: settings.outbound.allowPlainHttp,
  };
  const loanRecords = buildLoanRecordDesk(desk);
  const work = buildWorkDesk(desk);
  return {
    admit: (presented) => inbound.admit(presented),
    receive: hearTestsFirst(inbound, conformance),
    turnAway: (refused) => inbound.turnAway(refused),
    loanRecords,
    ...buildShippingDesks(ground, { storage, desk, loanRecords }),
    deliveries: buildDeliveryDesk(desk),
    ledger: buildLedgerDesk({ readers, audit: auditReaders(storage.database) }),
    peers: buildPeerDesk({
      ...desk,
      ending,
      tryPeer: (test) =>
        tryPeer(test, {
          ...{ fetchOut, clock, log, directory, settings: settings.outbound },
          outgoing: (peer) => doorway.trust.outgoing(peer),
        }),
    }),
    credentials: buildCredentialDesk(desk),
    conformance: buildConformDesk(conformance),
    claims: buildClaimDesk({ readers, directory, clock, work }),
    work,
    notices: buildNoticeBoard({ ...desk, work, letterhead: settings.notices?.letterhead ?? [] }),
    rota: buildRotaDesk(desk),
    policies: parts.planning.desk,
    reveal: buildRevealDesk(desk),
    files: buildFileDesk(desk, settings.files),
    exports: custody.exports,
    erasures: custody.erasures,
    verification: custody.verification,
    caseFolder: (loan, shows) => custody.caseFolder(loan, shows),
    webhooks: telling.desk,
    rules: buildRuleDesk(desk),
    jobs,
    ...buildHealthDesk({
      readers,
      clock,
      waiting: () => storage.waiting(),
      clocksHealth: () => jobs.health(),
      survey: () => jobs.survey(),
      webhooks: () => telling.gauges(),
      ending,
    }),
  };
}
