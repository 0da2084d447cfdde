import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CredentialView } from '../../../desk/index.js';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import { variableOf } from '../../../config/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { readSecret } from '../../terminal/read-secret.js';
import { table, type Column } from '../../terminal/table.js';
import { minuteOf } from '../../terminal/times.js';

interface Options extends ApiOptions {
  json?: true;
  out?: true;
  kind?: string;
  header?: string;
  account?: string;
  network?: string[];
  fingerprint?: string;
  issuer?: string;
  name?: string;
  certificateFile?: string;
  keyFile?: string;
  secretFile?: string;
  secretEnv?: string;
  generate?: true;
  answersWithout?: true;
  expires?: string;
  keepHours?: string;
}

interface Asked {
  peer: string;
  id: string | undefined;
  options: Options;
}

const HELP = `
A secret is read from --secret-file, from the variable that --secret-env names, or from standard input; it is never an
argument. All that is demanded of a peer has to be shown at once.

  lendwire peers credentials south add --kind bearer --generate
  lendwire peers credentials south add --kind addresses --network 192.0.2.0/24
  lendwire peers credentials south add --kind certificate --certificate-file south.pem
  lendwire peers credentials south add --out --kind message --account UMUB --secret-file code.txt
  lendwire peers credentials south rotate ID --generate --keep-hours 72
  lendwire peers credentials south remove ID`;

/** `lendwire peers credentials`: what a peer has to show, and what we show it. */
export function addPeerCredentials(peers: Command, cli: Cli): void {
  withApiOptions(
    peers
      .command('credentials <peer> [verb] [id]')
      .summary('what a peer has to show, and what we show it: list, add, rotate, remove'),
  )
    .addHelpText('after', HELP)
    .option('--json', 'the list as the API gives it')
    .option('--out', 'what we show the peer; without it what the peer has to show')
    .option('--kind <kind>', 'basic, bearer, header, message, addresses, certificate or authority')
    .option('--header <name>', 'of the kind header: its name')
    .option('--account <name>', 'of the kinds basic and message')
    .option('--network <cidr...>', 'of the kind addresses')
    .option('--fingerprint <hex>', 'of the kind certificate: SHA-256 of the client certificate')
    .option('--issuer <name>', 'or the name of its authority, with --name')
    .option('--name <name>', 'a name in the certificate')
    .option('--certificate-file <file>', 'PEM: the one to pin, the one that we show, or the authority')
    .option('--key-file <file>', 'PEM: the private key of the one that we show')
    .option('--secret-file <file>', 'holds the secret')
    .option('--secret-env <variable>', 'holds the secret')
    .option('--generate', 'make a strong secret, and show it this once')
    .option('--answers-without', 'of the kind message: a supplier’s answers come without it')
    .option('--expires <moment>', 'when it counts no more, with its offset')
    .option('--keep-hours <hours>', 'rotate: how long the old one still counts; 168 where it is not said')
    .action(
      (...given: [peer: string, verb: string | undefined, id: string | undefined, options: Options]) => {
        const [peer, verb = 'list', id, options] = given;
        return act(cli, verb, { peer, id, options });
      },
    );
}

const verbs: Readonly<Record<string, (cli: Cli, asked: Asked) => Promise<void>>> = {
  list,
  add,
  rotate,
  remove,
};

async function act(cli: Cli, verb: string, asked: Asked): Promise<void> {
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (known === undefined)
    throw new OperatorError(`Say ${Object.keys(verbs).join(', ')} after the peer, not ${verb}.`);
  await known(cli, asked);
}

async function list(cli: Cli, { peer, options }: Asked): Promise<void> {
  const client = openClient(cli, options);
  const { body } = await client.call<{ items: CredentialView[] }>({ method: 'GET', path: pathOf(peer) });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else if (body.items.length === 0)
    cli.terminal.out(
      `Nothing is demanded of ${peer}, and nothing is shown to it: whoever names it is believed.`,
    );
  else cli.terminal.out(table(columns, body.items, cli.terminal));
}

const columns: Column<CredentialView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'WAY', of: ({ direction }) => direction },
  { head: 'KIND', of: ({ kind }) => kind },
  { head: 'WHAT', of: whatOf, mayCut: true },
  { head: 'EXPIRES', of: ({ expiresAt }) => (expiresAt === undefined ? '' : minuteOf(expiresAt)) },
  {
    head: 'OLD ONE UNTIL',
    of: ({ previousUntil }) => (previousUntil === undefined ? '' : minuteOf(previousUntil)),
  },
];

function whatOf({ header, networks, pin, answersWithout, fromFile }: CredentialView): string {
  const pinned =
    pin === undefined ? undefined : 'fingerprint' in pin ? pin.fingerprint : `${pin.name} by ${pin.issuer}`;
  return [
    header,
    networks?.join(' '),
    pinned,
    answersWithout === true ? 'answers come without it' : undefined,
    fromFile === true ? '(peers file)' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

async function add(cli: Cli, { peer, options }: Asked): Promise<void> {
  const { out, kind, header, answersWithout } = options;
  if (kind === undefined)
    throw new OperatorError('Say which kind of credential: --kind bearer, for example.');
  const body = {
    direction: out === true ? 'outgoing' : 'incoming',
    kind,
    ...given({ header, answersWithout }),
    ...(await valueOf(cli, options, needsSecret.has(kind))),
  };
  const made = await openClient(cli, options).call<Made>({ method: 'POST', path: pathOf(peer), body });
  tell(
    cli,
    `${made.body.id} is ${out === true ? 'shown to' : 'demanded of'} ${peer} from now on.`,
    made.body,
  );
}

const needsSecret: ReadonlySet<string> = new Set(['basic', 'bearer', 'header', 'message']);

interface Made {
  id: string;
  secret?: string;
}

async function rotate(cli: Cli, { peer, id, options }: Asked): Promise<void> {
  const client = openClient(cli, options);
  const { body: known } = await client.call<{ items: CredentialView[] }>({
    method: 'GET',
    path: pathOf(peer),
  });
  const kind = known.items.find((item) => item.id === id)?.kind ?? '';
  const { keepHours } = options;
  const { body } = await client.call<Made>({
    method: 'POST',
    path: `${pathOf(peer, needed(id))}/rotate`,
    body: {
      ...(await valueOf(cli, options, needsSecret.has(kind))),
      ...given({ keepHours: keepHours === undefined ? undefined : Number(keepHours) }),
    },
  });
  tell(cli, `${body.id} is another one now.`, body);
}

async function remove(cli: Cli, { peer, id, options }: Asked): Promise<void> {
  await openClient(cli, options).call({ method: 'DELETE', path: pathOf(peer, needed(id)) });
  cli.terminal.out(`${needed(id)} is removed: it is neither demanded nor shown any more.`);
}

function tell(cli: Cli, sentence: string, { secret }: Made): void {
  cli.terminal.out(secret === undefined ? sentence : `${sentence} The secret, shown this once:\n${secret}`);
}

function needed(id: string | undefined): string {
  if (id === undefined) throw new OperatorError('Say which credential: `list` shows their ids.');
  return id;
}

async function valueOf(cli: Cli, options: Options, hasSecret: boolean): Promise<object> {
  const { account, network, fingerprint, issuer, name, certificateFile, keyFile, generate, expires } =
    options;
  const secret = hasSecret && generate !== true ? await secretOf(cli, options) : undefined;
  return given({
    ...{ account, fingerprint, issuer, name, generate, secret },
    networks: network,
    expiresAt: expires,
    certificate: certificateFile === undefined ? undefined : textIn(certificateFile),
    privateKey: keyFile === undefined ? undefined : textIn(keyFile),
  });
}

async function secretOf(cli: Cli, { secretFile, secretEnv }: Options): Promise<string> {
  if (secretFile !== undefined) return textIn(secretFile).replace(/\r?\n$/, '');
  if (secretEnv === undefined) return (cli.secret ?? readSecret)('Secret: ');
  const held = variableOf(secretEnv, cli.env);
  if (held === undefined || held === '') throw new OperatorError(`The variable ${secretEnv} is not set.`);
  return held;
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new OperatorError(`The file ${file} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
}

function given(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function pathOf(peer: string, credential?: string): string {
  const base = `/api/v1/peers/${encodeURIComponent(peer)}/credentials`;
  return credential === undefined ? base : `${base}/${encodeURIComponent(credential)}`;
}
