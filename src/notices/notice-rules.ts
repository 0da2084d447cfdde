import type { NoticeSettings } from '../config/index.js';
import {
  isNoticeKind,
  noticeKindOf,
  noticeKinds,
  type NoticeKind,
  type NoticeLanguage,
  type NoticeRules,
} from '../loan/index.js';
import { OperatorError } from '../platform/index.js';
import { afterQuiet } from './quiet-hours.js';
import { writeNotice } from './write-notice.js';

/** Kinds that go by themselves where the settings say nothing of them: a peer hears everything by ISO 18626 already. */
function byDefault(kind: NoticeKind): 'mail' | 'off' {
  return noticeKindOf(kind).to === 'peer' ? 'off' : 'mail';
}

const dateLocales: Readonly<Record<NoticeLanguage, string>> = { en: 'en-GB', sv: 'sv-SE', de: 'de-DE' };

/** What the house says about notices. Throws `OperatorError` for a kind that does not exist. */
export function buildNoticeRules(
  settings: NoticeSettings,
  { timeZone, publicUrl }: { timeZone: string | undefined; publicUrl: string | undefined },
): NoticeRules {
  const unknown = Object.keys(settings.kinds).filter((kind) => !isNoticeKind(kind));
  if (unknown.length > 0)
    throw new OperatorError(
      `notices.kinds names ${unknown.join(', ')}, which is no kind of notice: ${Object.keys(noticeKinds).join(', ')}`,
    );
  return {
    wayOf: (kind) => settings.kinds[kind] ?? byDefault(kind),
    hasMail: settings.smtp !== undefined,
    language: settings.language,
    write: writeNotice,
    afterQuiet: (at) => afterQuiet(at, settings.quietHours, timeZone),
    dayIn: (language, at) =>
      new Intl.DateTimeFormat(dateLocales[language], {
        dateStyle: 'long',
        ...(timeZone === undefined ? {} : { timeZone }),
      }).format(new Date(at)),
    patronDaysBefore: settings.patronDaysBefore,
    pickupDays: settings.pickupDays,
    answerDays: settings.answerDays,
    pageOf: (loan) =>
      publicUrl === undefined ? undefined : `${publicUrl.replace(/\/$/, '')}/requests/${loan}`,
  };
}
