import { actorOf, may, Right, type Caller } from '../../access/index.js';
import {
  previewAct,
  ruleContext,
  sendHeldActNow,
  termsOf,
  withdrawHeldAct,
  type ExchangeContext,
} from '../../exchange/index.js';
import { decode, fillHoles, type Message } from '../../iso18626/index.js';
import type { JsonValue, SealedEntry } from '../../ledger/index.js';
import {
  deadlineOf,
  placeOf,
  plan,
  possibleActs,
  type LoanView,
  type RuleContext,
  type SealedNotice,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { asTheyMeanIt } from '../../peers/index.js';
import { newId } from '../../platform/index.js';
import type { KeptMessage, WorkFilter, WorkPage, WorkScope } from '../../storage/index.js';
import type { DeskOptions } from './loan-record-desk.js';
import { rulingCaller } from '../terms/ruling-caller.js';
import { clockAt, nothingToDo, shownLoan, type ShownLoan } from './shown-loan.js';
import type { MessageSeen, RequestDetail, WorkAsked, WorkDesk, WorkItem, WorkList } from './work.js';

/** What staff work from, over the page. */
export function buildWorkDesk(options: DeskOptions): WorkDesk {
  const { committer, readers, context } = options;
  const scopeOf = (by: Caller): WorkScope => ({
    now: options.clock.now(),
    ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
  });
  const held = (asked: { loan: string; act: string }, by: Caller) => ({
    ...asked,
    actor: actorOf(by),
    ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
  });
  return {
    counts: (by) => readers.work.counts(scopeOf(by)),
    queue: ({ queues, ...asked }, by) =>
      listed({ ...scopeOf(by), ...roleOf(asked), queues }, pageOf(asked, 'deadline'), options),
    list(asked, by) {
      const { queue, type, limit: _limit, before: _before, after: _after, ...rest } = asked;
      const filter: WorkFilter = {
        ...scopeOf(by),
        ...rest,
        ...(queue === undefined ? {} : { queues: [queue] }),
        ...(type === undefined ? {} : { serviceType: type }),
      };
      return listed(filter, pageOf(asked, 'newest'), options);
    },
    peers: () =>
      [...options.directory().peers].map(([id, { name, agencies }]) => ({
        id,
        name,
        agencies: agencies.map((agency) => agency.id),
      })),
    withId: (id, by) => readers.work.withId(id, scopeOf(by)),
    item: async (id, by) => (await itemsOf([id], by.agencies, options))[0],
    items: (ids, by) => itemsOf(ids, by.agencies, options),
    async get(id, by, asOf) {
      const shown = await shownLoan(id, asOf, options);
      if (shown === undefined || by.agencies?.includes(shown.loan.record.agency) === false) return undefined;
      return detailOf(shown, options, by);
    },
    preview: ({ loan, act }, by) =>
      committer.commit(
        previewAct(
          {
            loan: { by: 'id', id: loan },
            act,
            actor: actorOf(by),
            decidesMoney: (agency) => may(by, Right.Claims, agency),
            ...(by.agencies === undefined ? {} : { agencies: by.agencies }),
          },
          context,
        ),
      ),
    undo: (asked, by) => committer.commit(withdrawHeldAct(held(asked, by), context)),
    async sendNow(asked, by) {
      const answer = await committer.commit(sendHeldActNow(held(asked, by), context));
      if (answer.kind === 'sent') options.wake(answer.owed);
      return answer;
    },
  };
}

function roleOf({ role }: WorkAsked): Pick<WorkFilter, 'role'> {
  return role === undefined ? {} : { role };
}

function pageOf({ limit, before, after }: WorkAsked, order: WorkPage['order']): WorkPage {
  if (before !== undefined) return { order, limit, from: before, backwards: true };
  return { order, limit, ...(after === undefined ? {} : { from: after }) };
}

async function listed(filter: WorkFilter, page: WorkPage, options: DeskOptions): Promise<WorkList> {
  const { work } = options.readers;
  const { ids, ...around } = await work.find(filter, page);
  return { items: await itemsOf(ids, filter.agencies, options), ...around };
}

async function itemsOf(
  ids: readonly string[],
  agencies: readonly string[] | undefined,
  options: DeskOptions,
): Promise<WorkItem[]> {
  const views = await options.readers.work.views(ids);
  return ids.flatMap((id) => {
    const view = views.get(id);
    const isSeen = view !== undefined && agencies?.includes(view.record.agency) !== false;
    return isSeen ? [itemOf(view, options)] : [];
  });
}

function rulesOf(view: LoanView, { clock, directory }: DeskOptions, by?: Caller): RuleContext {
  return ruleContext({
    at: { now: clock.now(), newId, randomBytes: () => Buffer.alloc(0) },
    peers: directory(),
    agency: view.record.agency,
    view,
    ...(by === undefined ? {} : { actor: rulingCaller(by, view.record.agency) }),
  });
}

function itemOf(view: LoanView, options: DeskOptions): WorkItem {
  const { possible } = possibleActs(view, rulesOf(view, options));
  return { view, possible: possible.map(({ verb }) => verb), ...placeAndPeer(view, options, possible) };
}

function placeAndPeer(
  view: LoanView,
  { clock, directory }: DeskOptions,
  possible: ReturnType<typeof possibleActs>['possible'],
): Omit<WorkItem, 'view' | 'possible'> {
  const placed = placeOf(view, clock.now());
  const deadlineAt = placed === undefined ? undefined : deadlineOf(view, placed, termsOf(view, directory()));
  const peer = view.transactions.get(view.record.current ?? '')?.peer;
  const peerName = peer === undefined ? undefined : (directory().peer(peer)?.name ?? peer);
  const primary = possible.find((act) => act.primary)?.verb;
  return present({ placed, deadlineAt, peerName, primary });
}

async function detailOf(
  { loan, entries, asOf }: ShownLoan,
  options: DeskOptions,
  by: Caller,
): Promise<RequestDetail> {
  const { readers, directory } = options;
  const acts = asOf === undefined ? possibleActs(loan, rulesOf(loan, options, by)) : nothingToDo;
  const told = entries.flatMap((entry) => {
    const body = entry.facts?.['bodyId'];
    return typeof body === 'string' ? [{ entry, body }] : [];
  });
  const kept = await readers.work.messages(told.map(({ body }) => body));
  const bodies = new Map(kept.map((message) => [message.id, message]));
  return {
    view: loan,
    ...present({ asOf }),
    acts,
    entries,
    planned: plan(loan, termsOf(loan, directory())),
    messages: told.flatMap(({ entry, body: id }) => {
      const body = bodies.get(id);
      return body === undefined ? [] : [messageSeen(entry, body, options)];
    }),
    peerNames: new Map([...directory().peers].map(([id, { name }]) => [id, name])),
    ...(await saidIn({ loan, entries }, { by, options })),
    looks: may(by, Right.Work, loan.record.agency) ? await looksIn(loan, options) : new Map(),
    ...placeAndPeer(loan, asOf === undefined ? options : { ...options, clock: clockAt(asOf) }, acts.possible),
  };
}

/** What staff wrote of calls and what notices say, for whoever may work with the request. */
async function saidIn(
  { loan, entries }: Pick<ShownLoan, 'loan' | 'entries'>,
  { by, options }: { by: Caller; options: DeskOptions },
): Promise<Pick<RequestDetail, 'calls' | 'noticeTexts'>> {
  if (!may(by, Right.Work, loan.record.agency)) return { calls: new Map(), noticeTexts: new Map() };
  const noticeTexts = new Map<string, SealedNotice>();
  for (const [id, { sealed }] of loan.notices) {
    const text = sealed === undefined ? undefined : await options.readers.notices.text(sealed);
    if (text !== undefined) noticeTexts.set(id, text);
  }
  return { calls: await callsIn(entries, options), noticeTexts };
}

async function callsIn(
  entries: readonly SealedEntry[],
  { readers }: DeskOptions,
): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const { facts } of entries) {
    const call = textOf(facts?.['call']);
    const words = call === undefined ? undefined : await readers.notices.words(call);
    if (call !== undefined && words !== undefined) said.set(call, words);
  }
  return said;
}

async function looksIn({ record }: LoanView, { readers }: DeskOptions): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const { text } of Object.values(record.conditions ?? {})) {
    const words = text === undefined ? undefined : await readers.files.looks(text);
    if (text !== undefined && words !== undefined) said.set(text, words);
  }
  return said;
}

function messageSeen(entry: SealedEntry, body: KeptMessage, options: DeskOptions): MessageSeen {
  const { context } = options;
  const { facts = {}, peer } = entry;
  const edition = textOf(facts['edition']);
  const read = edition === undefined ? undefined : readAgain(body, edition, context);
  const message = facts['rules'] === undefined ? read : asMeant(read, entry, options);
  const { id, direction, template, confirmation } = body;
  return {
    ...{ id, direction, template, at: entry.at, seq: entry.seq, what: textOf(facts['what']) ?? '' },
    ...present({ peer, edition, message, confirmation }),
  };
}

/** What came in, without what only machines read. The bytes below it are as they came. */
function asMeant(
  read: Message | undefined,
  { peer, facts }: SealedEntry,
  options: DeskOptions,
): Message | undefined {
  const sender = peer === undefined ? undefined : options.directory().peer(peer);
  if (read === undefined || sender === undefined || facts?.['direction'] !== 'in') return read;
  return 'header' in read ? asTheyMeanIt(sender, read).message : read;
}

function textOf(fact: JsonValue | undefined): string | undefined {
  return typeof fact === 'string' ? fact : undefined;
}

/** The message of a kept body; nothing where its values are gone, or its edition is not known any more. */
function readAgain(body: KeptMessage, edition: string, context: ExchangeContext): Message | undefined {
  if (body.holes === undefined) return undefined;
  const values = body.holes.map((value) => value ?? '');
  try {
    const bytes = fillHoles(body.template, body.encoding as Parameters<typeof fillHoles>[1], values);
    const outline = { anyNamespace: true, noEnvelope: true, noStatus: true };
    const reading = decode(bytes, { edition: context.editionOf(edition), outline });
    return 'message' in reading ? reading.message : undefined;
  } catch {
    return undefined;
  }
}
