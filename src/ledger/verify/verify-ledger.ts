import type { SealedEntry } from '../entry.js';
import { fingerprint } from '../signing-key.js';
import type { TreeHead } from '../tree.js';
import { tileWidth } from '../tree.js';
import type { Inserted } from './align.js';
import { judgeRows } from './align.js';
import type { Expected, Finding, LedgerSource, VerifyReport } from './report.js';
import { FindingKind, largest, seqRange } from './report.js';
import type { Claim, RootVerdict } from './roots.js';
import { claimsOfHead, findInserted, isHeadSound, judgeRoots, rootFindings } from './roots.js';
import type { NoteVerdicts, Notes } from './trust.js';
import { judgeNotes, sizesOf, trustOf } from './trust.js';
import type { Walk } from './walk.js';
import { walk } from './walk.js';

type Head = (TreeHead & { root: string }) | undefined;

/**
 * Judges whether a ledger is whole: every entry in its place with the text that was sealed, every root the one that the
 * head and the signed and kept checkpoints claim. Otherwise names what is wrong, the hardest evidence first.
 * Reads the entries once, and once more only to place an insertion; memory does not grow with them. `read` is told of
 * each line that is an entry, in the holder's order, good or bad: so whoever folds them too need not read them again.
 */
export async function verifyLedger(
  source: LedgerSource,
  expected: Expected = {},
  read?: (entry: SealedEntry) => void,
): Promise<VerifyReport> {
  const notes: Notes = { own: await all(source.checkpoints()), kept: expected.checkpoints ?? [] };
  const head = await source.head();
  const headClaims = claimsOfHead(head);
  const sizes = new Set([...sizesOf(notes), ...headClaims.map(({ size }) => size)]);
  const walked = await walk(source, sizes, read);
  const trust = trustOf(walked.keyEntries, (await source.verifierKeys?.()) ?? [], expected);
  const verdicts = judgeNotes(notes, trust, expected);
  const findings = await allFindings(
    source,
    { walked, head, claims: [...headClaims, ...verdicts.claims] },
    verdicts,
  );
  return findings.length > 0 ? { whole: false, size: walked.size, findings } : wholeReport(walked, verdicts);
}

interface Evidence {
  walked: Walk;
  head: Head;
  claims: Claim[];
}

async function allFindings(
  source: LedgerSource,
  evidence: Evidence,
  notes: NoteVerdicts,
): Promise<Finding[]> {
  const { walked, claims, head } = evidence;
  const roots = judgeRoots(walked, claims);
  const inRows = await rowFindings(source, evidence, roots);
  // What one bad row does to the roots after it is no second finding.
  const inRoots = inRows.some(isInEntries) ? [] : await rootFindings(source, walked, roots);
  const entriesAreSound = ![...inRows, ...inRoots].some(isInEntries);
  const beside = entriesAreSound
    ? [...headFindings(walked, head), ...refutedFindings(roots), ...tileFindings(walked)]
    : [];
  const damage = (await source.damage?.()) ?? [];
  return [...inRows, ...notes.findings, ...inRoots, ...beside, ...damage];
}

async function rowFindings(source: LedgerSource, evidence: Evidence, roots: RootVerdict): Promise<Finding[]> {
  const { walked, claims } = evidence;
  if (walked.bad.length === 0) return [];
  const claimed = largest(claims.map(({ size }) => size));
  const hasHead = claims.some(({ by }) => by === 'head');
  const expectedSize = hasHead ? claimed : Math.max(claimed, walked.sealedSize, walked.size);
  const { findings, inserted } = judgeRows({
    walk: walked,
    provenSize: roots.provenSize,
    expectedSize,
  });
  if (inserted === undefined) return findings;
  return [...findings, await whichInserted(source, roots, inserted)];
}

async function whichInserted(source: LedgerSource, roots: RootVerdict, inserted: Inserted): Promise<Finding> {
  const { broken: claim, provenSize } = roots;
  const found = claim && (await findInserted(source, { provenSize, claim, candidates: inserted.between }));
  const detail =
    found === undefined
      ? 'what stands here was never sealed here; the entries after it stand too far back'
      : 'without it the others have the root that they had';
  return { kind: FindingKind.Inserted, seq: found ?? inserted.otherwise, detail };
}

function headFindings({ size, root }: Walk, head: Head): Finding[] {
  if (head === undefined)
    return size === 0
      ? []
      : [{ kind: FindingKind.HeadAltered, seq: seqRange(1, size), detail: 'there is no head' }];
  if (!isHeadSound(head) || (head.size === size && head.root !== root))
    return [
      { kind: FindingKind.HeadAltered, seq: seqRange(1, size), detail: 'the head does not fit the entries' },
    ];
  if (head.size >= size) return [];
  const detail = `the head seals ${head.size} entries only`;
  return [{ kind: FindingKind.Inserted, seq: seqRange(head.size + 1, size), detail }];
}

function refutedFindings({ refuted, provenSize }: RootVerdict): Finding[] {
  return refuted.map(({ by, size }) => ({
    kind: by === 'head' ? FindingKind.HeadAltered : FindingKind.CheckpointAltered,
    seq: seqRange(1, size),
    detail: `the ${by} claims another root at ${size} than the entries have, which a root at ${provenSize} vouches for`,
  }));
}

function tileFindings({ badTiles, size }: Walk): Finding[] {
  return badTiles.map(({ level, index }) => {
    const width = tileWidth ** (level + 1);
    const seq = seqRange(index * width + 1, Math.max(index * width + 1, Math.min(size, (index + 1) * width)));
    return {
      kind: FindingKind.TileAltered,
      seq,
      detail: `tile ${level}/${index} is missing or does not fit the entries`,
    };
  });
}

function wholeReport({ size, root }: Walk, notes: NoteVerdicts): VerifyReport {
  const key = notes.newestKey && { keyFingerprint: fingerprint(notes.newestKey.text) };
  return {
    whole: true,
    size,
    root,
    checkpointsVerified: notes.verified,
    signedSize: notes.signedSize,
    ...key,
  };
}

const besideEntries: readonly Finding['kind'][] = [FindingKind.TileAltered, FindingKind.HeadAltered];

function isInEntries(finding: Finding): boolean {
  return !besideEntries.includes(finding.kind);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
