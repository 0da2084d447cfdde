import type { CheckpointVerdict, SignedCheckpoint } from '../checkpoint.js';
import { CheckpointFault, parseCheckpoint, verifyCheckpoint } from '../checkpoint.js';
import type { SealedEntry } from '../entry.js';
import type { VerifierKey } from '../signing-key.js';
import {
  SigningKeyEntry,
  fingerprint,
  isSameFingerprint,
  isSignedBy,
  parseVerifierKey,
  readKeyChanged,
  readKeyMade,
} from '../signing-key.js';
import type { Expected, Finding } from './report.js';
import { FindingKind, largest, seqRange } from './report.js';
import type { Claim } from './roots.js';

interface TrustedKey {
  key: VerifierKey;
  /** The entry by which it handed over: it signs no size that includes it. */
  endsAt: number;
}

/** The keys that the verifier believes, and all those that lie with the ledger, believed or not. */
export interface Trust {
  trusted: TrustedKey[];
  offered: VerifierKey[];
}

export interface Notes {
  own: readonly string[];
  kept: readonly string[];
}

/**
 * Whom to believe: the key with the pinned fingerprint, else the keys that signed a kept checkpoint, else the first that
 * the ledger announces; and every key that one of these handed over to, or took over from.
 */
export function trustOf(
  keyEntries: readonly SealedEntry[],
  lying: readonly string[],
  expected: Expected,
): Trust {
  const made = keyEntries
    .filter((entry) => entry.kind === SigningKeyEntry.Made)
    .flatMap((entry) => readKeyMade(entry.facts) ?? []);
  const handovers = keyEntries.flatMap(handoverOf);
  const beside = lying.flatMap(readable);
  const offered = [...made, ...handovers.flatMap(({ oldKey, newKey }) => [oldKey, newKey]), ...beside];
  const pinned = pinnedAmong(offered, expected) ?? (made.length > 0 ? made.slice(0, 1) : beside);
  return { trusted: followed(pinned, handovers), offered };
}

interface Handover {
  oldKey: VerifierKey;
  newKey: VerifierKey;
  seq: number;
}

function handoverOf(entry: SealedEntry): Handover[] {
  const keys = entry.kind === SigningKeyEntry.Changed ? readKeyChanged(entry.facts) : undefined;
  return keys === undefined ? [] : [{ ...keys, seq: entry.seq }];
}

function pinnedAmong(offered: readonly VerifierKey[], expected: Expected): VerifierKey[] | undefined {
  const { keyFingerprint, checkpoints = [] } = expected;
  if (keyFingerprint !== undefined)
    return offered.filter((key) => isSameFingerprint(fingerprint(key.text), keyFingerprint));
  const signers = checkpoints.flatMap((note) => {
    const verdict = verifyCheckpoint(note, offered);
    return verdict.valid ? [verdict.key] : [];
  });
  return signers.length > 0 ? signers : undefined;
}

function followed(pinned: readonly VerifierKey[], handovers: readonly Handover[]): TrustedKey[] {
  const trusted = new Map<string, TrustedKey>(pinned.map((key) => [key.text, { key, endsAt: Infinity }]));
  for (const { oldKey, newKey, seq } of handovers) {
    if (!trusted.has(oldKey.text)) continue;
    trusted.set(oldKey.text, { key: oldKey, endsAt: seq });
    if (!trusted.has(newKey.text)) trusted.set(newKey.text, { key: newKey, endsAt: Infinity });
  }
  for (const { oldKey, newKey, seq } of handovers.toReversed())
    if (trusted.has(newKey.text) && !trusted.has(oldKey.text))
      trusted.set(oldKey.text, { key: oldKey, endsAt: seq });
  return [...trusted.values()];
}

export interface NoteVerdicts {
  claims: Claim[];
  findings: Finding[];
  verified: number;
  signedSize: number;
  newestKey?: VerifierKey;
}

/** Judges every note: what it may claim, or what is wrong with it. */
export function judgeNotes(notes: Notes, trust: Trust, expected: Expected): NoteVerdicts {
  const own = notes.own.map((note) => judgeNote(note, trust));
  const kept = notes.kept.map((note) => judgeNote(note, trust));
  const good = [...own, ...kept].filter((each) => each.verdict === 'good');
  const newest = good.reduce<Judged | undefined>(
    (best, each) => (sizeOf(each) >= sizeOf(best) ? each : best),
    undefined,
  );
  const signedSize = sizeOf(newest);
  const findings = [
    ...reSigned(own, { good, trust }),
    ...reSigned(kept, { good: [], trust }),
    ...altered(own, 'checkpoint'),
    ...altered(kept, 'kept checkpoint'),
    ...ofAnotherLedger(own, kept),
    ...unsigned(good, [...own, ...kept], expected),
  ];
  const claims = [
    ...claimsOf(own, 'checkpoint', ['good']),
    ...claimsOf(kept, 'kept checkpoint', ['good', 'foreign']),
  ];
  return {
    claims,
    findings,
    verified: good.length,
    signedSize,
    ...(newest?.key && { newestKey: newest.key }),
  };
}

interface Judged {
  verdict: 'good' | 'foreign' | 'altered';
  checkpoint: SignedCheckpoint | undefined;
  key?: VerifierKey;
}

function judgeNote(note: string, { trusted }: Trust): Judged {
  const keys = trusted.map(({ key }) => key);
  const verdict = verifyCheckpoint(note, keys);
  const checkpoint = verdict.checkpoint;
  if (!verdict.valid) return { verdict: faultOf(verdict, keys), checkpoint };
  const endsAt = trusted.find(({ key }) => key.text === verdict.key.text)?.endsAt ?? Infinity;
  if (verdict.checkpoint.size >= endsAt) return { verdict: 'foreign', checkpoint };
  return { verdict: 'good', checkpoint, key: verdict.key };
}

function faultOf(
  verdict: CheckpointVerdict & { valid: false },
  keys: readonly VerifierKey[],
): 'foreign' | 'altered' {
  const { checkpoint, why } = verdict;
  if (checkpoint === undefined || why !== CheckpointFault.UnknownKey) return 'altered';
  // A good signature under a name or id that is not the key's: the line was changed, not the signer.
  const isOurs = checkpoint.signatures.some(({ signature }) =>
    keys.some((key) => isSignedBy(key, checkpoint.signedText, signature)),
  );
  return isOurs ? 'altered' : 'foreign';
}

function reSigned(judged: readonly Judged[], by: { good: readonly Judged[]; trust: Trust }): Finding[] {
  const foreign = judged.filter((each) => each.verdict === 'foreign');
  if (foreign.length === 0) return [];
  const sizes = foreign.map(sizeOf);
  const first = sizes.reduce((least, size) => Math.min(least, size));
  const trustedBelow = largest(by.good.map(sizeOf).filter((size) => size < first));
  const names = [...new Set(foreign.flatMap(signersOf))].join(', ');
  const believed =
    by.trust.trusted.map(({ key }) => fingerprint(key.text)).join(', ') || 'none that lies with the ledger';
  const detail = `${foreign.length} of ${judged.length} checkpoints are signed by ${names}; the believed key is ${believed}`;
  return [{ kind: FindingKind.ReSigned, seq: seqRange(trustedBelow + 1, largest(sizes)), detail }];
}

function altered(judged: readonly Judged[], what: string): Finding[] {
  return judged
    .filter((each) => each.verdict === 'altered')
    .map((each) => ({
      kind: FindingKind.CheckpointAltered,
      seq: seqRange(1, sizeOf(each)),
      detail: each.checkpoint
        ? `the signature of the ${what} at ${each.checkpoint.size} does not fit its text`
        : `a ${what} cannot be read`,
    }));
}

function ofAnotherLedger(own: readonly Judged[], kept: readonly Judged[]): Finding[] {
  const origins = new Set(own.flatMap(({ checkpoint }) => checkpoint?.origin ?? []));
  if (origins.size === 0) return [];
  return kept
    .filter(({ verdict, checkpoint }) => verdict === 'good' && checkpoint && !origins.has(checkpoint.origin))
    .map((each) => ({
      kind: FindingKind.OtherLedger,
      seq: seqRange(1, sizeOf(each)),
      detail: `the kept checkpoint is of ${each.checkpoint?.origin}, those of this ledger of ${[...origins].join(', ')}`,
    }));
}

function unsigned(good: readonly Judged[], all: readonly Judged[], { keyFingerprint }: Expected): Finding[] {
  if (keyFingerprint === undefined || good.length > 0 || all.some((each) => each.verdict === 'foreign'))
    return [];
  return [
    { kind: FindingKind.Unsigned, seq: 1, detail: `no checkpoint is signed by the key ${keyFingerprint}` },
  ];
}

function claimsOf(
  judged: readonly Judged[],
  by: Claim['by'],
  verdicts: readonly Judged['verdict'][],
): Claim[] {
  return judged.flatMap(({ verdict, checkpoint }) =>
    checkpoint !== undefined && verdicts.includes(verdict)
      ? [{ size: checkpoint.size, root: checkpoint.root, by }]
      : [],
  );
}

/** The sizes that notes speak of, believed or not. */
export function sizesOf(notes: Notes): number[] {
  return [...notes.own, ...notes.kept].flatMap((note) => parseCheckpoint(note)?.size ?? []);
}

function sizeOf(judged: Judged | undefined): number {
  return judged?.checkpoint?.size ?? 0;
}

function signersOf({ checkpoint }: Judged): string[] {
  return checkpoint?.signatures.map(({ name, keyId }) => `${name} (key id ${keyId.toString('hex')})`) ?? [];
}

function readable(text: string): VerifierKey[] {
  try {
    return [parseVerifierKey(text)];
  } catch {
    return [];
  }
}
