import { testCauseOf } from '../../../admin/peers/test-cause.js';
import { english } from '../../../admin/words/en/index.js';
import type { PeerTestResult } from '../../../desk/index.js';
import { openClient, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { ExitCode } from '../../exit.js';
import { plain } from '../../terminal/text.js';

export type TestOptions = ApiOptions & { json?: true; show?: true };

/** As the API gives it. */
type Tested = Omit<PeerTestResult, 'verdict'> & { result: PeerTestResult['verdict'] };

/** A little more than the longest deadlines that a peer may have. */
const DEADLINE_MS = 31 * 60_000;

/** Sends a peer one message that it can only answer, and says in words what came of it. */
export async function testPeer(cli: Cli, id: string, options: TestOptions): Promise<void> {
  const { body } = await openClient(cli, options).call<Tested>({
    method: 'POST',
    path: `/api/v1/peers/${encodeURIComponent(id)}/test`,
    deadlineMs: DEADLINE_MS,
  });
  if (options.json === true) cli.terminal.out(JSON.stringify(body));
  else cli.terminal.out([sentence(id, body), ...(options.show === true ? exchanged(body) : [])].join('\n'));
  if (body.result !== 'reached') cli.exitCode = ExitCode.Failed;
}

const begins: Readonly<Record<Tested['result'], string>> = {
  reached: 'answers as it should',
  objects: 'answers, but objects',
  'not-reached': 'did not answer in the protocol',
};

function sentence(id: string, tested: Tested): string {
  const { result, cause, statusCode, durationMs, errors } = tested;
  const said = errors.map(({ errorType, errorValue }) => [errorType, errorValue].filter(Boolean).join(': '));
  const what = plain(said.length === 0 ? cause : said.join('; '));
  const how = [statusCode === undefined ? '' : `HTTP ${statusCode}`, `${durationMs} ms`].filter(Boolean);
  const advice =
    result === 'reached' ? english['test.reached-text'] : english[`test-advice.${testCauseOf(tested)}`];
  return `${id} ${begins[result]}: ${what} (${how.join(', ')}).\n${advice}`;
}

function exchanged({ url, sent, answer }: Tested): string[] {
  const lines = (text: string): string => text.split(/\r?\n/).map(plain).join('\n');
  return [
    `\nSent to ${plain(url)}:`,
    lines(sent),
    answer === undefined
      ? '\nNothing came back.'
      : `\nCame back as ${plain(answer.contentType)}:\n${lines(answer.text)}`,
  ];
}
