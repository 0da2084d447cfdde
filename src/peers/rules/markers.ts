import { runningNumberIn, type Initiating } from '../../iso18626/index.js';
import { noteOf, withNote } from './notes.js';
import { plainRule, type Applied, type RemarkCode } from './rule.js';

const sequenceQuestion = /#lastSeq:(-?\d+)#/i;

/** The number that a peer gave its message, at the end of the note. */
export function sequenceIn(message: Initiating): number | undefined {
  return runningNumberIn(noteOf(message))?.number;
}

/** Which number a peer asks about: whether its message of that number arrived. Source: iso18626.md 4.6 nr 5. */
export function sequenceAskedIn(message: Initiating): number | undefined {
  const found = sequenceQuestion.exec(noteOf(message) ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

const sequenceTags = plainRule({
  name: 'sequence-tags',
  source: 'peers.md 2.1 (note specials), 1.4 nr 5; iso18626.md 3.14, 7.8 nr 100',
  does: 'Notes end with a running number `#seq:N#`: left out of what people read, kept in the bytes.',
  reads: [/#seq:/i],
  incoming(message) {
    const numbered = runningNumberIn(noteOf(message));
    return { message: numbered === undefined ? message : withNote(message, numbered.before) };
  },
});

const lastSequenceQuestion = plainRule({
  name: 'last-sequence-question',
  source: 'iso18626.md 4.6 nr 5; peers.md 2.1',
  does: 'After a time-out it asks `#lastSeq:N#` whether message N arrived: answered OK with N, or ERROR, and nothing else happens.',
  reads: [/#lastSeq:/i],
  incoming(message) {
    const isAsked = message.kind !== 'request' && sequenceAskedIn(message) !== undefined;
    return isAsked ? { message, remarks: ['sequence-asked'] } : { message };
  },
});

const brokerPrefixes = plainRule({
  name: 'broker-supplier-prefix',
  source: 'iso18626.md 3.14; peers.md 1.4 (generic notes)',
  does: 'A broker names the library that supplies, or the system it uses, at the beginning of the note: `Supplier: …`, `Vendor: …`.',
  incoming(message) {
    if (message.kind === 'request') return { message };
    const note = noteOf(message) ?? '';
    const remarks: RemarkCode[] = [
      ...(/^Supplier: \S/.test(note) ? (['supplier-named'] as const) : []),
      ...(/^(?:Supplier: [^\n,]*[\n,]\s*)?Vendor: \S/.test(note) ? (['vendor-named'] as const) : []),
    ];
    return remarks.length === 0 ? { message } : { message, remarks };
  },
});

const updatedField = /#ReShareUpdatedField-(\w+?)[:-]([^#]*)#/g;

const updatedFields = plainRule({
  name: 'updated-field-markers',
  source: 'peers.md 2.1 (note specials)',
  does: 'A change of the request is told by markers `#ReShareUpdatedField-Field:value#` in a note: made readable, for staff to decide.',
  reads: [/#ReShareUpdatedField/i],
  incoming(message) {
    const note = noteOf(message);
    if (message.kind !== 'requestingAgencyMessage' || note === undefined) return { message };
    const readable = note.replace(
      updatedField,
      (_marker, field: string, value: string) => `${field}: ${value}\n`,
    );
    if (readable === note) return { message };
    return { message: withNote(message, readable.trim()), remarks: ['field-changed'] };
  },
});

const abortMarker = plainRule({
  name: 'abort-marker',
  source: 'peers.md 2.1 (note specials)',
  does: 'A note that begins with #ABORT# says that the other side has given the loan up by hand.',
  reads: [/#ABORT#/i],
  incoming: (message) => marked(message, { marker: /^\s*#ABORT#\s*/i, remark: 'abort-asked' }),
});

const transferMarker = plainRule({
  name: 'transfer-marker',
  source: 'peers.md 2.1 (note specials, reasonUnfilled transfer)',
  does: 'Unfilled with the reason `transfer` and a note `transferToCluster:…` says that the record has moved to another number.',
  incoming(message) {
    const isMeant =
      message.kind === 'supplyingAgencyMessage' && /transferToCluster:\S/.test(noteOf(message) ?? '');
    return isMeant ? { message, remarks: ['moved-elsewhere'] } : { message };
  },
});

function marked(message: Initiating, { marker, remark }: { marker: RegExp; remark: RemarkCode }): Applied {
  const note = noteOf(message);
  if (message.kind === 'request' || note === undefined || !marker.test(note)) return { message };
  return { message: withNote(message, note.replace(marker, '')), remarks: [remark] };
}

export const markerRules = [
  lastSequenceQuestion,
  sequenceTags,
  brokerPrefixes,
  updatedFields,
  abortMarker,
  transferMarker,
];
