import type { Request, Response, Router } from 'express';
import type { Caller } from '../../access/index.js';
import type { DeliveryAsk, DeliveryCause, DeliveryFilter, Gateway } from '../../desk/index.js';
import type { DeliveryActAnswer } from '../../exchange/deliveries/index.js';
import type { Delivery } from '../../loan/index.js';
import type { Reader } from '../frame/reader.js';
import { sendPage } from '../frame/send-page.js';
import { localPath, manyIn, textIn, withQuery, wordIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { titleOf } from '../work/row.js';
import {
  boardView,
  filterIn,
  messageView,
  peerNames,
  type MessageFilter,
  type MessageView,
} from './board.js';
import { causeClassOf, decisions, type BoardState, type Decision } from './cause-class.js';
import { decidePage, resultPage, type DecideView } from './decide-page.js';
import { boardPage, messageListPage, type MessageListView } from './messages-page.js';

/** Most messages that one decision touches. */
export const DECIDED_AT_ONCE = 200;
const LISTED = 50;
const SHOWN_BEFORE = 20;
const ACTS_SIDE_BY_SIDE = 20;

type Deliveries = readonly ({ id: string } & Delivery)[];

/** The board of messages that did not get through. Source: practice.md 3.5. */
export function messagesPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
  return pageRouter({
    'GET /messages': async (req, res) => {
      const by = signedOf(res).caller;
      const reader = readerOf(req, res);
      const filter = filterIn(req.query);
      const [causes, names] = await Promise.all([gateway.deliveries.causes(by), peerNames(gateway, by)]);
      if (filter.cause === undefined && filter.peer === undefined)
        return sendPage(
          res,
          boardPage(boardView(causes, { names, state: filter.state, reader }), reader),
          reader,
        );
      const view = await listView(
        { filter, causes, names, after: textIn(req.query, 'after') },
        { gateway, by, reader },
      );
      return sendPage(res, messageListPage(view, reader), reader);
    },
    'POST /messages/acts': async (req, res) => {
      const by = signedOf(res).caller;
      const reader = readerOf(req, res);
      const verb = wordIn(req.body, 'verb', decisions) ?? 'send-again';
      const ids = manyIn(req.body, 'id');
      const at = { gateway, by, reader };
      if (ids.length === 0) return confirmFirst(res, { verb, filter: filterIn(req.body) }, at);
      return decideMany(req, res, { ...at, verb, ids: ids.slice(0, DECIDED_AT_ONCE) });
    },
    'POST /messages/:id/send-again': (req, res) => decideOne(req, res, { parts, verb: 'send-again' }),
    'POST /messages/:id/compose-anew': (req, res) => decideOne(req, res, { parts, verb: 'compose-anew' }),
    'POST /messages/:id/probe': (req, res) => decideOne(req, res, { parts, verb: 'probe' }),
    'POST /messages/:id/drop': (req, res) => decideOne(req, res, { parts, verb: 'drop' }),
  });
}

interface At {
  gateway: Gateway;
  by: Caller;
  reader: Reader;
}

/** The filter as the desk asks for it: where no attempt has named a cause, the state stands for it. */
function asked({ state, cause, peer }: MessageFilter): Omit<DeliveryFilter, 'limit'> {
  return {
    ...(state === undefined ? {} : { state }),
    ...(peer === undefined ? {} : { peer }),
    ...(cause === undefined || cause === state ? {} : { cause }),
  };
}

async function viewsOf(
  deliveries: Deliveries,
  { gateway, by, reader }: At,
  names: ReadonlyMap<string, string>,
): Promise<MessageView[]> {
  const items = await gateway.work.items([...new Set(deliveries.map(({ loan }) => loan))], by);
  const titles = new Map(items.map((item) => [item.view.id, titleOf(item, reader)]));
  return deliveries.map((delivery) => messageView(delivery, { names, titles, reader }));
}

async function listView(
  known: {
    filter: MessageFilter;
    causes: readonly DeliveryCause[];
    names: ReadonlyMap<string, string>;
    after: string | undefined;
  },
  at: At,
): Promise<MessageListView> {
  const { filter, causes, names, after } = known;
  const { t } = at.reader;
  const page = await at.gateway.deliveries.list(
    { ...asked(filter), limit: LISTED, ...(after === undefined ? {} : { after }) },
    at.by,
  );
  const fits = ({ cause, state }: DeliveryCause): boolean => cause === filter.cause && state === filter.state;
  const group = boardView(causes.filter(fits), { names, state: undefined, reader: at.reader }).groups[0];
  const link = (change: Record<string, string | undefined>): string =>
    withQuery('/messages', { ...filter, ...change });
  const told = { state: filter.state ?? '', cause: filter.cause ?? '', peer: filter.peer ?? '' };
  const peers = causes.filter(fits).flatMap((cause) => cause.peers);
  return {
    group,
    title: filter.cause === undefined ? t('messages.title') : t(`cause.${causeClassOf(filter.cause)}`),
    messages: await viewsOf(page.items, at, names),
    back: link({ after }),
    filter: told,
    peers: [
      {
        href: link({ peer: undefined }),
        label: t('messages.all'),
        isOn: filter.peer === undefined,
        tone: 'plain',
      },
      ...peers.map((peer) => ({
        ...{ href: link({ peer }), label: names.get(peer) ?? peer },
        ...{ isOn: peer === filter.peer, tone: 'plain' as const },
      })),
    ],
    ...(page.next === undefined ? {} : { after: link({ after: page.next }) }),
  };
}

/** Everything that the filter means, by pages, up to a bound that nobody reads further than. */
async function allOf(filter: MessageFilter, { gateway, by }: At): Promise<Deliveries> {
  const found: ({ id: string } & Delivery)[] = [];
  let after: string | undefined;
  do {
    const page = await gateway.deliveries.list(
      { ...asked(filter), limit: 500, ...(after === undefined ? {} : { after }) },
      by,
    );
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined && found.length < 10_000);
  return found.toReversed();
}

async function confirmFirst(
  res: Response,
  { verb, filter }: { verb: Decision; filter: MessageFilter },
  at: At,
): Promise<void> {
  const { reader, gateway, by } = at;
  const [all, names] = await Promise.all([
    filter.state === undefined ? [] : allOf(filter, at),
    peerNames(gateway, by),
  ]);
  const meant = all.slice(0, DECIDED_AT_ONCE);
  const view: DecideView = {
    verb,
    ids: meant.map(({ id }) => id),
    all: all.length,
    filter: {
      state: filter.state === undefined ? '' : reader.t(`message-state.${filter.state satisfies BoardState}`),
      cause: filter.cause ?? '',
      peer: filter.peer === undefined ? '' : (names.get(filter.peer) ?? filter.peer),
    },
    shown: await viewsOf(meant.slice(0, SHOWN_BEFORE), at, names),
    back: withQuery('/messages', { ...filter }),
  };
  sendPage(res, decidePage(view, reader), reader);
}

async function decideMany(
  req: Request,
  res: Response,
  { verb, ids, ...at }: At & { verb: Decision; ids: readonly string[] },
): Promise<void> {
  const { gateway, by, reader } = at;
  const { t } = reader;
  const back = localPath(textIn(req.body, 'back'), '/messages');
  const ask = askOf(verb, req.body);
  if (ask === undefined) {
    const view: DecideView = {
      ...{ verb, ids, all: ids.length, back, shown: [] },
      filter: { state: '', cause: '', peer: '' },
      fault: t('delivery-refusal.reason-missing'),
    };
    sendPage(res, { ...decidePage(view, reader), statusCode: 422 }, reader);
    return;
  }
  const key = textIn(req.body, 'key') ?? '';
  const refused = new Map<string, number>();
  for (let from = 0; from < ids.length; from += ACTS_SIDE_BY_SIDE) {
    const some = ids.slice(from, from + ACTS_SIDE_BY_SIDE);
    const results = await Promise.all(
      some.map((delivery) =>
        gateway.deliveries.act({ delivery, ask, idempotencyKey: `${key} ${delivery}`, by }),
      ),
    );
    for (const { answer } of results) {
      const why = refusalIn(answer, reader);
      if (why !== undefined) refused.set(why, (refused.get(why) ?? 0) + 1);
    }
  }
  const reasons = [...refused].map(([why, n]) => ({ why, n }));
  const done = ids.length - reasons.reduce((sum, { n }) => sum + n, 0);
  sendPage(res, resultPage({ verb, done, all: ids.length, refused: reasons, back }, reader), reader);
}

async function decideOne(
  req: Request,
  res: Response,
  { parts: { gateway, readerOf }, verb }: { parts: PageParts; verb: Decision },
): Promise<void> {
  const by = signedOf(res).caller;
  const reader = readerOf(req, res);
  const ask = askOf(verb, req.body);
  const back = localPath(textIn(req.body, 'back'), '/messages');
  const key = textIn(req.body, 'key') ?? '';
  const why =
    ask === undefined
      ? reader.t('delivery-refusal.reason-missing')
      : refusalIn(
          (await gateway.deliveries.act({ delivery: String(req.params['id']), ask, idempotencyKey: key, by }))
            .answer,
          reader,
        );
  const refused = why === undefined ? [] : [{ why, n: 1 }];
  sendPage(res, resultPage({ verb, done: 1 - refused.length, all: 1, refused, back }, reader), reader);
}

/** Nothing where a reason is needed and missing. */
function askOf(verb: Decision, form: unknown): DeliveryAsk | undefined {
  if (verb !== 'drop') return { verb };
  const reason = textIn(form, 'reason');
  return reason === undefined ? undefined : { verb, reason };
}

function refusalIn(answer: DeliveryActAnswer, { t }: Reader): string | undefined {
  switch (answer.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return t(`delivery-refusal.${answer.refusal}`);
    case 'unknown-delivery':
      return t('decide.gone');
    case 'key-used-otherwise':
      return t('decide.key-used');
  }
}
