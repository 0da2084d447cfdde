import {
  decode,
  editions,
  ReadRule,
  type EditionId,
  type Outline,
  type Reading,
  type WarningCode,
} from '../iso18626/index.js';
import { peersThat, sequenceAskedIn, type Peer, type PeerDirectory } from '../peers/index.js';
import type { Incoming } from './incoming.js';

export interface HowToRead {
  /** The edition whose table is used; without one it is found in the message's structure. */
  edition?: EditionId | undefined;
  strictness?: 'lenient' | 'strict';
  outline?: Outline | undefined;
}

/** A body, read; strictly or with the liberties that everybody is given. */
export function readBody(
  { body, charset }: Incoming,
  { edition, strictness = 'lenient', outline }: HowToRead,
): Reading {
  return decode(body, {
    strictness,
    ...(edition === undefined ? {} : { edition: editions[edition] }),
    ...(charset === undefined ? {} : { charset }),
    ...(outline === undefined ? {} : { outline }),
  });
}

/**
 * A body that could not be used, read once more where a peer is known to write such bodies: without namespace or envelope,
 * or a question after a running number that has no status. Who sent it is looked at afterwards (`mayBeWritten`).
 * Source: iso18626.md 4.6 nr 5, 7.1 nr. 6 and 8.
 */
export function readAnyway(
  incoming: Incoming,
  refused: Reading,
  { edition, directory }: { edition: EditionId; directory: PeerDirectory },
): Reading {
  if (refused.ok) return refused;
  const { rule, errors } = refused.refusal;
  const isOutline = rule === ReadRule.RootUnknown;
  const lacksStatus = errors.length === 1 && errors[0]?.errorValue === 'status';
  if (!isOutline && !lacksStatus) return refused;
  const outline: Outline = isOutline
    ? {
        anyNamespace: peersThat(directory, 'any-namespace').length > 0,
        noEnvelope: peersThat(directory, 'no-envelope').length > 0,
      }
    : { noStatus: peersThat(directory, 'last-sequence-question').length > 0 };
  if (!Object.values(outline).includes(true)) return refused;
  const again = readBody(incoming, { edition, outline });
  return again.ok ? again : refused;
}

type Liberty = (wire: NonNullable<Peer['wire']>, reading: Extract<Reading, { ok: true }>) => boolean;

/** Liberties in the outline, and who may take them. */
const liberties: Readonly<Partial<Record<WarningCode, Liberty>>> = {
  'namespace-other': ({ reading = {} }) => reading.anyNamespace === true,
  'envelope-missing': ({ reading = {} }) => reading.noEnvelope === true,
  'status-missing': ({ rules }, reading) => rules.has('last-sequence-question') && asksForSequence(reading),
};

/** The liberties in the outline that a reading took, for reading the body once more. */
export function outlineTaken({ warnings }: Extract<Reading, { ok: true }>): Outline | undefined {
  const has = (code: WarningCode): boolean => warnings.some((warning) => warning.code === code);
  const outline: Outline = {
    anyNamespace: has('namespace-other'),
    noEnvelope: has('envelope-missing'),
    noStatus: has('status-missing'),
  };
  return Object.values(outline).includes(true) ? outline : undefined;
}

/** Whether the peer is one that writes bodies with such an outline. */
export function mayBeWritten(reading: Extract<Reading, { ok: true }>, { wire }: Pick<Peer, 'wire'>): boolean {
  return reading.warnings.every(({ code }) => {
    const may = liberties[code];
    return may === undefined || (wire !== undefined && may(wire, reading));
  });
}

function asksForSequence({ message }: Extract<Reading, { ok: true }>): boolean {
  return 'header' in message && sequenceAskedIn(message) !== undefined;
}
