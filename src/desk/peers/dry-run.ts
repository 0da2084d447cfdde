import { writeForPeer, type ExchangeContext } from '../../exchange/index.js';
import { decode, fillHoles, lossText, type Initiating, type Reading } from '../../iso18626/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import { asTheyMeanIt, type Peer } from '../../peers/index.js';
import type { StoredBody } from '../../storage/index.js';
import { differencesOf, leafDifferences, type DiffLine, type LeafDifference } from './differences.js';

/** What would be otherwise with one message under another profile. */
export interface ReplayedMessage {
  seq: number;
  at: string;
  direction: 'in' | 'out';
  what: string;
  /** Of what we would send: lines that go and lines that come. Personal values are shown by their length only. */
  lines?: readonly DiffLine[];
  /** Of what we would understand. */
  fields?: readonly LeafDifference[];
  remarksGone?: readonly string[];
  remarksNew?: readonly string[];
  lossesNew?: readonly string[];
  lossesGone?: readonly string[];
  /** Why it would be refused, or was and would not be. */
  refusalNew?: string;
  refusalGone?: string;
}

export interface Replaying {
  now: Peer;
  then: Peer;
  context: Pick<ExchangeContext, 'editionOf'>;
}

/** A stored message under both: nothing where nothing would change, `erased` where it cannot be read any more. */
export function replay(
  entry: SealedEntry,
  body: StoredBody,
  between: Replaying,
): ReplayedMessage | 'same' | 'erased' {
  const { facts = {}, seq, at } = entry;
  const direction = facts['direction'] === 'out' ? 'out' : 'in';
  const what = typeof facts['what'] === 'string' ? facts['what'] : '';
  const { holes } = body;
  if (holes === undefined) return 'erased';
  const values = holes.map((value) => value ?? '');
  const changed =
    direction === 'out' ? sentOtherwise(body, values, between) : readOtherwise(body, values, between);
  if (changed === 'erased') return 'erased';
  return Object.keys(changed).length === 0 ? 'same' : { seq, at, direction, what, ...changed };
}

type Changed = Omit<ReplayedMessage, 'seq' | 'at' | 'direction' | 'what'>;

function sentOtherwise(
  { canonical, template }: StoredBody,
  holes: readonly string[],
  { now, then, context }: Replaying,
): Changed | 'erased' {
  if (canonical === undefined || !('header' in canonical)) return 'erased';
  const losses = lossesUnder(canonical, now, context);
  const written = tryWriting(canonical, then, context);
  if (typeof written === 'string') return { refusalNew: written };
  const after = {
    template: written.redaction.template,
    holes: written.redaction.holes.map(({ value }) => value),
  };
  const lines = differencesOf({ template, holes }, after);
  return {
    ...given('lines', lines),
    ...given('lossesNew', without(written.losses.map(lossText), losses)),
    ...given('lossesGone', without(losses, written.losses.map(lossText))),
  };
}

function tryWriting(
  message: Initiating,
  peer: Peer,
  context: Replaying['context'],
): ReturnType<typeof writeForPeer> | string {
  try {
    return writeForPeer(message, peer, context);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function lossesUnder(message: Initiating, peer: Peer, context: Replaying['context']): readonly string[] {
  const written = tryWriting(message, peer, context);
  return typeof written === 'string' ? [] : written.losses.map(lossText);
}

interface Understood {
  message?: Initiating;
  remarks: readonly string[];
  refusal?: string;
}

function readOtherwise(
  { template, encoding }: StoredBody,
  holes: readonly string[],
  { now, then, context }: Replaying,
): Changed {
  const bytes = fillHoles(template, encoding as Parameters<typeof fillHoles>[1], holes);
  const [before, after] = [now, then].map((peer) => understood(bytes, peer, context)) as [
    Understood,
    Understood,
  ];
  const fields =
    before.message === undefined || after.message === undefined
      ? []
      : leafDifferences(before.message, after.message);
  return {
    ...given('fields', fields),
    ...given('remarksNew', without(after.remarks, before.remarks)),
    ...given('remarksGone', without(before.remarks, after.remarks)),
    ...(after.refusal === undefined || before.refusal !== undefined ? {} : { refusalNew: after.refusal }),
    ...(before.refusal === undefined || after.refusal !== undefined ? {} : { refusalGone: before.refusal }),
  };
}

function understood(bytes: Buffer, peer: Peer, { editionOf }: Replaying['context']): Understood {
  const { anyNamespace, noEnvelope } = peer.wire?.reading ?? {};
  const reading: Reading = decode(bytes, {
    edition: editionOf(peer.edition),
    strictness: peer.strict ? 'strict' : 'lenient',
    outline: { anyNamespace, noEnvelope, noStatus: peer.wire?.rules.has('last-sequence-question') },
  });
  if (!reading.ok) return { remarks: [], refusal: `${reading.refusal.path}: ${reading.refusal.rule}` };
  if (!('header' in reading.message)) return { remarks: [] };
  const { message, remarks } = asTheyMeanIt(peer, reading.message);
  return { message, remarks };
}

function without(some: readonly string[], others: readonly string[]): string[] {
  return some.filter((one) => !others.includes(one));
}

function given<Name extends string, Item>(
  name: Name,
  list: readonly Item[],
): { [K in Name]?: readonly Item[] } {
  return (list.length === 0 ? {} : { [name]: list }) as { [K in Name]?: readonly Item[] };
}
