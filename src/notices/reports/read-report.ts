import type { MailReport } from '../../loan/index.js';
import { noticeOfMessageId } from '../mail/mail.js';
import { fieldsIn, partsOf, readPart, type MimePart } from './mime-parts.js';

/** Largest mail that is read for a report, in bytes: servers send back headers, some the whole mail. */
export const REPORT_LIMIT_BYTES = 512 * 1024;

/** In what form a report is handed in. */
export const reportForms = ['message/rfc822', 'message/delivery-status'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Why a mail tells us nothing: it is no delivery report, or names none of our mails. */
export type ReportFault = 'too-large' | 'no-report' | 'no-notice';

export type ReportRead =
  /** `notices`: whose mail it may be about, the surest first. */
  | { kind: 'report'; report: MailReport; notices: readonly string[] }
  | { kind: 'unreadable'; fault: ReportFault };

const MOST_RECEIVERS = 100;
const MOST_NOTICES = 5;

const statusTypes: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
]);
const returnedTypes: ReadonlySet<string> = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
]);

/**
 * What a delivery report says (RFC 3464, 6533), as a whole mail or its part for machines alone. It is of unknown origin:
 * only codes and ids of ours are taken from it, never words, and nothing in it is followed.
 */
export function readReport(bytes: Uint8Array, form: ReportForm = 'message/rfc822'): ReportRead {
  if (bytes.length > REPORT_LIMIT_BYTES) return { kind: 'unreadable', fault: 'too-large' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const parts = form === 'message/rfc822' ? partsOf(text) : [statusPart(text)];
  const groups = parts.filter(({ type }) => statusTypes.has(type)).flatMap(({ body }) => groupsIn(body));
  const report = reportIn(groups);
  if (report === undefined) return { kind: 'unreadable', fault: 'no-report' };
  const notices = noticesIn(groups, [readPart(text.replace(/\r\n?/g, '\n')), ...parts]);
  return notices.length === 0
    ? { kind: 'unreadable', fault: 'no-notice' }
    : { kind: 'report', report, notices };
}

/** A part for machines alone, with or without the headers of its own. */
function statusPart(text: string): MimePart {
  const plain = text.replace(/\r\n?/g, '\n');
  const part = readPart(plain);
  if (statusTypes.has(part.type)) return part;
  return { type: 'message/delivery-status', headers: new Map(), body: plain };
}

type Fields = ReadonlyMap<string, string>;

function groupsIn(body: string): Fields[] {
  return body
    .split(/\n[ \t]*\n/)
    .slice(0, MOST_RECEIVERS + 1)
    .map((group) => fieldsIn(group.replace(/^\n+/, '')));
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** One that failed outweighs the others. */
function reportIn(groups: readonly Fields[]): MailReport | undefined {
  const receivers = groups.flatMap((fields) => {
    const said = /^[a-z]+/i.exec(fields.get('action') ?? '')?.[0]?.toLowerCase();
    const action = actions.find((one) => one === said);
    return action === undefined ? [] : [{ action, fields }];
  });
  const [first] = [...receivers.filter(({ action }) => action === 'failed'), ...receivers];
  if (first === undefined) return undefined;
  const same = receivers.filter(({ action }) => action === first.action);
  return { action: first.action, code: codeOf(first.fields), receivers: same.length };
}

function codeOf(fields: Fields): string {
  const reply = /^smtp\s*;\s*([245]\d\d)\b/i.exec(fields.get('diagnostic-code') ?? '')?.[1];
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0];
  return [reply, status].filter((one) => one !== undefined).join(' ');
}

/** The envelope's id, which is the notice's own; then the Message-ID of the mail that came back; then what is answered. */
function noticesIn(groups: readonly Fields[], parts: readonly MimePart[]): string[] {
  const envelopes = groups.flatMap((fields) => idIn(fields.get('original-envelope-id')));
  const returned = parts
    .filter(({ type }) => returnedTypes.has(type))
    .flatMap(({ body }) => ofMessage(fieldsIn(headOf(body)).get('message-id')));
  const answered = parts.flatMap(({ headers }) =>
    ['in-reply-to', 'references'].flatMap((name) => ofMessage(headers.get(name))),
  );
  return [...new Set([...envelopes, ...returned, ...answered])].slice(0, MOST_NOTICES);
}

function headOf(body: string): string {
  const end = body.indexOf('\n\n');
  return end < 0 ? body : body.slice(0, end);
}

function ofMessage(text: string | undefined): string[] {
  const notice = text === undefined ? undefined : noticeOfMessageId(text);
  return notice === undefined ? [] : [notice];
}

/** An envelope's id is written as xtext: `+2D` for a hyphen (RFC 3461). */
function idIn(text: string | undefined): string[] {
  const plain = (text ?? '')
    .replace(/\+([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .toLowerCase();
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(plain) ? [plain] : [];
}
