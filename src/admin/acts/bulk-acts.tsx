import type { Request, Response } from 'express';
import type { JSX } from 'preact';
import type { WorkItem } from '../../desk/index.js';
import type { ActAnswer } from '../../exchange/index.js';
import type { Verb } from '../../loan/index.js';
import { newId } from '../../platform/index.js';
import { Csrf, Empty, Notice, Pill } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { timeText } from '../frame/times.js';
import { sendPage, type Page } from '../frame/send-page.js';
import { textIn, wordIn, type PageParts } from '../page-parts.js';
import { signedOf } from '../session/index.js';
import { plainVerbs, titleOf } from '../work/row.js';
import { actOf, verbs } from './act-fields.js';
import { backIn } from './lead-back.js';

/** Requests that one form may name. */
const AT_MOST = 200;

/**
 * One act for many requests. Without a verb, the acts are offered that are possible for all of them; with one, each is
 * asked for by itself and its outcome said.
 */
export async function bulkActs(req: Request, res: Response, parts: PageParts): Promise<void> {
  if (textIn(req.body, 'print') !== undefined) {
    leadToSlips(req, res);
    return;
  }
  const signed = signedOf(res);
  const reader = parts.readerOf(req, res);
  const verb = wordIn(req.body, 'verb', verbs);
  const items = await parts.gateway.work.items(idsIn(req), signed.caller);
  const back = backIn(req).startsWith('/requests/') ? '/requests' : backIn(req);
  if (items.length === 0) sendPage(res, nothingPage(back, reader), reader);
  else if (verb === undefined || !plainVerbs.has(verb))
    sendPage(res, choosePage({ items, back }, reader), reader);
  else {
    const answers = await Promise.all(
      items.map(async ({ view: { id } }) => {
        const { answer } = await parts.gateway.loanRecords.act({
          loan: { by: 'id', id },
          act: actOf(verb, {}),
          idempotencyKey: `${textIn(req.body, 'key') ?? newId()} ${id}`,
          by: signed.caller,
          holdSeconds: parts.holdSecondsOf(signed),
        });
        return answer;
      }),
    );
    sendPage(res, resultsPage({ items, answers, verb, back }, reader), reader);
  }
}

/** An address of its own, which can be printed again, and holds nothing of the form but the ticks. */
function leadToSlips(req: Request, res: Response): void {
  const ticked = new URLSearchParams([['of', 'ticked'], ...idsIn(req).map((id) => ['id', id])]);
  res.redirect(303, `/pull-slips?${ticked.toString()}`);
}

function idsIn(req: Request): string[] {
  const { id } = req.body as { id?: unknown };
  const ids = Array.isArray(id) ? id : [id];
  return [...new Set(ids.filter((each) => typeof each === 'string'))].slice(0, AT_MOST);
}

function nothingPage(back: string, { t }: Reader): Page {
  return {
    title: t('bulk.nothing'),
    place: 'requests',
    width: 'narrow',
    main: (
      <p>
        {t('bulk.nothing-text')} <a href={back}>{t('bulk.back')}</a>
      </p>
    ),
  };
}

function choosePage({ items, back }: { items: readonly WorkItem[]; back: string }, reader: Reader): Page {
  const { t } = reader;
  const common = [...plainVerbs].filter((verb) => items.every(({ possible }) => possible.includes(verb)));
  return {
    title: t('bulk.title', { n: items.length }),
    place: 'requests',
    width: 'narrow',
    main: <Choose items={items} verbs={common} back={back} />,
  };
}

function Choose(props: { items: readonly WorkItem[]; verbs: readonly Verb[]; back: string }): JSX.Element {
  const { items, verbs: common, back } = props;
  const reader = useReader();
  const { t } = reader;
  return (
    <form method="post" action="/requests/acts" class="form">
      <Csrf />
      <input type="hidden" name="key" value={newId()} />
      <input type="hidden" name="back" value={back} />
      <ul class="plain-list">
        {items.map((item) => (
          <li key={item.view.id}>
            <input type="hidden" name="id" value={item.view.id} />
            <a href={`/requests/${item.view.id}`}>{titleOf(item, reader)}</a>
          </li>
        ))}
      </ul>
      <p>{t(common.length === 0 ? 'bulk.none-valid' : 'bulk.valid')}</p>
      <div class="buttons">
        {common.map((verb) => (
          <button key={verb} type="submit" name="verb" value={verb} class="button">
            {t(`verb.${verb}`)}
          </button>
        ))}
        <a class="button button-quiet" href={back}>
          {t('bulk.back')}
        </a>
      </div>
    </form>
  );
}

interface Results {
  items: readonly WorkItem[];
  answers: readonly ActAnswer[];
  verb: Verb;
  back: string;
}

function resultsPage({ items, answers, verb, back }: Results, reader: Reader): Page {
  const { t } = reader;
  const done = answers.filter(({ kind }) => kind === 'done' || kind === 'held').length;
  const title = t('bulk.results', { verb: t(`verb.${verb}`), done, all: items.length });
  return {
    title,
    place: 'requests',
    width: 'narrow',
    ...(done === items.length ? {} : { notice: <Notice tone="warn">{title}</Notice> }),
    main:
      items.length === 0 ? (
        <Empty title={title} />
      ) : (
        <>
          <ul class="plain-list">
            {items.map((item, index) => (
              <Result key={item.view.id} item={item} answer={answers[index]} />
            ))}
          </ul>
          <p>
            <a href={back}>{t('bulk.back')}</a>
          </p>
        </>
      ),
  };
}

function Result({ item, answer }: { item: WorkItem; answer: ActAnswer | undefined }): JSX.Element {
  const reader = useReader();
  const isDone = answer?.kind === 'done' || answer?.kind === 'held';
  return (
    <li>
      <a href={`/requests/${item.view.id}`}>{titleOf(item, reader)}</a>{' '}
      <Pill tone={isDone ? 'good' : 'bad'} icon={isDone ? 'done' : 'alert'}>
        {outcomeText(answer, reader)}
      </Pill>
    </li>
  );
}

function outcomeText(answer: ActAnswer | undefined, reader: Reader): string {
  const { t } = reader;
  switch (answer?.kind) {
    case 'done':
      return t('bulk.done');
    case 'held':
      return t('bulk.held', { when: timeText(answer.decideAt, reader) });
    case 'refused':
      return t('bulk.refused', { why: t(`refusal.${answer.refusal}`) });
    case 'key-used-otherwise':
      return t('bulk.refused', { why: t('refusal.key-used-otherwise') });
    case 'unknown-loan':
    case undefined:
      return t('bulk.refused', { why: t('undo.unknown') });
  }
}
