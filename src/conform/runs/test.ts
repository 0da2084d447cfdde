import type { AgencyId, Edition } from '../../iso18626/index.js';
import type { Peer } from '../../peers/index.js';
import { Verdict, skipped, type Check, type Finding } from '../check.js';
import type { Role } from '../role.js';
import { checksOf } from '../checks/index.js';
import { agencyOf, proposalOf } from '../report/proposal.js';
import { REPORT_FORMAT, type Report } from '../report/report.js';
import { countsOf, type Result } from '../report/result.js';
import { wellFormed } from '../talk/exchange.js';
import { buildComposer } from '../talk/compose.js';
import type { Inbox } from '../talk/inbox.js';
import { Interrupted, buildPlay, type Line, type Play } from '../talk/play.js';
import { pacing } from './pacing.js';

/** One test of one peer. */
export interface TestOptions {
  gateway: string;
  id: string;
  peer: Peer;
  ours: AgencyId;
  theirs: AgencyId;
  /** `TYPE:VALUE`, for people. */
  agency: string;
  edition: Edition;
  mark: string;
  roles: readonly Role[];
  line: Line;
  inbox: Inbox;
  messagesPerSecond: number;
  patience: { answerMs: number; personMs: number };
  now(): Date;
  wait(milliseconds: number): Promise<void>;
  isStopped: () => boolean;
  /** The process ends: there is no time to take anything back. */
  isClosing: () => boolean;
  /** Told before each check and after it. */
  told(step: Step): void;
}

export type Step = { kind: 'begins'; check: Check } | { kind: 'ended'; result: Result };

const letters: Readonly<Record<Role, string>> = { requester: 'R', supplier: 'S' };

/** Tries everything, one message at a time. Never throws for what the peer does. */
export async function test(options: TestOptions): Promise<Report> {
  const startedAt = options.now().toISOString();
  const pace = pacing(options);
  const plays: Play[] = [];
  const results: Result[] = [];
  let exchanges = 0;
  let ending: Ending | undefined;
  for (const as of options.roles) {
    const play = playOf(options, as, { pace: () => pace(), nextNumber: () => ++exchanges });
    plays.push(play);
    for (const check of checksOf[as]) {
      options.told({ kind: 'begins', check });
      const why = whyNot(check, options, ending);
      const finding = why === undefined ? await findingOf(check, play) : skipped(why);
      const result = resultOf(check, finding, play);
      results.push(result);
      options.told({ kind: 'ended', result });
      ending ??= endingOf(options, plays);
    }
  }
  return reportOf(options, { startedAt, plays, results, outcome: ending?.outcome ?? 'whole' });
}

/** Why a check is not tried. What was opened is taken back all the same, unless the peer does not answer. */
function whyNot(
  { cleansUp }: Check,
  { isStopped, isClosing }: TestOptions,
  ending: Ending | undefined,
): string | undefined {
  if (ending === undefined) return undefined;
  const mayCleanUp = cleansUp === true && ending.outcome === 'stopped' && isStopped() && !isClosing();
  return mayCleanUp ? undefined : ending.why;
}

function playOf(
  options: TestOptions,
  as: Role,
  shared: { pace: () => Promise<void>; nextNumber: () => number },
): Play {
  const { ours, theirs, edition, mark, line, inbox, patience } = options;
  const parties =
    as === 'requester' ? { requester: ours, supplier: theirs } : { requester: theirs, supplier: ours };
  // What a requester is told by: in what we say as supplier there is no place for it.
  const authentication = as === 'requester' ? { authentication: line.inMessage } : {};
  const composer = buildComposer({ ...parties, edition, mark, letter: letters[as], ...authentication }, () =>
    options.now(),
  );
  return buildPlay({
    ...{ as, line, composer, inbox, patience, ...shared },
    clock: () => performance.now(),
    isStopped: () => options.isStopped(),
  });
}

async function findingOf(check: Check, play: Play): Promise<Finding> {
  play.check = check.id;
  play.isCleaningUp = check.cleansUp === true;
  try {
    return await check.run(play);
  } catch (thrown) {
    if (thrown instanceof Interrupted) return skipped('the test was stopped');
    throw thrown;
  }
}

function resultOf({ id, statements, title, as, severity }: Check, finding: Finding, play: Play): Result {
  const { verdict, why, remarks, severity: lesser } = finding;
  const mine = play.sent.filter(({ exchange }) => exchange.check === id);
  return {
    ...{ id, statements, title, as, verdict },
    severity: verdict === Verdict.Failed && lesser !== undefined ? lesser : severity,
    ...(why === undefined ? {} : { why: wellFormed(play.line.hide(why)) }),
    ...(remarks === undefined ? {} : { remarks: remarks.map((one) => wellFormed(play.line.hide(one))) }),
    exchanges: mine.map(({ exchange }) => exchange.number),
  };
}

interface Ending {
  outcome: Report['outcome'];
  why: string;
}

const MOST_UNANSWERED = 5;
/** What a first message is answered where the address or the keys are wrong: nothing that follows could be judged. */
const NOT_LET_IN: ReadonlySet<number> = new Set([401, 403, 404, 407]);

function endingOf(options: TestOptions, plays: readonly Play[]): Ending | undefined {
  if (options.isStopped()) return { outcome: 'stopped', why: 'the test was stopped' };
  const answers = plays.flatMap(({ sent }) => sent.map(({ answer }) => answer));
  const [first] = answers;
  if (first?.kind === 'nothing')
    return { outcome: 'cannot-run', why: `the peer cannot be reached: ${first.cause}` };
  if (first?.kind === 'other' && NOT_LET_IN.has(first.statusCode))
    return { outcome: 'cannot-run', why: `the peer does not let us in: HTTP ${first.statusCode}` };
  const lately = answers.slice(-MOST_UNANSWERED);
  if (lately.length === MOST_UNANSWERED && lately.every(({ kind }) => kind === 'nothing'))
    return { outcome: 'stopped', why: `${MOST_UNANSWERED} messages in a row had no answer` };
  return undefined;
}

interface Made {
  startedAt: string;
  plays: readonly Play[];
  results: readonly Result[];
  outcome: Report['outcome'];
}

function reportOf(options: TestOptions, { startedAt, plays, results, outcome }: Made): Report {
  const { gateway, id, peer, agency, edition, mark, roles, inbox } = options;
  const exchanges = plays.flatMap((play) => play.sent.map(({ exchange }) => ({ ...exchange, as: play.as })));
  const heard = inbox.heard.map(({ message: _message, ...kept }) => kept);
  return {
    format: REPORT_FORMAT,
    ...{ gateway, agency, mark, roles, outcome, startedAt, results, exchanges, heard },
    peer: { id, name: peer.name, url: peer.url, agency: agencyOf(peer) },
    edition: edition.id,
    endedAt: options.now().toISOString(),
    summary: { ...countsOf(results), messages: exchanges.length, heard: heard.length },
    proposal: proposalOf({ id, peer, plays, results }),
  };
}
