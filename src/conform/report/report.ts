import {
  canonicalText,
  fingerprint,
  isSameFingerprint,
  isSignedBy,
  parseVerifierKey,
  signText,
} from '../../ledger/index.js';
import type { SigningKey } from '../../ledger/index.js';
import type { Severity } from '../check.js';
import type { Role } from '../role.js';
import type { Counts, Result } from './result.js';
import type { Exchange, Heard } from '../talk/exchange.js';
import type { Proposal } from './proposal.js';

export const REPORT_FORMAT = 'lendwire-conformance-report/1';

/** Everything that a test found, and by what. */
export interface Report {
  format: typeof REPORT_FORMAT;
  /** Who tested, by the gateway's name, and whom. */
  gateway: string;
  peer: { id: string; name: string; url: string; agency: string };
  agency: string;
  edition: string;
  mark: string;
  startedAt: string;
  endedAt: string;
  /** `stopped` where a person ended it before all was tried, `cannot-run` where the peer never answered. */
  outcome: 'whole' | 'stopped' | 'cannot-run';
  roles: readonly Role[];
  summary: Readonly<Record<Severity, Counts>> & { messages: number; heard: number };
  results: readonly Result[];
  exchanges: readonly (Exchange & { as: Role })[];
  heard: readonly Heard[];
  proposal: Proposal;
}

/** A report with the gateway's signature over its canonical text. Source: RFC 8785. */
export interface SignedReport {
  report: Report;
  signature: { algorithm: 'Ed25519'; verifierKey: string; fingerprint: string; value: string };
}

const prologue = 'lendwire conformance report\n';

/** What is signed and hashed. Throws where the report holds what JSON cannot say. */
export function reportText(report: Report): string {
  const text = canonicalText(report);
  if (text === undefined) throw new Error('a report that JSON cannot say');
  return text;
}

export function signReport(report: Report, key: SigningKey): SignedReport {
  const value = signText(key, prologue + reportText(report)).toString('base64');
  const { verifierKey } = key;
  return {
    report,
    signature: { algorithm: 'Ed25519', verifierKey, fingerprint: fingerprint(verifierKey), value },
  };
}

export type Authenticity =
  | { kind: 'genuine'; fingerprint: string; report: Report }
  | { kind: 'no-report' }
  | { kind: 'altered' }
  | { kind: 'another-key'; fingerprint: string };

/** Whether a report is as it was signed, by that key where one is given. */
export function verifyReport(value: unknown, key?: string): Authenticity {
  const read = readSigned(value);
  if (read === undefined) return { kind: 'no-report' };
  const { report, signature } = read;
  const text = canonicalText(report);
  if (text === undefined) return { kind: 'altered' };
  try {
    const verifier = parseVerifierKey(signature.verifierKey);
    if (!isSignedBy(verifier, prologue + text, Buffer.from(signature.value, 'base64')))
      return { kind: 'altered' };
  } catch {
    return { kind: 'altered' };
  }
  const by = fingerprint(signature.verifierKey);
  if (key !== undefined && !isSameFingerprint(by, key)) return { kind: 'another-key', fingerprint: by };
  return { kind: 'genuine', fingerprint: by, report };
}

function readSigned(value: unknown): SignedReport | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { report, signature } = value as Partial<SignedReport>;
  const isRight =
    report?.format === REPORT_FORMAT &&
    typeof signature?.verifierKey === 'string' &&
    typeof signature.value === 'string';
  return isRight ? (value as SignedReport) : undefined;
}
