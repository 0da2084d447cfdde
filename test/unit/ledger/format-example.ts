import type { Entry } from '../../../src/ledger/index.js';
import {
  append,
  createSigningKey,
  emptyHead,
  entryText,
  fingerprint,
  keyMadeFacts,
  leafHash,
  rootOf,
  signCheckpoint,
} from '../../../src/ledger/index.js';

/** The worked example of docs/ledger-format.md: a key of the bytes 0 to 31, and three entries. */
export function workedExample() {
  const key = createSigningKey('ledger.example/north', (length) =>
    Uint8Array.from({ length }, (_, at) => at),
  );
  const entries: Entry[] = [
    {
      kind: 'signing-key-made',
      at: '2026-03-01T08:00:00.000Z',
      actor: { kind: 'system', id: 'gateway' },
      because: 'first start',
      facts: keyMadeFacts(key),
      changes: [],
    },
    {
      kind: 'loan-record-made',
      at: '2026-03-01T08:05:00.250Z',
      actor: { kind: 'library', id: 'ISIL:DE-1' },
      because: 'imported',
      loan: 'L-1',
      changes: [{ aggregate: 'loan', id: 'L-1', version: 1, set: { title: 'Momo', state: 'new' } }],
    },
    {
      kind: 'withdrawn',
      at: '2026-03-01T09:00:00.000Z',
      actor: { kind: 'person', id: 'U-7' },
      because: 'the reader found it on our own shelf',
      loan: 'L-1',
      changes: [{ aggregate: 'loan', id: 'L-1', version: 2, set: { state: 'closed' } }],
    },
  ];
  const texts = entries.map((each, at) => entryText(each, at + 1));
  const leaves = texts.map(leafHash);
  const head = append(emptyHead, leaves);
  return {
    texts,
    leafHashes: leaves.map((leaf) => leaf.toString('hex')),
    peaks: head.peaks,
    root: rootOf(head).toString('hex'),
    verifierKey: key.verifierKey,
    fingerprint: fingerprint(key.verifierKey),
    note: signCheckpoint(head, { key }),
  };
}
