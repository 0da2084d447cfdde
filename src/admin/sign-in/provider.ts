import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  discovery,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import type { Introduced, Role, RolesByAgency } from '../../access/index.js';

export interface ProviderOptions {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  scope: string;
  groupsClaim: string;
  /** Which group gives which role; `agency` is the folded key of one of ours, or `EVERYWHERE`. */
  groups: readonly { group: string; role: Role; agency: string }[];
}

/** What has to come back unchanged from a sign-in that was begun. */
export interface Begun {
  state: string;
  nonce: string;
  verifier: string;
}

/** The library's identity provider, by OpenID Connect: authorization code with PKCE, state and nonce. */
export interface IdentityProvider {
  /** Where to send the browser. Throws where the provider does not answer. */
  begin(redirectUri: string): Promise<{ url: string; begun: Begun }>;
  /** Who came back. Throws where anything about it is not as it was begun. */
  finish(cameBack: URL, begun: Begun): Promise<Introduced>;
}

const TIMEOUT_SECONDS = 10;

export function buildIdentityProvider(options: ProviderOptions): IdentityProvider {
  let discovered: Promise<Configuration> | undefined;

  /** Asked once; a provider that did not answer is asked again by the next who signs in. */
  function configuration(): Promise<Configuration> {
    discovered ??= discover(options).catch((thrown: unknown) => {
      discovered = undefined;
      throw thrown;
    });
    return discovered;
  }

  return {
    async begin(redirectUri) {
      const config = await configuration();
      const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scope,
        code_challenge: await calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
      });
      return { url: url.href, begun };
    },
    async finish(cameBack, { state, nonce, verifier }) {
      const config = await configuration();
      const tokens = await authorizationCodeGrant(config, cameBack, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return introducedBy(await claimsOf(config, tokens, options.groupsClaim), options);
    },
  };
}

function discover({ issuer, clientId, clientSecret }: ProviderOptions): Promise<Configuration> {
  const how = clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
  const isPlain = issuer.startsWith('http://');
  return discovery(new URL(issuer), clientId, undefined, how, {
    timeout: TIMEOUT_SECONDS,
    // The settings let a plain address through on loopback alone.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
    ...(isPlain ? { execute: [allowInsecureRequests] } : {}),
  });
}

type Claims = Readonly<Record<string, unknown>> & { iss: string; sub: string };

/** What the signed token says; what it leaves out is asked for, and must be about the same person. */
async function claimsOf(
  config: Configuration,
  tokens: TokenEndpointResponse & TokenEndpointResponseHelpers,
  groupsClaim: string,
): Promise<Claims> {
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('the identity provider sent no ID token');
  if (claims[groupsClaim] !== undefined || config.serverMetadata().userinfo_endpoint === undefined)
    return claims;
  return { ...(await fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
}

function introducedBy(claims: Claims, { groups, groupsClaim }: ProviderOptions): Introduced {
  const held = claims[groupsClaim];
  const names = Array.isArray(held) ? held : [held];
  const roles: Record<string, Role[]> = {};
  for (const { group, role, agency } of groups)
    if (names.includes(group)) roles[agency] = [...new Set([...(roles[agency] ?? []), role])];
  return {
    issuer: claims.iss,
    subject: claims.sub,
    person: personOf(claims),
    roles: roles satisfies RolesByAgency,
  };
}

function personOf(claims: Claims): Introduced['person'] {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
  };
  const [name, email] = [text('name'), text('email')];
  return {
    login: text('preferred_username') ?? email ?? claims.sub,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  };
}
