import type { Photo } from '../../loan/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import type { KeptTemplate, StoredLoan } from '../../storage/index.js';

/** An entry with what proves that it is in the signed ledger; none where it came after the newest signature. */
export interface ProvenEntry {
  entry: SealedEntry;
  text: string;
  leafHash: string;
  /** A sentence in a librarian's words. */
  says: string;
  proof?: string[];
  message?: KeptTemplate;
}

export interface CaseFolder {
  id: string;
  origin: string;
  madeAt: string;
  loan: StoredLoan;
  entries: ProvenEntry[];
  /** Bytes of photos of the item, by their id; those that are not here are told by their hashes. */
  photos: ReadonlyMap<string, Buffer>;
  /** The signed note that the proofs lead to. */
  note?: string;
}

/** The page of a case folder: no script, no address outside itself. */
export function caseFolderPage(folder: CaseFolder): string {
  const { loan, id, origin, madeAt, entries } = folder;
  const { title, author } = loan.record.bibliographicInfo;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${safe(title ?? id)}: case folder</title><style>${style}</style></head><body>`,
    `<header><p>Case folder of ${safe(origin)}, made ${when(madeAt)}</p><h1>${safe(title ?? 'Without a title')}</h1>`,
    author === undefined ? '' : `<p>${safe(author)}</p>`,
    factsOf(folder),
    '</header><main>',
    `<section><h2>What happened</h2>${storyTable(entries)}</section>`,
    looksOf(folder),
    `<section><h2>Messages</h2>${messagesOf(entries)}</section>`,
    `<section><h2>Proof</h2>${proofWords(folder)}</section>`,
    `</main><script type="application/json" id="proof">${proofData(folder)}</script></body></html>\n`,
  ].join('\n');
}

const style = `
:root{color-scheme:light dark}
body{font:1rem/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #8886}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #8886;padding:.5rem;font-size:.85rem}
code{overflow-wrap:anywhere}figure{margin:.5rem 0;break-inside:avoid}figure img{max-width:20rem;max-height:15rem;display:block}h3{break-after:avoid}
@page{margin:18mm}@media print{body{margin:0;max-width:none;font-size:10pt}tr,pre{break-inside:avoid}thead{display:table-header-group}}
`;

function factsOf({ id, loan }: CaseFolder): string {
  const { record, transactions } = loan;
  const current = transactions.get(record.current ?? '');
  const facts: [string, string | undefined][] = [
    ['Request', id],
    ['The library’s own id', record.libraryId],
    ['Our side', record.role],
    ['Our agency', record.agency],
    ['Peer', current?.peer],
    ['Type', record.serviceInfo?.serviceType],
    ['State', current?.state ?? record.phase],
    ['The requester’s id', current?.requestingAgencyRequestId],
    ['The supplier’s id', current?.supplyingAgencyRequestId],
    ['Due', current?.dueDate],
    ['Came', record.createdAt],
    ['Ended', record.closedAt],
  ];
  const shown = facts.filter(([, value]) => value !== undefined);
  return `<dl>${shown.map(([name, value]) => `<dt>${safe(name)}</dt><dd>${safe(value ?? '')}</dd>`).join('')}</dl>`;
}

function storyTable(entries: readonly ProvenEntry[]): string {
  const rows = entries.map(
    ({ entry, says }) =>
      `<tr><td>${entry.seq}</td><td>${when(entry.at)}</td><td>${safe(says)}${because(entry.because, says)}</td><td>${safe(`${entry.actor.kind} ${entry.actor.id}`)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Entry</th><th scope="col">When (UTC)</th><th scope="col">What</th><th scope="col">Who</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function because(why: string, says: string): string {
  return why === says ? '' : `<br><small>because: ${safe(why)}</small>`;
}

/** How the item looked to both sides, and the photos of it. */
function looksOf({ loan, photos }: CaseFolder): string {
  const reports = Object.entries(loan.record.conditions ?? {}).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  if (reports.length === 0) return '';
  const shown = reports.map(
    ([, { by, when: moment, at, marks, photos: named = {} }]) =>
      `<h3>${by === 'us' ? 'Here' : 'The other side'}: ${safe(moment)}, ${when(at)}</h3><p>${safe(marks.join(', '))}</p>${Object.entries(
        named,
      )
        .map(([id, photo]) => figureOf(photo, photos.get(id)))
        .join('')}`,
  );
  return `<section><h2>How the item looked</h2>${shown.join('')}</section>`;
}

function figureOf({ type, sha256 }: Photo, bytes: Buffer | undefined): string {
  const image =
    bytes === undefined
      ? '<p>The photo is not in this copy.</p>'
      : `<img alt="Photo of the item" src="data:${safe(type)};base64,${bytes.toString('base64')}">`;
  return `<figure>${image}<figcaption><small>SHA-256 <code>${safe(sha256)}</code></small></figcaption></figure>`;
}

function messagesOf(entries: readonly ProvenEntry[]): string {
  const messages = entries.flatMap(({ entry, message }) =>
    message === undefined ? [] : [{ entry, message }],
  );
  if (messages.length === 0) return '<p>None is kept.</p>';
  return messages
    .map(
      ({ entry, message }) =>
        `<h3>Entry ${entry.seq}: ${message.direction === 'in' ? 'received' : 'sent'} ${safe(whatOf(entry))}</h3><pre>${withHoles(message.template)}</pre>`,
    )
    .join('\n');
}

function whatOf({ facts }: SealedEntry): string {
  const what = facts?.['what'];
  return typeof what === 'string' ? what : '';
}

/** A hole stands as its number between two U+0001. */
function withHoles(template: string): string {
  return safe(template).replace(/\u0001(\d+)\u0001/g, '▇▇▇<small>[$1]</small>');
}

function proofWords({ entries, note, id }: CaseFolder): string {
  const proven = entries.filter(({ proof }) => proof !== undefined).length;
  if (note === undefined) return '<p>Nothing is signed yet.</p>';
  return [
    `<p>${proven} of ${entries.length} entries of request ${safe(id)} are proven to be in the ledger under this signed checkpoint; later ones are not signed yet. The proofs (RFC 6962) lie in this file, as JSON in the element <code>proof</code>.</p>`,
    `<pre>${safe(note)}</pre>`,
    `<table><thead><tr><th scope="col">Entry</th><th scope="col">SHA-256 of 0x00 and its text</th></tr></thead><tbody>${entries.map(({ entry, leafHash }) => `<tr><td>${entry.seq}</td><td><code>${leafHash}</code></td></tr>`).join('')}</tbody></table>`,
  ].join('\n');
}

function proofData({ note, entries }: CaseFolder): string {
  const data = { note, entries: entries.map(({ text, proof }) => ({ text, proof })) };
  // Nothing in a text may end the element.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function when(instant: string): string {
  return `<time datetime="${safe(instant)}">${safe(instant.slice(0, 16).replace('T', ' '))}</time>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
