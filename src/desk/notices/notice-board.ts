import { actorOf, may, Right, type Caller } from '../../access/index.js';
import { decideNotices, hearReport, type NoticeAnswer, type NoticesDecided } from '../../exchange/index.js';
import { possibleDecisions, type Act, type Notice, type NoticeDecision } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { readReport, type ReportForm } from '../../notices/index.js';
import { enterFact } from '../../storage/index.js';
import { idOf, type DeskOptions } from '../loans/loan-record-desk.js';
import type { WorkDesk } from '../loans/work.js';
import type {
  Letter,
  NoticeBoard,
  NoticeFilter,
  NoticePreview,
  NoticeSummary,
  PreviewAsked,
  ReportTaken,
} from './notices.js';

export interface NoticeBoardOptions extends DeskOptions {
  work: WorkDesk;
  /** The return address on letters, a line each. */
  letterhead: readonly string[];
}

/** What people were told, over page, API and command line; what waits there, and what a person decides about it. */
export function buildNoticeBoard(options: NoticeBoardOptions): NoticeBoard {
  const { readers, letterhead, clock } = options;
  return {
    list: (filter, by) => list(filter, by, options),
    counts: (by) => readers.notices.counts(by.agencies),
    async get(id, by) {
      const found = await readers.notices.one(id);
      if (found === undefined || by.agencies?.includes(found.agency) === false) return undefined;
      const [summary] = await summariesOf([found], by, options);
      if (summary === undefined) return undefined;
      const isShown = may(by, Right.Work, found.agency) && found.sealed !== undefined;
      const text = isShown ? await readers.notices.text(found.sealed ?? '') : undefined;
      return text === undefined ? summary : { ...summary, text };
    },
    async preview(record, asked, by) {
      const id = await idOf(record, by, options);
      return id === undefined ? { kind: 'unknown-loan' } : preview(id, asked, { by, work: options.work });
    },
    decide: async (ids, asked, by) => (await decide(ids, { ...asked, by, options })).answers,
    async print(ids, by) {
      const { answers, letters } = await decide(ids, { decision: 'printed', by, options });
      const printedAt = clock.now().toISOString();
      const written = await Promise.all(
        letters.map(async ({ notice, lines }): Promise<Letter[]> => {
          const found = await readers.notices.one(notice);
          const text = found?.sealed === undefined ? undefined : await readers.notices.text(found.sealed);
          if (found === undefined || text === undefined) return [];
          const { language, to } = found;
          return [{ id: notice, language, to, lines, letterhead, printedAt, ...text }];
        }),
      );
      return {
        letters: written.flat(),
        refused: answers.filter((answer) => answer.kind !== 'done'),
      };
    },
    hear: (report, by) => hear(report, by, options),
  };
}

async function list(
  { state, to, limit, after }: NoticeFilter,
  by: Caller,
  options: NoticeBoardOptions,
): Promise<{ items: NoticeSummary[]; next?: string }> {
  const { notices, next } = await options.readers.notices.list(
    present({ state, to, limit, before: after, agencies: by.agencies }),
  );
  const items = await summariesOf(notices, by, options);
  return next === undefined ? { items } : { items, next };
}

async function summariesOf(
  found: readonly ({ id: string } & Notice)[],
  by: Caller,
  { work, directory }: NoticeBoardOptions,
): Promise<NoticeSummary[]> {
  const items = await work.items([...new Set(found.map(({ loan }) => loan))], by);
  const views = new Map(items.map(({ view }) => [view.id, view]));
  return found.flatMap(({ id, ...notice }) => {
    const view = views.get(notice.loan);
    if (view === undefined) return [];
    const { agency, libraryId, bibliographicInfo } = view.record;
    const peer = view.transactions.get(notice.transaction ?? '')?.peer;
    const peerName = peer === undefined ? undefined : (directory().peer(peer)?.name ?? peer);
    const possible = possibleDecisions(notice);
    return [
      present({ id, notice, agency, libraryId, title: bibliographicInfo.title, peer, peerName, possible }),
    ];
  });
}

async function preview(
  loan: string,
  { template, language, way, note }: PreviewAsked,
  { by, work }: { by: Caller; work: WorkDesk },
): Promise<NoticePreview> {
  const act: Act = { verb: 'send-notice', ...present({ template, language, way, note }) };
  const previewed = await work.preview({ loan, act }, by);
  if (previewed.kind !== 'possible') return previewed;
  const [notice] = previewed.notices;
  if (notice === undefined) throw new Error('a notice that can be sent has no preview');
  const { kind, ...written } = notice;
  return { kind: 'possible', notice: kind, ...written, warnings: previewed.warnings };
}

interface Deciding {
  decision: NoticeDecision;
  email?: string;
  by: Caller;
  options: NoticeBoardOptions;
}

/** A notice that is not found is answered so in its place. */
async function decide(
  ids: readonly string[],
  { decision, email, by, options }: Deciding,
): Promise<NoticesDecided> {
  const { readers, committer, context } = options;
  const unique = [...new Set(ids)];
  const found = await Promise.all(unique.map((id) => readers.notices.one(id)));
  const notices = found.flatMap((notice) =>
    notice === undefined ? [] : [{ notice: notice.id, loan: notice.loan }],
  );
  const { answers, letters } = await committer.commit(
    decideNotices(
      {
        notices,
        decision,
        email,
        actor: actorOf(by),
        agencies: by.agencies,
        reveals: (agency) => may(by, Right.Reveal, agency),
      },
      context,
    ),
  );
  const byId = new Map(answers.map((answer) => [answer.notice, answer]));
  return {
    answers: unique.map((id): NoticeAnswer => byId.get(id) ?? { kind: 'unknown-notice', notice: id }),
    letters,
  };
}

/** The first of the notices that it may be about and that we know is the one. */
async function hear(
  { bytes, form }: { bytes: Uint8Array; form: ReportForm },
  by: Caller,
  { readers, committer, context }: NoticeBoardOptions,
): Promise<ReportTaken> {
  const read = readReport(bytes, form);
  const actor = actorOf(by);
  if (read.kind === 'report') {
    const { report } = read;
    for (const id of read.notices) {
      const loan = (await readers.notices.one(id))?.loan;
      if (loan === undefined) continue;
      const asked = { notice: id, loan, report, actor, agencies: by.agencies };
      const answer = await committer.commit(hearReport(asked, context));
      if (answer.kind !== 'unknown-notice') return answer;
    }
  }
  const fault = read.kind === 'unreadable' ? read.fault : 'unknown-notice';
  const facts = { fault, bytes: bytes.length };
  await committer.commit(
    enterFact('report-not-ours', { actor, because: 'a delivery report is about no notice of ours', facts }),
  );
  return { kind: 'not-ours', fault };
}
