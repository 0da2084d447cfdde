import { encode, type Edition, type Header, type MessageKind } from '../../../src/iso18626/index.js';
import { stricter, type Member, type Privacy } from '../../../src/iso18626/edition.js';
import { generateMessage } from '../../support/iso18626-generate.js';

/** An element whose value may name a person or is a secret, as the edition's table has it. */
export interface PersonalField {
  /** From the message on. */
  path: string;
  privacy: Privacy;
  /** A value that is to be found nowhere afterwards. */
  canary: string;
}

/** Only what can hold any text can hold a canary: a code, a time or a number tells nobody's name. */
const freely = new Set(['string', 'schemeValue']);

/** Every field of a message that is personal, text or secret, found by the table: a new one is among them by itself. */
export function personalFields(edition: Edition, kind: MessageKind): PersonalField[] {
  const found: PersonalField[] = [];
  walk(edition, { structure: kind, path: kind, privacy: 'open' }, ({ member, path, privacy }) => {
    const isFree = freely.has(member.type.kind);
    if (!isFree || (privacy === 'open' && member.urlIsText !== true)) return;
    const name = `kanary-${edition.id}-${kind.slice(0, 12)}-${found.length}-x`;
    found.push({ path, privacy, canary: privacy === 'open' ? `https://reader.example/${name}` : name });
  });
  return found;
}

interface Place {
  structure: string;
  path: string;
  privacy: Privacy;
}

function walk(
  edition: Edition,
  { structure, path, privacy }: Place,
  visit: (leaf: { member: Member; path: string; privacy: Privacy }) => void,
): void {
  for (const member of edition.structures[structure]?.members ?? []) {
    if (member.max === 0) continue;
    const inner = { path: `${path}/${member.name}`, privacy: stricter(privacy, member.privacy ?? 'open') };
    if (member.type.kind === 'structure')
      walk(edition, { structure: member.type.structure, ...inner }, visit);
    else visit({ member, ...inner });
  }
}

// A choice shows one of its sides at a time: so many messages show each for sure.
const SEEDS = 12;

/**
 * Messages of a kind that hold, taken together, every canary of its fields: each full, with the header that the test wants.
 * Answers their texts and the fields that none of them holds.
 */
export function messagesWithCanaries(
  edition: Edition,
  { kind, header }: { kind: MessageKind; header: (at: number) => Header },
): { texts: string[]; fields: PersonalField[]; missing: string[] } {
  const fields = personalFields(edition, kind);
  const canaryAt = new Map(fields.map(({ path, canary }) => [path, canary]));
  const texts = Array.from({ length: SEEDS }, (_, at) => {
    const message = generateMessage(at, edition, { kind, density: 1 });
    if ('header' in message) message.header = { ...message.header, ...header(at) };
    if (message.kind === 'request') delete message.serviceInfo?.requestingAgencyPreviousRequestId;
    if (message.kind === 'request' && message.serviceInfo) message.serviceInfo.requestType = 'New';
    return withValues(encode(message, edition).bytes.toString('utf8'), canaryAt);
  });
  const all = texts.join('\n');
  const missing = fields.filter(({ canary }) => !all.includes(canary)).map(({ path }) => path);
  return { texts, fields, missing };
}

/** The document with the value that each path wants in the place of its own. */
function withValues(xml: string, values: ReadonlyMap<string, string>): string {
  const path: string[] = [];
  return xml.replace(
    /<(\/?)ill:(\w+)((?:[^>"]|"[^"]*")*?)(\/?)>([^<]*)/g,
    (whole, slash: string, name: string, attributes: string, empty: string, text: string) => {
      if (slash === '/') {
        path.pop();
        return whole;
      }
      path.push(name);
      const value = values.get(path.slice(1).join('/'));
      if (empty === '/') path.pop();
      if (value === undefined || empty === '/') return whole;
      return `<ill:${name}${attributes}>${value}${text.trim() === '' ? '' : ' '}`;
    },
  );
}
