import type { Initiating } from '../../iso18626/index.js';
import {
  HappeningKind,
  withAnomaly,
  withId,
  type Happening,
  type OfferRemark,
  type Reaction,
  type Transaction,
} from '../../loan/index.js';
import { remarksForStaff, type RemarkCode } from '../../peers/index.js';

/** What a peer's habit made out, for staff: a flag that they look at, and nothing that moves the loan. */
const sentences: Readonly<Partial<Record<RemarkCode, string>>> = {
  'condition-added': 'The other library names conditions: the message says which.',
  'condition-accepted': 'The other library accepts our conditions.',
  'condition-refused': 'The other library refuses our conditions.',
  'condition-assumed': 'The supplier takes it that its conditions are accepted.',
  'abort-asked': 'The other library has given this loan up by hand.',
  'field-changed': 'The other library has changed its request: the message says how.',
  'supplier-changed': 'The broker goes on with another supplier.',
};

/** What a peer's habit made out of an offer: the loan's rules know what follows. */
const ofOffers: Readonly<Partial<Record<RemarkCode, OfferRemark>>> = {
  'condition-added': 'added',
  'condition-waits': 'waits',
  'condition-assumed': 'assumed',
  'condition-accepted': 'accepted',
  'condition-refused': 'refused',
};

export function offerRemarksIn(remarks: readonly RemarkCode[] = []): OfferRemark[] {
  return remarks.flatMap((remark) => ofOffers[remark] ?? []);
}

interface About {
  message: Initiating;
  transaction: string;
  state: Transaction | undefined;
  remarks: readonly RemarkCode[];
  /** The running number that the peer gave the message. */
  sequence: number | undefined;
  at: string;
}

/** The reaction, with what the peer's habits say beside it kept in the transaction. */
export function withHabits(reaction: Reaction, about: About): Reaction {
  const { remarks, sequence, transaction } = about;
  const flags = remarks.filter((remark) => remarksForStaff.has(remark));
  if (flags.length === 0 && sequence === undefined) return reaction;
  const changed = reaction.happenings.map((happening) => flagged(happening, flags, about));
  if (changed.some(({ transactions }) => transactions?.[transaction] !== undefined))
    return { ...reaction, happenings: changed };
  const [first, ...rest] = changed;
  const { state } = about;
  if (state === undefined) return reaction;
  const told: Happening = {
    ...(first ?? {
      kind: HappeningKind.MessageReceived,
      because: 'The peer said something that changes nothing.',
    }),
    transactions: withId(first?.transactions, transaction, marked(state, flags, about)),
  };
  return { ...reaction, happenings: [withEvent(told, flags), ...rest] };
}

function flagged(happening: Happening, flags: readonly RemarkCode[], about: About): Happening {
  const state = happening.transactions?.[about.transaction];
  if (state === undefined) return happening;
  const transactions = withId(happening.transactions, about.transaction, marked(state, flags, about));
  return withEvent({ ...happening, transactions }, flags);
}

function marked(state: Transaction, flags: readonly RemarkCode[], about: About): Transaction {
  const { sequence, at } = about;
  // Where an offer is kept, it says itself what a flag would say.
  const unsaid = state.offer === undefined ? flags : flags.filter((flag) => ofOffers[flag] === undefined);
  const told = unsaid.reduce(
    (so, flag) => withAnomaly(so, flag, { text: sentences[flag] ?? flag, at }),
    addressed(state, about),
  );
  return sequence === undefined ? told : { ...told, theirSequence: sequence };
}

/** What we say from now on goes to the supplier that the broker has gone on to. Source: iso18626.md 3.14. */
function addressed(state: Transaction, { message, remarks }: About): Transaction {
  const { supplyingAgencyId } = message.header;
  if (!remarks.includes('supplier-changed') || supplyingAgencyId === undefined) return state;
  return { ...state, supplyingAgencyId };
}

/** What has an event of its own is not silenced by a flag. */
function withEvent(happening: Happening, [flag]: readonly RemarkCode[]): Happening {
  if (flag === undefined || happening.event !== undefined) return happening;
  return { ...happening, event: { type: 'needs-attention', text: sentences[flag] ?? flag } };
}
