import { deliveryColumns, entryColumns, requestColumns } from './columns.js';
import { bundleFiles, type BundleManifest } from './manifest.js';

const tables = [
  { file: bundleFiles.ledgerCsv, what: 'one row an entry of `ledger.jsonl`', columns: entryColumns },
  {
    file: bundleFiles.requestsCsv,
    what: 'one row a request that these entries speak of, as it stood when the bundle was made',
    columns: requestColumns,
  },
  {
    file: bundleFiles.deliveriesCsv,
    what: 'one row a message owed in these requests, as it stood when the bundle was made',
    columns: deliveryColumns,
  },
];

/** `definitions.md`: what every file and every column of the bundle says. */
export function definitions(manifest: Omit<BundleManifest, 'files'>): string {
  const { origin, exportedAt, counts, head, selectionWords } = manifest;
  return [
    `# Ledger of ${origin}, exported ${exportedAt}`,
    '',
    `${counts.entries} of ${head.size} entries: ${selectionWords}. Times are UTC. To check the whole: \`node verify.mjs .\``,
    '',
    '## Files',
    '',
    ...fileLines,
    '',
    ...tables.flatMap(({ file, what, columns }) => [
      `## ${file}`,
      '',
      `RFC 4180: ${what}. A view for spreadsheets: what is proven is \`${bundleFiles.entries}\`.`,
      '',
      ...columns.map(({ name, means }) => `- \`${name}\`: ${means}`),
      '- `escaped`: names of the columns of this row whose text begins with `= + - @`, a tab, CR or NUL, and got an apostrophe before it, so that no spreadsheet runs it',
      '',
    ]),
  ].join('\n');
}

const fileLines = [
  `- \`${bundleFiles.manifest}\`, \`${bundleFiles.signature}\`: what was asked, by whom, what there is, and the SHA-256 of every file, signed`,
  `- \`${bundleFiles.entries}\`: the entries, a canonical JSON text (RFC 8785) a line, by \`seq\``,
  `- \`${bundleFiles.hashes}\`: the 32-byte leaf hash of every entry of the range, given here or left out`,
  `- \`${bundleFiles.leftOut}\`: by number, the entries of the range that are not here`,
  '- `checkpoints/`: signed notes (C2SP tlog-checkpoint): name, size, root, signatures',
  `- \`${bundleFiles.keys}\`: the entries by which the ledger says which keys sign it`,
  `- \`${bundleFiles.consistency}\`: proofs (RFC 6962) that the ledger only grew since earlier checkpoints`,
  `- \`${bundleFiles.messages}\`: the messages, a line each, with numbered holes between two U+0001 where somebody may be named`,
  `- \`${bundleFiles.erasures}\`: certificates of erasures; what they name is gone for good, and no hash is`,
  `- \`${bundleFiles.workbook}\`: the three tables as a workbook, every id a text; left out of large exports`,
  `- \`${bundleFiles.verifier}\`: checks all of this; needs Node 18 and nothing else. Whoever doubts it takes one from elsewhere`,
];

/** The tables by the names of their sheets. */
export const sheetDefinitions = {
  ledger: entryColumns,
  requests: requestColumns,
  deliveries: deliveryColumns,
} as const;
