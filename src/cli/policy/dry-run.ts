import type { DryRunPart, DryRunTally, LoanDifference } from '../../audit/index.js';
import type { Tree } from '../../config/index.js';
import type { PlanRule } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { openClient, type ApiOptions } from '../api/open-client.js';
import type { Cli } from '../cli.js';
import { table, type Column } from '../terminal/table.js';

export interface DryRunOptions extends ApiOptions {
  profile?: string;
  peer?: string;
  from?: string;
  to?: string;
  loans?: string;
  json?: true;
}

const DAY = 86_400_000;
const LOANS_AT_MOST = 10_000;
const PART = 200;
/** Differences that are named one by one. */
const NAMED = 20;

interface Whole {
  loans: number;
  tally: DryRunTally;
  differences: LoanDifference[];
  /** Whether there were more requests than were asked for. */
  cut: boolean;
}

/** Plays the history of requests under another policy, a part at a time, and tells what would have been otherwise. */
export async function runDryRun(cli: Cli, asked: DryRunOptions & { set: Tree }): Promise<void> {
  const whole = await readAll(cli, asked);
  if (asked.json === true) cli.terminal.out(JSON.stringify(whole));
  else cli.terminal.out(inWords(whole, cli));
}

async function readAll(cli: Cli, asked: DryRunOptions & { set: Tree }): Promise<Whole> {
  const client = openClient(cli, asked);
  const most = asked.loans === undefined ? LOANS_AT_MOST : Math.max(1, Number.parseInt(asked.loans, 10) || 1);
  const whole: Whole = { loans: 0, tally: {}, differences: [], cut: false };
  let after: string | undefined;
  do {
    const limit = Math.min(PART, most - whole.loans);
    if (limit === 0) return { ...whole, cut: true };
    const body = present({ ...bodyOf(asked), limit, after });
    const part = await client.call<DryRunPart>({ method: 'POST', path: '/api/v1/policy/dry-run', body });
    add(whole, part.body);
    if (cli.terminal.isWatched) cli.terminal.err(`${String(whole.loans)} requests`);
    after = part.body.next;
  } while (after !== undefined);
  return whole;
}

function bodyOf({ profile, peer, set, from, to }: DryRunOptions & { set: Tree }): object {
  const now = Date.now();
  return {
    set,
    profile,
    peer,
    from: from ?? new Date(now - 90 * DAY).toISOString(),
    to: to ?? new Date(now).toISOString(),
  };
}

function add(whole: Whole, part: DryRunPart): void {
  whole.loans += part.loans;
  whole.differences.push(...part.differences);
  for (const [name, { now, then }] of Object.entries(part.tally)) {
    const before = whole.tally[name as PlanRule] ?? { now: 0, then: 0 };
    whole.tally[name as PlanRule] = { now: before.now + now, then: before.then + then };
  }
}

const tallyColumns: Column<[string, { now: number; then: number }]>[] = [
  { head: 'CLOCK', of: ([rule]) => rule },
  { head: 'NOW', of: ([, { now }]) => String(now) },
  { head: 'THEN', of: ([, { then }]) => String(then) },
];

const differenceColumns: Column<LoanDifference>[] = [
  { head: 'REQUEST', of: ({ loan }) => loan },
  { head: 'CLOCK', of: ({ rule }) => rule },
  { head: 'NOW', of: ({ now }) => daysOf(now) },
  { head: 'THEN', of: ({ then }) => daysOf(then) },
];

function daysOf(times: readonly string[]): string {
  return times.length === 0 ? '–' : times.map((at) => at.slice(0, 10)).join(', ');
}

function inWords({ loans, tally, differences, cut }: Whole, { terminal }: Cli): string {
  const rows = Object.entries(tally).sort(([one], [other]) => one.localeCompare(other));
  const requests = new Set(differences.map(({ loan }) => loan)).size;
  const more =
    differences.length > NAMED ? [`and ${String(differences.length - NAMED)} more (--json has all)`] : [];
  return [
    `${String(loans)} requests played through${cut ? ', and there are more (--loans)' : ''}.`,
    ...(rows.length === 0 ? ['No clock strikes in that time.'] : [table(tallyColumns, rows, terminal)]),
    '',
    requests === 0
      ? 'Nothing would be otherwise.'
      : `${String(requests)} requests would have gone otherwise:`,
    ...(requests === 0 ? [] : [table(differenceColumns, differences.slice(0, NAMED), terminal), ...more]),
  ].join('\n');
}
