import type { Ground } from './ground.js';
import { openTlsFiles, type Believed, type TlsFiles } from '../http/index.js';
import { buildDoor, type Door } from '../inbound/index.js';
import { JobName, type GatewayJob } from '../jobs/index.js';
import {
  buildPeerTrust,
  expiring,
  lapseCredential,
  lapsed,
  type Expiring,
  type PeerDirectory,
  type PeerTrust,
} from '../peers/index.js';
import { addresses } from '../platform/index.js';
import type { Storage } from '../storage/index.js';

/** Who may come in from the network, and by what we are known outside. */
export interface Doorway {
  trust: PeerTrust;
  door: Door;
  tls: TlsFiles | undefined;
  believed: Believed;
  /** Credentials of peers, and our own certificate, that have run out or soon will, the earliest first. */
  ending: () => Ending[];
  jobs: GatewayJob[];
}
type Ending = Pick<Expiring, 'peer' | 'direction' | 'kind' | 'at' | 'isOver'>;

/** Said once a day for each credential: often enough to be seen, and no noise. */
const LOOK_EVERY_SECONDS = 3600;
const OUR_OWN = 'this gateway';

/** Throws `OperatorError` where the TLS files cannot be used. */
export function buildDoorway(
  ground: Ground,
  { storage, directory }: { storage: Storage; directory: () => PeerDirectory },
): Doorway {
  const { settings, clock, log } = ground;
  const { tls: tlsSettings, trustedProxies, clientCertificateHeader, bodyLimitBytes } = settings.server;
  const tls = tlsSettings === undefined ? undefined : openTlsFiles(tlsSettings, log);
  const trust = buildPeerTrust({
    directory,
    read: (holder) => storage.readers.peers.credential(holder),
    log,
  });
  const ending = (): Ending[] => endingAt(clock.now(), { ground, directory, tls });
  return {
    trust,
    tls,
    ending,
    door: buildDoor({
      settings: settings.peers,
      bodyLimitBytes,
      allowPlainHttp: settings.outbound.allowPlainHttp,
      clock,
      directory,
      gate: () => trust.gate(),
    }),
    believed: {
      proxies: addresses(trustedProxies),
      certificateHeader: clientCertificateHeader?.toLowerCase(),
      authorities: () => tls?.authorities() ?? [],
    },
    jobs: [
      {
        name: JobName.Credentials,
        everySeconds: LOOK_EVERY_SECONDS,
        run: lookAfter(ground, { storage, directory, ending }),
      },
    ],
  };
}

function endingAt(
  now: Date,
  { ground, directory, tls }: { ground: Ground; directory: () => PeerDirectory; tls: TlsFiles | undefined },
): Ending[] {
  const withinDays = ground.settings.peers.warnDaysAhead;
  const ofPeers: Ending[] = expiring(directory(), { now, withinDays });
  const at = tls?.expiresAt();
  if (at === undefined || Date.parse(at) > now.getTime() + withinDays * 86_400_000) return ofPeers;
  const own: Ending = {
    ...{ peer: OUR_OWN, direction: 'incoming', kind: 'certificate', at },
    isOver: at <= now.toISOString(),
  };
  return [...ofPeers, own].sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Warns of what runs out, and destroys what a rotation has left behind. */
function lookAfter(
  { log }: Ground,
  {
    storage,
    directory,
    ending,
  }: { storage: Storage; directory: () => PeerDirectory; ending: () => Ending[] },
): (now: Date) => Promise<void> {
  const warnedOn = new Map<string, string>();
  return async (now) => {
    for (const which of lapsed(directory(), now)) await storage.committer.commit(lapseCredential(which));
    const today = now.toISOString().slice(0, 10);
    for (const { peer, direction, kind, at, isOver } of ending()) {
      const name = `${peer} ${direction} ${kind} ${at}`;
      if (warnedOn.get(name) === today) continue;
      warnedOn.set(name, today);
      log.warn(isOver ? 'a credential has run out' : 'a credential runs out soon', {
        peer,
        direction,
        kind,
        at,
      });
    }
  };
}

/** Said at each start: what is meant for tests shows itself where it is not. */
export function warnOfPlainHttp({ settings, log }: Ground): void {
  if (settings.outbound.allowPlainHttp)
    log.warn(
      'messages may go and come unencrypted for every peer: outbound.allowPlainHttp is meant for tests',
    );
}
