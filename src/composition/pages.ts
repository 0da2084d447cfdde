import { EVERYWHERE, type Role } from '../access/index.js';
import { buildAdmin, buildIdentityProvider } from '../admin/index.js';
import { clientSecretOf, type ProviderSettings, type Settings } from '../config/index.js';
import type { Gateway } from '../desk/index.js';
import type { Entrance } from './entrance.js';
import type { Ground } from './ground.js';
import type { PeerDirectory } from '../peers/index.js';
import { agencyIdFrom } from '../peers/index.js';
import { OperatorError, systemClock, type Clock } from '../platform/index.js';

/** The staff page of one gateway. */
export function buildPages(
  { settings, clock, log }: Ground,
  parts: {
    gateway: Gateway;
    entrance: Entrance;
    directory: () => PeerDirectory;
    sessionClock?: Clock | undefined;
  },
): ReturnType<typeof buildAdmin> {
  const { gateway, entrance, directory, sessionClock = systemClock } = parts;
  const { people, tally, gatewayKey } = entrance;
  const { publicUrl, trustedProxies, oidc } = settings.signIn;
  const names = namesOf(settings, directory);
  return buildAdmin({
    gateway,
    people,
    denied: (denial) => tally.denied(denial),
    gatewayKey,
    clock,
    sessionClock,
    log,
    library: settings.agencies.length === 1 ? (settings.agencies[0]?.name ?? settings.name) : settings.name,
    timeZone: settings.page.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    agencyName: (key) => names.get(key) ?? key,
    ownAgencies: settings.agencies.map(({ id, name }) => ({
      key: keyOf(id, directory),
      value: id,
      label: name,
    })),
    hold: settings.page,
    trustedProxies,
    publicUrl,
    provider:
      oidc === undefined ? undefined : { reach: providerFrom(oidc, settings, directory), name: oidc.name },
  });
}

function namesOf({ agencies }: Settings, directory: () => PeerDirectory): ReadonlyMap<string, string> {
  return new Map(agencies.map(({ id, name }) => [keyOf(id, directory), name]));
}

function providerFrom(
  { issuer, clientId, scope, groupsClaim, groups }: ProviderSettings,
  { signIn }: Settings,
  directory: () => PeerDirectory,
): ReturnType<typeof buildIdentityProvider> {
  return buildIdentityProvider({
    issuer,
    clientId,
    clientSecret: clientSecretOf(signIn),
    scope,
    groupsClaim,
    groups: groups.map(({ group, role, agency }) => ({
      group,
      role: role satisfies Role,
      agency: agency === undefined ? EVERYWHERE : keyOf(agency, directory),
    })),
  });
}

/** The folded key of an agency of ours, by any of its names. Refuses one that is not ours. */
function keyOf(written: string, directory: () => PeerDirectory): string {
  const ours = directory().ours(agencyIdFrom(written));
  if (ours === undefined)
    throw new OperatorError(`signIn.oidc.groups names ${written}, which is none of our agencies.`);
  return ours.key;
}
