import { agencyKey } from './agency.js';
import type { AgencyId, Initiating, Message } from './message.js';

/**
 * The natural identity of a message, since the protocol has no message id: our role, both agencies, type, both ids,
 * header time stamp, action or reason, status and answer. Equal for every redelivery of the same bytes; what has one
 * identity may still differ in content (peers stamp by the second). Source: architecture 3, step 3; iso18626.md 4.6.
 */
export function naturalIdentity(role: string, message: Initiating): string {
  const { header } = message;
  return JSON.stringify([
    role,
    keyOf(header.supplyingAgencyId),
    keyOf(header.requestingAgencyId),
    message.kind,
    header.requestingAgencyRequestId.trim(),
    header.supplyingAgencyRequestId?.trim() ?? '',
    header.timestamp.trim(),
    ...saidBy(message),
  ]);
}

/**
 * The message as one deterministic text, for a keyed hash that tells a repeat from other content. In-message credentials
 * are left out: they are filled in anew at each attempt, and a changed password does not make another message. So is the
 * running number that some systems put at the end of a note, and change when they send it again.
 */
export function canonicalBody(message: Message): string {
  const text = textOf(message);
  return text.includes('#seq:') ? withoutRunningNumbers(text) : text;
}

const runningNumber = /#seq:\d+#(?=")/;

/** With the blanks before them. Hashes of the result are kept: what is left out, once and for ever, is this. */
function withoutRunningNumbers(text: string): string {
  const parts = text.split(runningNumber);
  const last = parts.pop() ?? '';
  return [...parts.map((part) => part.trimEnd()), last].join('');
}

function keyOf(agencyId: AgencyId | undefined): string {
  return agencyId === undefined ? '' : agencyKey(agencyId);
}

function saidBy(message: Initiating): string[] {
  switch (message.kind) {
    case 'request':
      return [];
    case 'requestingAgencyMessage':
      return [message.action];
    case 'supplyingAgencyMessage':
      return [
        message.messageInfo.reasonForMessage,
        message.statusInfo.status ?? '',
        message.messageInfo.answerYesNo ?? '',
      ];
  }
}

/**
 * JSON with the names in order all the way down, in one pass. A sorted copy and JSON.stringify take a third longer, a
 * replacer twice as long.
 */
function textOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const name of inOrder(Object.keys(value))) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner === undefined || name === 'requestingAgencyAuthentication') continue;
    text += `${text === '' ? '{' : ','}${member(name)}${textOf(inner)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** By insertion: structures have few members. */
function inOrder(names: string[]): string[] {
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] as string;
    let to = at;
    for (; to > 0 && (names[to - 1] as string) > name; to -= 1) names[to] = names[to - 1] as string;
    names[to] = name;
  }
  return names;
}

const mostNames = 1000;
const members = new Map<string, string>();

/** A name as it begins a member; those of the tables are few and come with every message. */
function member(name: string): string {
  const known = members.get(name);
  if (known !== undefined) return known;
  const made = `${quoted(name)}:`;
  if (members.size < mostNames) members.set(name, made);
  return made;
}

// What JSON.stringify escapes, and a little more.
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}
