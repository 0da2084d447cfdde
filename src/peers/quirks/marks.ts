import { reportedBy, runningNumberIn, type Initiating } from '../../iso18626/index.js';
import { noteOf } from '../rules/notes.js';

type Look = readonly [rule: string, pattern: Pick<RegExp, 'test'>];

/** What a note, or an itemId, looks like under the rule of that name. */
const inNotes: readonly Look[] = [
  ['sequence-tags', { test: (note) => runningNumberIn(note) !== undefined }],
  ['last-sequence-question', /#lastSeq:-?\d+#/i],
  ['updated-field-markers', /#ReShareUpdatedField-/],
  ['conditions-reshare-markers', /^\s*#ReShare(?:AddLoanCondition|Supplier\w+|LoanCondition\w+)#/],
  ['items-block', /#MultipleItems#/],
  ['return-to-block', /#RETURN_TO#/],
  ['ship-to-block', /#SHIP_TO#/],
  ['abort-marker', /^\s*#ABORT#/i],
  ['transfer-marker', /transferToCluster:/],
  ['broker-supplier-prefix', /^Supplier: \S/],
  ['url-in-note', /^[^\S\r\n\u2028\u2029]*URL:[ \t]*https?:/im],
  ['conditions-accept-reject-note', /^\W*(?:ACCEPT|REJECT)\W*$/i],
  ['report-tails', { test: (note) => reportedBy(note) !== undefined }],
];
const inItems: readonly Look[] = [
  ['multivol-hashes', /^(?:multivol:)?[^#]*##[^#]*##[^#]+/],
  ['multivol-commas', /^multivol:[^,]*,[^,]*,[^,]+/],
];

const nothing: readonly never[] = [];

/**
 * Names of rules by which a message could be read, from what it looks like. For the detector: names only, never the words.
 * Most messages have neither a note nor an item, and are not looked at.
 */
export function marksIn(message: Initiating): readonly string[] {
  const note = noteOf(message);
  const item = message.kind === 'supplyingAgencyMessage' ? message.deliveryInfo?.itemId?.[0] : undefined;
  if (note === undefined && item === undefined) return nothing;
  const matching = (text: string | undefined, all: readonly Look[]): string[] =>
    text === undefined ? [] : all.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return [...matching(note, inNotes), ...matching(item, inItems)];
}
