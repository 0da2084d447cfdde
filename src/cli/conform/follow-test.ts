import type { Result, SignedReport, TestView } from '../../conform/index.js';
import { OperatorError } from '../../platform/index.js';
import type { ApiClient } from '../api/api-client.js';
import type { Cli } from '../cli.js';
import { plain } from '../terminal/text.js';

const LOOK_EVERY_MS = 500;

/** Begins a test in the gateway, says on standard error how it goes, and answers its report. Ctrl-C ends the test, not the command. */
export async function followTest(
  cli: Cli,
  { client, peer, asked }: { client: ApiClient; peer: string; asked: object },
): Promise<SignedReport> {
  const path = `/api/v1/peers/${encodeURIComponent(peer)}/conformance`;
  const { body: begun } = await client.call<{ mark: string; checks: number }>({
    ...{ method: 'POST', path, body: asked },
  });
  cli.terminal.err(`Testing ${peer}: ${begun.checks} checks. The mark of this test is ${begun.mark}.`);
  const stop = (): void => {
    cli.terminal.err('Ending the test: what it opened is cancelled, and what is left is not tried.');
    client.call({ method: 'DELETE', path }).catch(() => undefined);
  };
  process.once('SIGINT', stop);
  try {
    return await untilDone(cli, client, path);
  } finally {
    process.off('SIGINT', stop);
  }
}

async function untilDone(cli: Cli, client: ApiClient, path: string): Promise<SignedReport> {
  const said = { results: 0, waitsFor: '' };
  for (;;) {
    const { body: view } = await client.call<TestView>({ method: 'GET', path });
    sayNew(cli, view, said);
    if (view.signed !== undefined) return view.signed;
    if (view.state !== 'running') throw new OperatorError(view.why ?? 'The test broke off.');
    await cli.wait(LOOK_EVERY_MS);
  }
}

/** A line for each new result; what is waited for, once. */
function sayNew({ terminal }: Cli, view: TestView, said: { results: number; waitsFor: string }): void {
  const { results, checks, now = '', mark } = view;
  for (const result of results.slice(said.results)) {
    said.results += 1;
    if (result.verdict === 'skipped') continue;
    terminal.err(`${String(said.results).padStart(4)}/${checks}  ${signOf(result)}  ${result.title}`);
    if (result.verdict === 'failed') terminal.err(`${' '.repeat(11)}${plain(result.why ?? '')}`);
  }
  if (!waitsForPeople.has(now) || said.waitsFor === now) return;
  said.waitsFor = now;
  terminal.err(
    `Waiting for a request of the peer to us with ${mark} in its title or note … Ctrl-C ends the test.`,
  );
}

const waitsForPeople: ReadonlySet<string> = new Set([
  'A request of the peer, opened for the test, is well written',
]);

export function signOf({ verdict, severity }: Pick<Result, 'verdict' | 'severity'>): string {
  if (verdict !== 'failed') return signs[verdict];
  return severity === 'must' ? 'FAIL' : severity === 'should' ? 'weak' : 'note';
}

const signs = { passed: 'ok  ', 'not-seen': '?   ', skipped: '-   ' } as const;
