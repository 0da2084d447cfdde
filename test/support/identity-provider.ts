import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What this project uses of `oidc-provider`, which brings no types. */
interface Provider {
  callback(): (req: IncomingMessage, res: ServerResponse) => void;
  interactionFinished(req: IncomingMessage, res: ServerResponse, result: object): Promise<void>;
  Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
}
type ProviderClass = new (issuer: string, configuration: object) => Provider;

export interface Somebody {
  sub: string;
  name?: string;
  email?: string;
  groups?: string[];
}

export interface RunningProvider {
  issuer: string;
  /** Who signs in there next. */
  somebody: Somebody;
  /** Lets the gateway's callback be known, once it has a port. */
  stop(): Promise<void>;
}

export const CLIENT = { id: 'lendwire', secret: 'a secret of the tests' };

/** A real OpenID provider on loopback, at which whoever comes signs in as `somebody`, without being asked. */
export async function openProvider(port: () => number): Promise<RunningProvider> {
  // By a name that is no literal: the package has no types to look for.
  const name: string = 'oidc-provider';
  const { default: Provider } = (await import(name)) as { default: ProviderClass };
  const running: { handle?: (req: IncomingMessage, res: ServerResponse) => void } = {};
  const server = createServer((req, res) => running.handle?.(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: RunningProvider = {
    issuer,
    somebody: { sub: 'ada' },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  running.handle = (req, res) => {
    // Made at the first request, when the gateway has its port.
    running.handle = handlerOf(Provider, made, port());
    running.handle(req, res);
  };
  return made;
}

function handlerOf(
  ProviderOf: ProviderClass,
  made: RunningProvider,
  port: number,
): (req: IncomingMessage, res: ServerResponse) => void {
  const provider: Provider = new ProviderOf(
    made.issuer,
    configurationOf(made, port, () => provider),
  );
  const answer = provider.callback();
  return (req, res) => {
    if (req.url?.startsWith('/interaction/') !== true) answer(req, res);
    else
      void provider.interactionFinished(req, res, {
        login: { accountId: made.somebody.sub, remember: false },
      });
  };
}

interface Context {
  oidc: { client: { clientId: string }; session: { accountId: string } };
}

function configurationOf(made: RunningProvider, port: number, provider: () => Provider): object {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`http://127.0.0.1:${port}/oidc/callback`],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: () => ({ accountId: made.somebody.sub, claims: () => made.somebody }),
    pkce: { required: () => true },
    async loadExistingGrant({ oidc }: Context) {
      const { Grant } = provider();
      const grant = new Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  };
}
