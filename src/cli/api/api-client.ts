import { OperatorError } from '../../platform/index.js';
import { ExitCode, Stopped } from '../exit.js';
import { problemIn, problemSentence, type ProblemDocument } from './problem-sentence.js';

export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Readonly<Record<string, string | undefined>>;
  body?: unknown;
  /** Instead of a body: a form with files. */
  form?: FormData;
  /** Instead of a body as JSON: bytes as they are. */
  bytes?: { type: string; content: Uint8Array };
  headers?: Readonly<Record<string, string>>;
  /** How long this answer may take, where it is more than others need. */
  deadlineMs?: number;
}

export interface ApiAnswer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** A running gateway's API, as one token sees it. */
export interface ApiClient {
  readonly url: string;
  /** Throws `ApiRefusal` for a problem document and `GatewayUnreachable` where none comes. */
  call<Body extends object>(call: ApiCall): Promise<ApiAnswer<Body>>;
  /** The bytes of a file. */
  fetchFile(asked: Pick<ApiCall, 'path' | 'query'>): Promise<{ bytes: Buffer }>;
}

/** Nothing answers there, or not a gateway. */
export class GatewayUnreachable extends Stopped {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, ExitCode.NoGateway, options);
  }
}

/** The gateway has answered with a problem; the message is its sentence. */
export class ApiRefusal extends OperatorError {
  readonly problem: ProblemDocument;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemDocument, retryAfterSeconds: number | undefined) {
    super(problemSentence(problem));
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How long one answer may take: a call of 200 loan records is one commit, and may wait behind others. */
const DEADLINE_MS = 60_000;

export function apiClient(to: { url: string; token: string; deadlineMs?: number }): ApiClient {
  const base = baseOf(to.url);
  return {
    url: base.href.replace(/\/$/, ''),
    async call<Body extends object>(call: ApiCall): Promise<ApiAnswer<Body>> {
      const answer = await send(call, { ...to, base });
      const body = await bodyOf(answer, base);
      if (answer.ok) return { status: answer.status, body: body as Body, headers: answer.headers };
      const problem = problemIn(body);
      if (problem === undefined) throw notAGateway(answer, base);
      throw refusalOf(problem, answer);
    },
    async fetchFile(asked) {
      const answer = await send({ ...asked, method: 'GET', headers: { accept: '*/*' } }, { ...to, base });
      if (answer.ok) return { bytes: Buffer.from(await answer.arrayBuffer()) };
      const problem = problemIn(await bodyOf(answer, base));
      throw problem === undefined ? notAGateway(answer, base) : refusalOf(problem, answer);
    },
  };
}

function baseOf(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new OperatorError(`${url} is no address of a gateway: write it like http://127.0.0.1:8626`);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

async function send(
  call: ApiCall,
  { base, token, deadlineMs = DEADLINE_MS }: { base: URL; token: string; deadlineMs?: number },
): Promise<Response> {
  const address = new URL(call.path.replace(/^\//, ''), base);
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) address.searchParams.set(name, value);
  const sent = sentOf(call);
  try {
    return await fetch(address, {
      method: call.method,
      // A redirect would carry the token to whoever it names.
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...sent.headers,
        ...call.headers,
      },
      ...(sent.body === undefined ? {} : { body: sent.body }),
      signal: AbortSignal.timeout(call.deadlineMs ?? deadlineMs),
    });
  } catch (thrown) {
    throw unreachable(thrown, base);
  }
}

function sentOf({ body, bytes, form }: ApiCall): {
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | FormData;
} {
  if (form !== undefined) return { headers: {}, body: form };
  if (bytes !== undefined)
    return { headers: { 'content-type': bytes.type }, body: Uint8Array.from(bytes.content) };
  if (body === undefined) return { headers: {} };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function bodyOf(answer: Response, base: URL): Promise<unknown> {
  try {
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  } catch (thrown) {
    throw thrown instanceof SyntaxError ? notAGateway(answer, base) : unreachable(thrown, base);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host’s name cannot be resolved',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

function unreachable(thrown: unknown, base: URL): GatewayUnreachable {
  const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
  const code = codeOf(thrown);
  const why = isLate ? 'no answer in time' : (reasons[code] ?? (code || 'no connection'));
  return new GatewayUnreachable(
    `No gateway answers at ${base.origin} (${why}). Start it with \`lendwire serve\`, or say where it is with --url or LENDWIRE_URL.`,
    { cause: thrown },
  );
}

function codeOf(thrown: unknown): string {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return code;
    if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  }
  return '';
}

function notAGateway(answer: Response, base: URL): GatewayUnreachable {
  return new GatewayUnreachable(
    `What answers at ${base.origin} is no Lendwire gateway (HTTP ${answer.status}). Say where the gateway is with --url or LENDWIRE_URL.`,
  );
}

function refusalOf(problem: ProblemDocument, answer: Response): Error {
  if (problem.status === 401)
    return new Stopped(
      'The gateway does not know this token, or it was revoked. Make one with `lendwire tokens add NAME --scope SCOPE` and give it with LENDWIRE_TOKEN or --token.',
      ExitCode.NoGateway,
    );
  if (problem.status === 403)
    return new Stopped(
      `${problemSentence(problem)} Make one that may with \`lendwire tokens add NAME --scope ${problem.scope ?? 'SCOPE'}\`.`,
      ExitCode.NoGateway,
    );
  return new ApiRefusal(problem, secondsIn(answer.headers.get('retry-after')));
}

/** `Retry-After` in seconds; a date counts from now. */
function secondsIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
