import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { Report } from '../../../conform/index.js';
import { OperatorError, reasonOf } from '../../../platform/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { followTest } from '../../conform/follow-test.js';
import { numberWithin } from '../../conform/number-option.js';
import { reportWords } from '../../conform/report-words.js';
import { writeReport } from '../../conform/write-report.js';
import { ExitCode } from '../../exit.js';

export interface ConformOptions extends ApiOptions {
  peer?: string;
  as?: 'requester' | 'supplier';
  wait?: number;
  answers: number;
  rate: number;
  out?: string;
}

/** `lendwire conform`: what can be seen of a peer from outside, on test messages that say so. */
export function addConform(program: Command, cli: Cli): void {
  const conform = program
    .command('conform')
    .summary('test a peer, and write a signed report')
    .description(
      'Plays both roles against a peer, one marked test message at a time: what is well-formed and what is not, agencies, ids, times, codes, repeats, confirmations, HTTP, and a loan as far as the peer goes along. Every test message says that nothing shall be supplied, and whatever it opens is cancelled at the end. Nothing of it is a request of yours, and no profile is changed: the report proposes one.',
    )
    .option('--peer <id>', 'the peer, by the id that `lendwire peers list` shows')
    .addOption(
      new Option(
        '--as <role>',
        'our side: as requester the peer supplies; both where it is left out',
      ).choices(['requester', 'supplier']),
    )
    .option(
      '--wait <seconds>',
      'how long somebody at the peer is waited for, who opens a request with the test’s mark or ships one (as supplier 300, else 0)',
      numberWithin(0, 3600),
    )
    .option(
      '--answers <seconds>',
      'how long the peer’s own messages are waited for',
      numberWithin(0, 600),
      10,
    )
    .option('--rate <messages>', 'messages a second at most', numberWithin(0.1, 200), 2)
    .option('--out <folder>', 'where report.json and report.html go (./conform-PEER-DATE)');
  withApiOptions(conform)
    .action((options: ConformOptions) => test(cli, options))
    .addHelpText('after', afterHelp);
  conform
    .command('verify <report>')
    .summary('check that nobody has changed a report.json')
    .description('Checks the signature of a report.json. It needs no gateway and no database.')
    .option(
      '--key <fingerprint>',
      'believe only this key: `lendwire keys fingerprint` of the gateway that tested',
    )
    .action((file: string, options: { key?: string }) => verify(cli, file, options.key));
}

const afterHelp = `
The test runs in the gateway, which shows the peer the keys that it shows for real messages and hears what the peer
sends back. It is an entry of the ledger when it begins and when it ends, with the hash of the report. Ctrl-C ends it
early: what was opened by then is cancelled, and the report says what was not tried.

Exit codes: 0 everything that must hold holds, 1 something does not, 2 the peer could not be tested.

  lendwire conform --peer umea --as requester
  lendwire conform --peer umea --as supplier --wait 600
  lendwire conform verify conform-umea-2026-03-02/report.json --key 8d2f-…`;

const WAIT_AS_SUPPLIER = 300;

async function test(cli: Cli, options: ConformOptions): Promise<void> {
  const { peer, as, wait, answers, rate, out } = options;
  if (peer === undefined) throw new OperatorError('Say which peer, with --peer.');
  const client = openClient(cli, options);
  const waitSeconds = wait ?? (as === 'supplier' ? WAIT_AS_SUPPLIER : 0);
  const asked = { waitSeconds, answerSeconds: answers, messagesPerSecond: rate, ...(as && { as }) };
  const signed = await followTest(cli, { client, peer, asked });
  const folder = out ?? `conform-${peer}-${signed.report.startedAt.slice(0, 10)}`;
  const written = await writeReport(folder, signed);
  cli.terminal.out(reportWords(signed, cli.terminal));
  cli.terminal.out(`\n${written.join('\n')}`);
  cli.exitCode = exitOf(signed.report);
}

function exitOf({ outcome, summary }: Report): ExitCode {
  if (outcome === 'cannot-run') return ExitCode.CouldNotRun;
  return summary.must.failed === 0 ? ExitCode.Done : ExitCode.Failed;
}

async function verify(cli: Cli, file: string, key: string | undefined): Promise<void> {
  const { verifyReport } = await import('../../../conform/index.js');
  const found = verifyReport(readReport(file), key);
  if (found.kind !== 'genuine') cli.exitCode = ExitCode.Failed;
  cli.terminal.out(authenticityWords[found.kind](found as never));
}

interface Genuine {
  fingerprint: string;
  report: Report;
}

const authenticityWords = {
  genuine: ({ report, fingerprint }: Genuine) =>
    `The report is as ${report.gateway} signed it on ${report.endedAt.slice(0, 10)}, about ${report.peer.id}.\nKey: ${fingerprint}`,
  altered: () => 'The report is not as it was signed: somebody has changed it.',
  'another-key': ({ fingerprint }: Pick<Genuine, 'fingerprint'>) =>
    `The report is signed by another key than the one that you named: ${fingerprint}`,
  'no-report': () => 'This is no report of a conformance test.',
} as const;

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new OperatorError(`The report ${file} ${why}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
