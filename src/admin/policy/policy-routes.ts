import type { Request, Response, Router } from 'express';
import type { Caller } from '../../access/index.js';
import type { DryRunPart } from '../../audit/index.js';
import { policyProfileNames, type Tree } from '../../config/index.js';
import type { PolicyAsked, PolicyDesk } from '../../desk/index.js';
import { present } from '../../loan/present.js';
import { answerNoPage } from '../answer-page-errors.js';
import { sendPage } from '../frame/send-page.js';
import { textIn, withQuery, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { dryRunPage, type TriedOut } from './dry-run-page.js';
import { setIn, treeIn } from './policy-form.js';
import { policyPage, type PolicyShown } from './policy-page.js';

const DAYS = 90;
const DAY_MS = 86_400_000;
const PART = 500;
/** Requests that are played through while somebody waits; the command line goes further. */
const REQUESTS_AT_MOST = 2_000;
const HISTORY = 30;

type Outcome = Awaited<ReturnType<PolicyDesk['undo'] | PolicyDesk['changeCalendar']>>;

/** What clocks count by, shown and changed: nothing is saved that was not tried out, and everything can be taken back. */
export function policyPages(parts: PageParts): Router {
  const { policies } = parts.gateway;
  return pageRouter({
    'GET /policy': (req, res) => show(req, res, { parts }),
    'POST /policy/dry-run': (req, res) => tryOut(req, res, { parts, asked: askedIn(req, policies) }),
    'POST /policy': (req, res) => save(req, res, parts),
    'POST /policy/undo': async (req, res) => {
      const seq = Number(textIn(req.body, 'seq') ?? 0);
      const by = signedOf(res).caller;
      await then(req, res, { parts, outcome: await policies.undo({ seq }, by) });
    },
    'POST /calendars/closures': async (req, res) => {
      const [from = '', to = '', why = ''] = ['from', 'to', 'why'].map((name) => textIn(req.body, name));
      await closures(req, res, { parts, change: (known) => ({ ...known, [`${from}/${to}`]: why }) });
    },
    'POST /calendars/closures/remove': async (req, res) => {
      const range = textIn(req.body, 'range') ?? '';
      const change = (known: Closures): Closures =>
        Object.fromEntries(Object.entries(known).filter(([each]) => each !== range));
      await closures(req, res, { parts, change });
    },
  });
}

async function show(
  req: Request,
  res: Response,
  {
    parts,
    faults,
    peer = textIn(req.query, 'peer'),
  }: { parts: PageParts; faults?: string[]; peer?: string | undefined },
): Promise<void> {
  const { policies, work } = parts.gateway;
  const view = policies.show(peer);
  if (!('policy' in view)) {
    await answerNoPage(parts.readerOf)(req, res, () => undefined);
    return;
  }
  const reader = parts.readerOf(req, res);
  const shown: PolicyShown = {
    ...present({
      view,
      peer,
      faults,
      outcome: wordIn(req.query, 'outcome', ['changed', 'unchanged'] as const),
    }),
    peers: work.peers(),
    history: await policies.history(HISTORY),
    calendars: policies.calendars(),
    peerCalendars: policies.peerCalendars(),
  };
  const page = policyPage(shown, reader);
  sendPage(res, faults === undefined ? page : { ...page, statusCode: 422 }, reader);
}

/** Single values over what stands below them, or another profile below the same values. */
function askedIn(req: Request, policies: PolicyDesk): PolicyAsked {
  const peer = textIn(req.body, 'peer');
  const profile = wordIn(req.body, 'profile', policyProfileNames);
  const set: Tree =
    textIn(req.body, 'form') === 'values'
      ? setIn(req.body, policies.below(peer))
      : treeIn(textIn(req.body, 'set'));
  return { set, ...present({ peer, profile }) };
}

async function tryOut(
  req: Request,
  res: Response,
  { parts, asked, isReasonMissing }: { parts: PageParts; asked: PolicyAsked; isReasonMissing?: true },
): Promise<void> {
  const reader = parts.readerOf(req, res);
  const run = await dryRun(asked, { now: reader.now, by: signedOf(res).caller }, parts);
  if ('faults' in run) return show(req, res, { parts, faults: run.faults, peer: asked.peer });
  const { peer, profile, set } = asked;
  const tried: TriedOut = {
    ...present({ peer, profile, isReasonMissing }),
    ...{ set: JSON.stringify(set), run, days: DAYS },
  };
  const page = dryRunPage(tried, reader);
  sendPage(res, isReasonMissing === true ? { ...page, statusCode: 422 } : page, reader);
}

async function dryRun(
  asked: PolicyAsked,
  { now, by }: { now: Date; by: Caller },
  { gateway }: PageParts,
): Promise<TriedOut['run'] | { faults: string[] }> {
  const [from, to] = [new Date(now.getTime() - DAYS * DAY_MS).toISOString(), now.toISOString()];
  const whole: TriedOut['run'] = { loans: 0, tally: {}, differences: [] };
  let after: string | undefined;
  do {
    const part = await gateway.policies.dryRun(
      { ...asked, from, to, limit: PART, ...present({ after }) },
      by,
    );
    if ('kind' in part) return { faults: part.kind === 'faults' ? part.faults : [] };
    add(whole, part);
    after = part.next;
  } while (after !== undefined && whole.loans < REQUESTS_AT_MOST);
  return whole;
}

function add(whole: TriedOut['run'], part: DryRunPart): void {
  whole.loans += part.loans;
  whole.differences.push(...part.differences);
  for (const [name, { now, then: after }] of Object.entries(part.tally)) {
    const rule = name as keyof DryRunPart['tally'];
    const before = whole.tally[rule] ?? { now: 0, then: 0 };
    whole.tally[rule] = { now: before.now + now, then: before.then + after };
  }
}

async function save(req: Request, res: Response, parts: PageParts): Promise<void> {
  const { policies } = parts.gateway;
  const asked = askedIn(req, policies);
  const reason = textIn(req.body, 'reason') ?? '';
  if (reason.length < 3) return tryOut(req, res, { parts, asked, isReasonMissing: true });
  const outcome = await policies.change({ ...asked, reason }, signedOf(res).caller);
  await then(req, res, { parts, outcome, peer: asked.peer });
}

type Closures = Readonly<Record<string, string>>;

/** All closures of one of our agencies as they are to be from now on; its other days stay as they were set. */
async function closures(
  req: Request,
  res: Response,
  { parts, change }: { parts: PageParts; change: (known: Closures) => Closures },
): Promise<void> {
  const { policies } = parts.gateway;
  const agency = textIn(req.body, 'agency') ?? '';
  const known = policies.calendars().find((each) => each.agency === agency);
  const set = { ...known?.set, closures: change(known?.calendar.closures ?? {}) };
  const reason = textIn(req.body, 'why') ?? `No longer closed: ${textIn(req.body, 'range') ?? ''}.`;
  const outcome = await policies.changeCalendar({ agency, set, reason }, signedOf(res).caller);
  await then(req, res, { parts, outcome });
}

async function then(
  req: Request,
  res: Response,
  { parts, outcome, peer }: { parts: PageParts; outcome: Outcome; peer?: string | undefined },
): Promise<void> {
  if (outcome.kind === 'changed' || outcome.kind === 'unchanged')
    res.redirect(303, withQuery('/policy', { peer, outcome: outcome.kind }));
  else if (outcome.kind === 'faults') await show(req, res, { parts, faults: outcome.faults, peer });
  else await answerNoPage(parts.readerOf)(req, res, () => undefined);
}
