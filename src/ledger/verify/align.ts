import { leafHash, renumbered } from '../entry.js';
import type { Finding } from './report.js';
import { FindingKind, seqRange } from './report.js';
import type { Row, Walk } from './walk.js';

/** A bad row with the place that the evidence says it had when it was sealed; none where no evidence knows its text. */
interface Located {
  row: Row;
  sealedAt: number | undefined;
}

/** What the rows that contradict something amount to, first to last. */
export interface RowFindings {
  findings: Finding[];
  /** Where an entry was put in, when two neighbours have one number and the roots have to tell which of them it is. */
  inserted?: Inserted;
}

export interface Inserted {
  between: [number, number];
  /** What to say when the roots cannot tell. */
  otherwise: number | [number, number];
}

export interface RowContext {
  walk: Walk;
  /** Up to which seq a root outside the rows vouches for their texts. */
  provenSize: number;
  /** How many entries the head and the checkpoints speak of. */
  expectedSize: number;
}

interface Step {
  finding: Finding;
  /** The last position that the finding explains. */
  through: number;
  inserted?: Inserted;
}

/** Names what happened to the bad rows. */
export function judgeRows(context: RowContext): RowFindings {
  const known = knownHashes(context.walk);
  const locate = (row: Row): Located => ({ row, sealedAt: sealedPlace(row, known) });
  const witnesses = context.walk.afterBad.map(locate);
  let rest = context.walk.bad.map(locate);
  const findings: Finding[] = [];
  while (rest[0] !== undefined) {
    const step = firstStep(rest[0], [...rest, ...witnesses], context);
    if (step.inserted !== undefined) return { findings, inserted: step.inserted };
    findings.push(step.finding);
    rest = rest.filter(({ row }) => row.position > step.through);
  }
  return { findings };
}

function firstStep(first: Located, rest: readonly Located[], context: RowContext): Step {
  const at = first.row.position;
  const owner = rest.find(({ row, sealedAt }) => sealedAt === at && row.position > at);
  if (first.sealedAt !== undefined && first.sealedAt > at)
    return owner ? reordered(at, Math.max(owner.row.position, first.sealedAt)) : missing(at, first.sealedAt);
  const isShifted = owner !== undefined && isShiftedFrom(owner, rest, at);
  if (!isShifted && at <= context.expectedSize) return alteration(first, context);
  if (first.sealedAt === at - 1) return insertedNextTo(first.row, context.walk);
  return inserted(at, owner === undefined ? context.walk.size : owner.row.position - 1);
}

/** Of two neighbours with one number the second is the surplus one, if a hash that stayed in its place proves the first. */
function insertedNextTo({ position: at, hash, sealedHash }: Row, { sealedSize }: Walk): Step {
  const isFirstProven = at - 1 <= sealedSize && sealedHash !== hash;
  return {
    ...inserted(at, at),
    inserted: { between: [at - 1, at], otherwise: isFirstProven ? at : [at - 1, at] },
  };
}

/** Everything after an insertion is off by as much as was put in; a lone copy of an entry elsewhere is not. */
function isShiftedFrom(owner: Located, rest: readonly Located[], at: number): boolean {
  const offset = owner.row.position - at;
  const last = rest.at(-1) ?? owner;
  return last.sealedAt === undefined || last.sealedAt === last.row.position - offset;
}

function missing(from: number, next: number): Step {
  const detail = `${next - from === 1 ? 'the entry is' : 'the entries are'} not there; what follows was sealed as ${next}`;
  return { finding: { kind: FindingKind.Missing, seq: seqRange(from, next - 1), detail }, through: Infinity };
}

function reordered(from: number, to: number): Step {
  const detail = `the entries that were sealed as ${from} and ${to} do not stand in their places`;
  return { finding: { kind: FindingKind.Reordered, seq: [from, to], detail }, through: to };
}

function inserted(from: number, to: number): Step {
  const detail = 'what stands here was never sealed here; the entries after it stand too far back';
  return { finding: { kind: FindingKind.Inserted, seq: seqRange(from, to), detail }, through: Infinity };
}

function alteration({ row }: Located, { provenSize }: RowContext): Step {
  const { position: seq } = row;
  const [kind, detail] = kindOf(row, seq <= provenSize);
  return { finding: { kind, seq, detail }, through: seq };
}

function kindOf(row: Row, isProven: boolean): [FindingKind, string] {
  if (row.entry === undefined) return [FindingKind.Altered, 'the text is no entry'];
  const isSealedOtherwise = isOther(row.sealedHash, row);
  const isBesideOtherwise = isOther(row.besideHash, row);
  if (isSealedOtherwise && isProven)
    return [FindingKind.TileAltered, 'the sealed leaf hash differs, but a root vouches for the text'];
  if (isBesideOtherwise && (isProven || row.sealedHash === row.hash))
    return [FindingKind.Altered, 'the leaf hash beside the text was altered, the text was not'];
  if (isSealedOtherwise || isBesideOtherwise)
    return [FindingKind.Altered, 'the text does not have the leaf hash that was sealed'];
  if (!row.isCanonical) return [FindingKind.NotCanonical, 'the text is not in canonical form (RFC 8785)'];
  return [
    FindingKind.Altered,
    `the entry is numbered ${row.entry.seq} in its text and ${row.rowSeq} beside it`,
  ];
}

function isOther(hash: string | undefined, row: Row): boolean {
  return hash !== undefined && hash !== row.hash;
}

function sealedPlace(row: Row, known: KnownHashes): number | undefined {
  const inner = row.entry?.seq;
  if (inner === undefined) return undefined;
  if (known.isAt(inner, row.hash)) return inner;
  if (inner !== row.position && row.isCanonical && isVouchedFor(row, inner, known)) return inner;
  return placeUnderAnotherNumber(row, inner, known);
}

/** Whether a leaf hash that moved along with the text shows that the text is as it was sealed. */
function isVouchedFor(row: Row, inner: number, known: KnownHashes): boolean {
  return row.sealedHash === row.hash || (row.besideHash === row.hash && !known.isSealed(inner));
}

/** Tries whether the text, numbered otherwise, is one that was sealed: so it was moved and its number changed. */
function placeUnderAnotherNumber(row: Row, inner: number, known: KnownHashes): number | undefined {
  for (const seq of new Set([row.position + 1, row.position - 1, ...known.places])) {
    if (seq === inner || seq < 1) continue;
    const hash = leafHash(renumbered(row.text, seq)).toString('hex');
    // A leaf hash that moved along with its text still says which number the text had.
    if (hash === row.besideHash || hash === row.sealedHash || known.isAt(seq, hash)) return seq;
  }
  return undefined;
}

/** The leaf hashes that are known for places near the bad rows. */
interface KnownHashes {
  places: readonly number[];
  isSealed(seq: number): boolean;
  isAt(seq: number, hash: string): boolean;
}

function knownHashes({ sealed, bad }: Walk): KnownHashes {
  // A hash beside a text may have moved with it, so a sealed one weighs more.
  const beside = new Map(
    bad.filter((row) => !sealed.has(row.position)).map((row) => [row.position, row.besideHash]),
  );
  return {
    places: [...new Set([...sealed.keys(), ...beside.keys()])],
    isSealed: (seq) => sealed.has(seq),
    isAt: (seq, hash) => (sealed.get(seq) ?? beside.get(seq)) === hash,
  };
}
