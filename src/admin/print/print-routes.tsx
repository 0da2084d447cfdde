import { toSVG } from 'bwip-js';
import type { Request, Response, Router } from 'express';
import type { JSX } from 'preact';
import type { Caller } from '../../access/index.js';
import type { WorkDesk, WorkItem } from '../../desk/index.js';
import { WorkQueue } from '../../loan/index.js';
import { Empty, Facts, Notice } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { sendPage, type Page } from '../frame/send-page.js';
import { dateText } from '../frame/times.js';
import { manyIn, textIn, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { titleOf, typeOf } from '../work/row.js';
import { wordOf } from '../words/word-of.js';
import { leftOutReasons, toPullOf, type ToPull } from './to-pull.js';

/** Slips on one page. */
const PRINTED_AT_ONCE = 100;

/** What goes on paper. No reader is named on anything that may leave the building, and no note, which may name one. */
export function printPages(parts: PageParts): Router {
  return pageRouter({
    'GET /pull-slips': async (req, res) => {
      const by = signedOf(res).caller;
      const { work } = parts.gateway;
      const ids = manyIn(req.query, 'id').slice(0, PRINTED_AT_ONCE);
      const isTicked = ids.length > 0 || textIn(req.query, 'of') === 'ticked';
      const { items, leftOut } = isTicked
        ? toPullOf(ids, ids.length === 0 ? [] : await work.items([...new Set(ids)], by))
        : await allToPull(work, by);
      const reader = parts.readerOf(req, res);
      const labels = items.map((item) => labelView(item, reader, parts.agencyName));
      const page = labels.length === 0 ? nothingPage(reader, isTicked) : printPage(labels, 'slip', reader);
      const notice = leftOut === undefined ? undefined : leftOutNotice(leftOut, reader);
      sendPage(res, notice === undefined ? page : { ...page, notice }, reader);
    },
    'GET /requests/:id/pull-slip': (req, res) => printOne(req, res, { parts, form: 'slip' }),
    'GET /requests/:id/book-strap': (req, res) => printOne(req, res, { parts, form: 'strap' }),
  });
}

async function allToPull(
  work: WorkDesk,
  by: Caller,
): Promise<{ items: readonly WorkItem[]; leftOut?: ToPull['leftOut'] }> {
  const { items } = await work.queue({ queues: [WorkQueue.ReadyToShip], limit: PRINTED_AT_ONCE }, by);
  return { items };
}

/** How many of the ticked have no slip, and why; nothing where each has one. */
function leftOutNotice(leftOut: ToPull['leftOut'], { t }: Reader): JSX.Element | undefined {
  const told = leftOutReasons.filter((reason) => leftOut[reason] > 0);
  if (told.length === 0) return undefined;
  return (
    <div class="no-print">
      <Notice tone="warn">
        <ul class="plain-list">
          {told.map((reason) => (
            <li key={reason}>{t(`left-out.${reason}`, { n: leftOut[reason] })}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** Where nothing is to be pulled: what would bring something here. */
function nothingPage({ t }: Reader, isTicked: boolean): Page {
  return {
    title: t('print.slips'),
    width: 'narrow',
    main: (
      <>
        <Empty title={t('print.none')}>{t(isTicked ? 'print.none-ticked' : 'print.none-text')}</Empty>
        <p>
          <a href={isTicked ? '/requests' : '/?queue=new-to-decide'}>
            {t(isTicked ? 'print.to-requests' : 'print.to-decide')}
          </a>
        </p>
      </>
    ),
  };
}

type Form = 'slip' | 'strap';

async function printOne(
  req: Request,
  res: Response,
  { parts, form }: { parts: PageParts; form: Form },
): Promise<void> {
  const items = await parts.gateway.work.items([String(req.params['id'])], signedOf(res).caller);
  printed(req, res, { parts, items, form });
}

function printed(
  req: Request,
  res: Response,
  { parts, items, form }: { parts: PageParts; items: readonly WorkItem[]; form: Form },
): void {
  const reader = parts.readerOf(req, res);
  const labels = items.map((item) => labelView(item, reader, parts.agencyName));
  sendPage(res, { ...printPage(labels, form, reader), statusCode: items.length === 0 ? 404 : 200 }, reader);
}

/** What stands on a slip or a strap. */
export interface LabelView {
  /** In the barcode and below it: what the search box finds. */
  number: string;
  library: string;
  peer: string;
  title: string;
  facts: readonly { name: string; value: string }[];
  due?: string;
}

export function labelView(item: WorkItem, reader: Reader, agencyName: (key: string) => string): LabelView {
  const { record, transactions, id } = item.view;
  const current = transactions.get(record.current ?? '');
  const due = dated(current?.dueDate, reader);
  return {
    number: current?.requestingAgencyRequestId ?? record.libraryId ?? id,
    library: agencyName(record.agency),
    peer: item.peerName ?? '',
    title: titleOf(item, reader),
    facts: [...bookFacts(item, reader), ...serviceFacts(item, reader)],
    ...(due === undefined ? {} : { due }),
  };
}

type Fact = LabelView['facts'][number];

function factsOf(facts: readonly (readonly [name: string, value: string | undefined])[]): Fact[] {
  return facts.map(([name, value]) => ({ name, value: value ?? '' }));
}

const joined = (parts: readonly (string | undefined)[], by: string): string => parts.filter(Boolean).join(by);

function bookFacts({ view: { record } }: WorkItem, { t }: Reader): Fact[] {
  const { bibliographicInfo: book, publicationInfo } = record;
  return factsOf([
    [t('print.author'), book.author ?? book.authorOfComponent],
    [t('print.part'), book.titleOfComponent === undefined ? undefined : book.title],
    [t('print.edition'), [book.edition ?? []].flat().join(', ')],
    [t('print.volume'), joined([...(book.volume ?? []), book.issue, book.pagesRequested], ' / ')],
    [t('wish.publisher'), joined([publicationInfo?.publisher, publicationInfo?.publicationDate], ' ')],
  ]);
}

function serviceFacts(item: WorkItem, reader: Reader): Fact[] {
  const { t } = reader;
  const { serviceInfo } = item.view.record;
  const level = serviceInfo?.serviceLevel?.value;
  return factsOf([
    [t('print.type'), typeOf(item, reader).text],
    [t('print.level'), level === undefined ? undefined : wordOf(t, 'level', level)],
    [t('print.need-by'), dated(serviceInfo?.needBeforeDate, reader)],
  ]);
}

function dated(at: string | undefined, reader: Reader): string | undefined {
  return at === undefined ? undefined : dateText(at, reader);
}

/** Code 128 as a drawing; no attribute of it is a style. */
export function barcode(text: string): string {
  return toSVG({ bcid: 'code128', text, height: 18, scale: 2, paddingwidth: 10 });
}

function printPage(labels: readonly LabelView[], form: Form, { t }: Reader): Page {
  const many = form === 'slip' && labels.length > 1;
  return {
    title: t(form === 'strap' ? 'print.strap' : many ? 'print.slips' : 'print.slip'),
    main:
      labels.length === 0 ? (
        <Empty title={t('print.none')} />
      ) : (
        <>
          <p class="muted no-print">{t(form === 'strap' ? 'print.strap-print' : 'print.print')}</p>
          <div class={many ? 'sheet sheet-many' : 'sheet'}>
            {labels.map((label) =>
              form === 'slip' ? (
                <Slip key={label.number} label={label} />
              ) : (
                <Strap key={label.number} label={label} />
              ),
            )}
          </div>
        </>
      ),
  };
}

function Bars({ number }: { number: string }): JSX.Element {
  return (
    <figure class="bars">
      <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: barcode(number) }} />
      <figcaption class="id">{number}</figcaption>
    </figure>
  );
}

function Slip({ label }: { label: LabelView }): JSX.Element {
  const { t } = useReader();
  return (
    <article class="slip">
      <p class="slip-head">
        <strong>{label.library}</strong> {t('print.slip')}
      </p>
      <Bars number={label.number} />
      <h2>{label.title}</h2>
      <Facts facts={[...label.facts, { name: t('print.peer'), value: <strong>{label.peer}</strong> }]} />
    </article>
  );
}

function Strap({ label }: { label: LabelView }): JSX.Element {
  const { t } = useReader();
  return (
    <article class="strap">
      <p class="slip-head">
        <strong>{label.library}</strong> – {label.peer}
      </p>
      <Bars number={label.number} />
      <h2>{label.title}</h2>
      {label.due === undefined ? null : (
        <p class="strap-due">
          {t('print.due')} <strong>{label.due}</strong>
        </p>
      )}
      <p>{t('print.return')}</p>
    </article>
  );
}
