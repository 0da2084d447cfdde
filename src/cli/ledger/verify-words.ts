import type { Finding, FindingKind, VerifyReport } from '../../ledger/index.js';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { counted } from '../terminal/text.js';

/** What was held against the ledger beside what lies with it. */
export interface HeldAgainst {
  keptNotes: number;
  /** Where the notes were kept. */
  keptWhere: string[];
  fingerprint?: string;
}

/** What a verdict says, a sentence for each check; of a ledger that is not whole, the first bad entry first. */
export function verifyWords(report: VerifyReport, held: HeldAgainst, terminal: Terminal): string {
  return report.whole ? wholeWords(report, held, terminal) : brokenWords(report, terminal);
}

function wholeWords(report: VerifyReport & { whole: true }, held: HeldAgainst, terminal: Terminal): string {
  const { size, root, checkpointsVerified, signedSize, keyFingerprint } = report;
  const unsigned = size - signedSize;
  return [
    size === 0
      ? 'The ledger has no entries yet.'
      : `${counted(size, 'entry', 'entries')}: each stands in its place with the text that was sealed.`,
    `The root over all of them is ${root}.`,
    checkpointsVerified === 0
      ? 'No checkpoint is signed yet.'
      : `${counted(checkpointsVerified, 'signed checkpoint')} verified, of those with the ledger and those kept; the newest covers ${counted(signedSize, 'entry', 'entries')}${unsigned === 0 ? '' : `, and ${counted(unsigned, 'later entry has', 'later entries have')} no signature yet`}.`,
    ...(keyFingerprint === undefined ? [] : [`They are signed by the key ${keyFingerprint}.`]),
    held.fingerprint === undefined
      ? 'No fingerprint was given: compare the key with the one that you keep, or give it with --key.'
      : 'The key is the one whose fingerprint was given, or took over from it.',
    held.keptNotes === 0
      ? 'No kept checkpoint was held against it: a ledger that was cut short would not show.'
      : `${counted(held.keptNotes, 'kept checkpoint')} from ${held.keptWhere.join(' and ')} held against it: all fit.`,
    terminal.mark('green', 'The ledger is whole.'),
  ].join('\n');
}

/** How each kind of finding ends the sentence "The first bad entry is 17: …". */
const kindWords: Record<FindingKind, string> = {
  altered: 'it was altered',
  missing: 'it is missing',
  reordered: 'it stands in another place',
  inserted: 'it was inserted',
  truncated: 'the ledger was cut short there',
  're-signed': 'another key has signed the ledger from there on',
  'not-canonical': 'its text is not in canonical form',
  'tile-altered': 'the tree over it was altered',
  'head-altered': 'the head over it was altered',
  'checkpoint-altered': 'a checkpoint over it was altered',
  'other-ledger': 'a kept checkpoint is of another ledger',
  unsigned: 'no checkpoint is signed by the key that was given',
  'file-altered': 'a file of the export was altered',
};

function brokenWords({ findings }: VerifyReport & { whole: false }, terminal: Terminal): string {
  const [first] = findings;
  if (first === undefined) return terminal.mark('red', 'The ledger is not whole.');
  const rows = table<Finding>(
    [
      { head: 'ENTRY', of: ({ seq }) => placeOf(seq) },
      { head: 'KIND', of: ({ kind }) => kind },
      { head: 'WHAT', of: ({ detail }) => detail },
    ],
    findings,
    { mark: (style, text) => terminal.mark(style, text) },
  );
  return [
    terminal.mark('red', `The ledger is not whole: ${counted(findings.length, 'finding')}.`),
    typeof first.seq === 'number'
      ? `The first bad entry is ${first.seq} (${first.kind}): ${kindWords[first.kind]}.`
      : `The first bad entry lies in ${placeOf(first.seq)} (${first.kind}): ${kindWords[first.kind]}.`,
    '',
    rows,
  ].join('\n');
}

function placeOf(seq: Finding['seq']): string {
  return typeof seq === 'number' ? String(seq) : `${seq[0]}–${seq[1]}`;
}
