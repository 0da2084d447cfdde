import type { Verb } from '../../loan/index.js';
import {
  amount,
  cause,
  copyFile,
  cost,
  itemId,
  itemIds,
  listIn,
  looks,
  note,
  offered,
  option,
  parcel,
  sum,
  volumesIn,
  type ActOption,
} from './act-options.js';

export interface ActWords {
  summary: string;
  /** What to say when it is done. */
  done: string;
  options: readonly ActOption[];
}

const noteOnly = (summary: string, done: string): ActWords => ({ summary, done, options: [note] });

/** What each act is called, says and may be given on the command line. Source: practice.md 3.4. */
export const actWords: Record<Verb, ActWords> = {
  'will-supply': {
    summary: 'promise the item',
    done: 'The item is promised.',
    options: [option('--expected-delivery-date <day>', 'when it should be there'), note],
  },
  expect: {
    summary: 'say that it is expected to be supplied, and promise nothing',
    done: 'The requester hears that it is expected.',
    options: [option('--expected-delivery-date <day>', 'when it should be there'), note],
  },
  conditional: {
    summary: 'promise the item on conditions, for a price or until a day',
    done: 'The requester hears the conditions.',
    options: [
      { ...option('--conditions <list>', 'codes with commas, such as LibraryUseOnly'), read: listIn },
      cost,
      option('--payment-method <code>', 'how it is to be paid'),
      option('--due-date <day>', 'when it has to be back'),
      option('--answer-by <day>', 'until when an answer is wanted; else as the policy says'),
      note,
    ],
  },
  'ask-retry': {
    summary: 'say how or when it may be asked again',
    done: 'The requester hears how it may ask again.',
    options: [
      option('--reason <code>', 'one of the standard’s for a retry, such as OnLoan or CostExceedsMaxCost'),
      offered('what goes with the reason, with commas: conditions, volumes, editions, formats'),
      { ...option('--courier <list>', 'couriers, where the delivery is by one'), read: listIn },
      cost,
      option('--retry-after <day>', 'not before'),
      option('--retry-before <day>', 'not after'),
      note,
    ],
  },
  'accept-condition': {
    summary: 'take what the supplier offers',
    done: 'The offer is accepted.',
    options: [option('--currency <code>', 'which of several prices is taken'), note],
  },
  'decline-condition': noteOnly('do not take what the supplier offers', 'The offer is declined.'),
  retry: {
    summary: 'ask the same supplier again',
    done: 'The supplier is asked again.',
    options: [offered('which of what was offered, with commas'), cost, note],
  },
  'cannot-supply': {
    summary: 'say that it cannot be supplied',
    done: 'The requester hears that it cannot be supplied.',
    options: [option('--reason <code>', 'one of the standard’s, such as NotOnShelf or OnLoan'), note],
  },
  ship: {
    summary: 'the item is in the post',
    done: 'The item is on its way.',
    options: [
      option('--due-date <day>', 'when it has to be back; else as the policy says'),
      itemId,
      { ...option('--volumes <list>', 'several, such as "30051=Vol. 1,30052=Vol. 2"'), read: volumesIn },
      option('--return-to <agency>', 'the library to send it on to instead of back, as in ISIL:SE-LIBR'),
      ...parcel,
      note,
      ...looks,
    ],
  },
  'send-further': {
    summary: 'another parcel of the same loan is in the post',
    done: 'The further parcel is on its way.',
    options: [itemId, ...parcel, note],
  },
  'supply-copy': {
    summary: 'the copy is sent',
    done: 'The copy is supplied.',
    options: [
      option('--copy-url <url>', 'where it can be fetched', 'url'),
      copyFile,
      itemId,
      ...parcel,
      note,
    ],
  },
  receive: {
    summary: 'the item has arrived here',
    done: 'The item is received.',
    options: [itemIds, note, ...looks],
  },
  return: {
    summary: 'the item is on its way back',
    done: 'The item is on its way back.',
    options: [
      option('--confirmed', 'it is meant, although it is unusual here'),
      itemIds,
      ...parcel,
      note,
      ...looks,
    ],
  },
  'check-in': {
    summary: 'the item is back',
    done: 'The item is back.',
    options: [itemIds, note, ...looks],
  },
  cancel: noteOnly('ask the supplier to cancel', 'The supplier is asked to cancel.'),
  'answer-cancel': {
    summary: 'answer a requester who asks to cancel',
    done: 'The requester has its answer.',
    options: [option('--answer <Y|N>', 'whether it is cancelled'), note],
  },
  extend: {
    summary: 'give the requester more time, unasked',
    done: 'The requester hears the later due date.',
    options: [option('--due-date <day>', 'when it has to be back; else as long again'), note],
  },
  'answer-renewal': {
    summary: 'answer a requester who asks to renew',
    done: 'The requester has its answer.',
    options: [
      option('--answer <Y|N>', 'whether it is renewed'),
      option('--due-date <day>', 'when it has to be back; else as long again'),
      note,
    ],
  },
  recall: {
    summary: 'want the item back sooner',
    done: 'The requester hears that the item is recalled.',
    options: [option('--due-date <day>', 'when it has to be back; else as the policy says'), note],
  },
  'withdraw-recall': {
    summary: 'not want it back sooner any more',
    done: 'The requester hears that the item is on loan again.',
    options: [option('--due-date <day>', 'when it has to be back; else as before the recall'), note],
  },
  'overdue-notice': noteOnly('remind the requester that it is overdue', 'The requester is reminded.'),
  'hold-return': noteOnly('keep the item where it is for now', 'The other side hears that it waits.'),
  'release-hold': noteOnly('take the item back again', 'The requester hears that it may be returned.'),
  'not-arrived': noteOnly('the item that was sent back does not come', 'The requester hears it.'),
  'close-without-return': noteOnly('end the loan without the item', 'The loan is over, without the item.'),
  renew: noteOnly('ask for more time', 'The supplier is asked to renew.'),
  remind: {
    summary: 'remind a supplier that has not answered',
    done: 'The supplier is reminded.',
    options: [],
  },
  'not-received': noteOnly('what was sent does not come', 'The supplier hears it.'),
  forward: {
    summary: 'the item is on its way to the library that the loan names',
    done: 'The item is on its way to the next library.',
    options: [option('--confirmed', 'it is meant, although it is unusual here'), ...parcel, note],
  },
  'report-lost': {
    summary: 'the item is lost',
    done: 'The item is reported lost.',
    options: [itemIds, note],
  },
  'report-damaged': {
    summary: 'the item is damaged',
    done: 'The item is reported damaged.',
    options: [note, ...looks],
  },
  'report-condition': {
    summary: 'write down how the item looks',
    done: 'How the item looks is written down.',
    options: [
      option('--when <moment>', 'shipped, arrived, returned or checked-in; else as it stands now'),
      { ...option('--item-id <barcode>', 'which of several volumes'), within: 'condition' },
      ...looks,
    ],
  },
  'shelf-check': {
    summary: 'somebody has looked on our shelves',
    done: 'What came of looking is written down.',
    options: [option('--outcome <found|not-found>', 'what came of it'), note],
  },
  found: {
    summary: 'the lost item has turned up',
    done: 'The item is reported found.',
    options: [itemIds, note],
  },
  'settle-damage': {
    summary: 'decide what follows of the damage',
    done: 'The damage is decided.',
    options: [option('--decision <accepted|waived|claimed>', 'what follows of it'), ...sum, note],
  },
  'draft-claim': {
    summary: 'draft a claim for what is lost or damaged',
    done: 'The claim is drafted; nothing has left.',
    options: [cause, ...sum],
  },
  'record-claim': {
    summary: 'write down what the supplier claims from us',
    done: 'The claim is written down.',
    options: [cause, ...sum, option('--fee <decimal>', 'what of it is kept if the item is found'), note],
  },
  'approve-claim': {
    summary: 'approve a claim',
    done: 'The claim is approved, as far as you go.',
    options: [],
  },
  'send-claim': noteOnly('send the claim to the requester', 'The claim is on its way.'),
  'dispute-claim': noteOnly('the claim is not agreed', 'The claim is disputed.'),
  'agree-claim': {
    summary: 'the claim is agreed, to all of it or less',
    done: 'What is agreed is written down.',
    options: [amount, note],
  },
  'record-payment': {
    summary: 'the claim is settled, in whole or in part',
    done: 'It is booked.',
    options: [
      amount,
      option('--means <means>', 'money, ifla-voucher or replacement-copy (else money)'),
      option('--vouchers <number>', 'how many IFLA vouchers'),
      note,
    ],
  },
  'waive-claim': noteOnly('what is open of the claim is waived', 'The waiver is written down.'),
  'withdraw-claim': noteOnly('the claim is withdrawn', 'The withdrawal is written down.'),
  'refund-claim': {
    summary: 'what was paid for a found item goes back',
    done: 'The refund is booked.',
    options: [amount, note],
  },
  'undo-claim-step': noteOnly('take the last step of the claim back', 'The step is taken back.'),
  'ask-status': noteOnly('ask the supplier how it stands', 'The supplier is asked how it stands.'),
  note: {
    summary: 'send the other side a note',
    done: 'The note is on its way.',
    options: [option('--text <text>', 'the note')],
  },
  'release-holdup': {
    summary: 'let a request go that waits for a person',
    done: 'The first supplier is asked.',
    options: [],
  },
  'log-call': {
    summary: 'write down a call or mail outside the protocol',
    done: 'It is written down.',
    options: [
      option('--party <peer|patron|carrier|other>', 'with whom; else the peer'),
      option('--direction <out|in>', 'whether we called; else out'),
      option('--channel <phone|mail|letter|in-person>', 'by what; else phone'),
      option(
        '--result <word>',
        'reached, no-answer, message-left, they-look, they-promise, agreed or declined',
      ),
      option('--follow-up-on <day>', 'when to ask again'),
      option('--note <text>', 'what was said; sealed with the request, and no peer gets it'),
    ],
  },
  'send-notice': {
    summary: 'send a notice to the reader, to staff or to the peer’s people',
    done: 'The notice waits to be sent.',
    options: [
      option('--template <kind>', 'which notice, such as arrived, overdue or recall'),
      option('--language <en|sv|de>', 'else the receiver’s own'),
      option('--way <mail|letter>', 'else mail'),
      option('--note <text>', 'words of your own, before the closing'),
    ],
  },
  'hold-clock': {
    summary: 'keep what is planned from happening by itself',
    done: 'It is held until it is let go.',
    options: [
      option('--clock <id>', 'which planned event (records show --json), or ladder; else the next one'),
    ],
  },
  'release-clock': {
    summary: 'let what is held happen again',
    done: 'It is let go; what was due meanwhile happens at once.',
    options: [option('--clock <id>', 'which planned event, or ladder; else all that is held')],
  },
  'next-supplier': {
    summary: 'ask the next supplier on the list',
    done: 'The next supplier is asked.',
    options: [],
  },
  withdraw: {
    summary: 'the library does not want it any more',
    done: 'The request is withdrawn.',
    options: [],
  },
};
