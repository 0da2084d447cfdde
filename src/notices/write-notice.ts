import { IntlMessageFormat } from 'intl-messageformat';
import {
  noticeKindOf,
  noticeKinds,
  type NoticeKind,
  type NoticeLanguage,
  type NoticeReceiver,
  type NoticeValue,
  type NoticeValues,
  type WrittenNotice,
} from '../loan/index.js';
import { placeholdersIn, subjectValues } from './placeholders.js';
import { plainLine, plainText, subjectLine } from './plain-line.js';
import { templates, type Template } from './templates/index.js';

export interface ToWrite {
  kind: NoticeKind | 'digest';
  language: NoticeLanguage;
  values: NoticeValues;
  /** What staff add in words of their own, before the closing. */
  ownWords?: string;
}

/**
 * A notice in one language, as plain text. Values are text of unknown origin: each becomes one line, and none is read as
 * a template. Paragraphs that speak of an unknown value are left out. Source: practice.md 3.6.
 */
export function writeNotice({ kind, language, values, ownWords = '' }: ToWrite): WrittenNotice {
  const needs: readonly NoticeValue[] = kind === 'digest' ? ['count', 'page'] : noticeKinds[kind].needs;
  const missing = [...needs, 'library' as const].filter((name) => values[name] === undefined);
  if (missing.length > 0) return { ok: false, missing };
  const template = templateOf(kind, language);
  const frame = templates[language].frames[receiverOf(kind)];
  const said = plainValues(values);
  const say = (message: string): string => filled(message, language, said);
  const body = template.paragraphs
    .filter((paragraph) => placeholdersIn(paragraph).every((name) => name in said))
    .map(say);
  const parts = [say(frame.greeting), ...body, plainText(ownWords), say(frame.closing)];
  return {
    ok: true,
    subject: subjectLine(filled(template.subject, language, subjectOnly(said))),
    text: parts.filter((part) => part !== '').join('\n\n'),
  };
}

function receiverOf(kind: ToWrite['kind']): NoticeReceiver {
  return kind === 'digest' ? 'staff' : noticeKindOf(kind).to;
}

function templateOf(kind: ToWrite['kind'], language: NoticeLanguage): Template {
  return kind === 'digest' ? templates[language].digest : templates[language].kinds[kind];
}

function plainValues(values: NoticeValues): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? plainLine(value) : value,
    ]),
  );
}

function subjectOnly(values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => subjectValues.some((one) => one === name)),
  );
}

const formats = new Map<string, IntlMessageFormat>();

function filled(message: string, language: NoticeLanguage, values: Record<string, string | number>): string {
  const name = `${language} ${message}`;
  const format =
    formats.get(name) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
  formats.set(name, format);
  return String(format.format({ reference: '–', ...values }));
}
