import type { Templates } from './template.js';

/** Notices in English. */
export const english: Templates = {
  frames: {
    patron: {
      greeting: 'Dear reader,',
      closing: 'If something is unclear, please ask us; we are glad to help.\n\nKind regards\n{library}',
    },
    staff: { greeting: 'Hello,', closing: 'Lendwire, for {library}' },
    peer: {
      greeting: 'Dear colleagues,',
      closing:
        'If our messages have crossed, please take this as settled. Thank you for your help.\n\nKind regards\n{library}',
    },
  },
  kinds: {
    arrived: {
      subject: 'Your interlibrary loan is ready for you ({reference})',
      paragraphs: [
        'What you asked for has come: {title}.',
        'You can pick it up at {pickupPlace}.',
        'We keep it for you until {pickupUntil}.',
        'It is due back here on {dueDate}.',
      ],
    },
    'link-ready': {
      subject: 'Your copy is ready ({reference})',
      paragraphs: [
        'The copy that you asked for is ready: {title}.',
        'You can open it here:\n{url}',
        'Please save it before {urlUntil}; the link does not work any longer after that.',
      ],
    },
    'due-soon': {
      subject: 'Your interlibrary loan is due soon ({reference})',
      paragraphs: [
        'The loan of {title} ends on {dueDate}.',
        'If you would like to keep it longer, please tell us before that day. We ask the library that lends it.',
      ],
    },
    overdue: {
      subject: 'Your interlibrary loan was due ({reference})',
      paragraphs: [
        'The loan of {title} ended on {dueDate}.',
        'Please bring it back as soon as you can. It belongs to another library, whose readers may be waiting for it.',
        'If you cannot find it, or have brought it back already, please tell us: we then look together.',
      ],
    },
    renewed: {
      subject: 'Your interlibrary loan is renewed ({reference})',
      paragraphs: ['You may keep {title} until {dueDate}.', 'Before, it was due on {dueBefore}.'],
    },
    'not-renewed': {
      subject: 'Your interlibrary loan cannot be renewed ({reference})',
      paragraphs: [
        'We asked whether you may keep {title} longer. The library that lends it needs it back.',
        'Please bring it back by {dueDate}.',
      ],
    },
    recalled: {
      subject: 'The lending library needs your loan back ({reference})',
      paragraphs: [
        'The library that lends {title} needs it back earlier than agreed.',
        'Please bring it back by {dueDate}.',
        'We are sorry for the trouble, and gladly ask for it again for you later.',
      ],
    },
    unfilled: {
      subject: 'We could not get your interlibrary loan ({reference})',
      paragraphs: [
        'We are sorry: none of the libraries that we asked can lend {title} at present.',
        'Perhaps another edition or a copy of a chapter helps. Tell us, and we look again.',
      ],
    },
    cancelled: {
      subject: 'Your interlibrary loan is cancelled ({reference})',
      paragraphs: [
        'The request for {title} is cancelled, as was asked for.',
        'If you still need it, please tell us, and we begin anew.',
      ],
    },
    'parcel-late': {
      subject: 'A parcel is late ({reference})',
      paragraphs: [
        'A parcel between us and {peer} is late.',
        'It was sent on {sentOn}.',
        'It was expected on {expectedOn}.',
        'Carrier: {carrier}.',
        'Tracking number: {trackingId}.',
        'What to do: look on the shelves at both ends first, then ask the carrier.',
        'The request:\n{page}',
      ],
    },
    'assumed-lost': {
      subject: 'An item is assumed to be lost ({reference})',
      paragraphs: [
        'The item that we lend to or borrow from {peer} has not come back, and is assumed to be lost.',
        'It was due on {dueDate}.',
        'What to do: look on the shelves at both ends before anything is claimed. If it turns up, everything can be undone.',
        'The request:\n{page}',
      ],
    },
    'claim-to-approve': {
      subject: 'A claim waits for approval ({reference})',
      paragraphs: [
        'A claim to {peer} is drafted and waits for somebody to approve it.',
        'It is about {amount}.',
        'Nothing is sent before that.',
        'The request:\n{page}',
      ],
    },
    'overdue-1': {
      subject: 'Reminder: an item from us is due ({reference})',
      paragraphs: [
        'We lent you {title}. It was due back here on {dueDate}.',
        'Your number for it is {theirReference}.',
        'Could you please look whether it is on its way? If the reader needs more time, ask us to renew it.',
      ],
    },
    'overdue-2': {
      subject: 'Second reminder: an item from us is due ({reference})',
      paragraphs: [
        'We lent you {title}. It was due back here on {dueDate}, and it has not reached us yet.',
        'Your number for it is {theirReference}.',
        'Please send it back, or tell us how it stands. We look on our own shelves meanwhile.',
      ],
    },
    'overdue-3': {
      subject: 'Third reminder: an item from us is due ({reference})',
      paragraphs: [
        'We have written to you about {title}. It was due back here on {dueDate}.',
        'Your number for it is {theirReference}.',
        'It is not on our shelves. Please look on yours, and tell us what you find: a short answer helps us both.',
        'We would be glad to hear from you by {answerUntil}.',
      ],
    },
    'overdue-final': {
      subject: 'Last reminder: an item from us is due ({reference})',
      paragraphs: [
        'This is our last reminder about {title}. It was due back here on {dueDate}.',
        'Your number for it is {theirReference}.',
        'If it has not come back by {answerUntil}, we have to take it for lost and would like to agree with you on how to replace it.',
        'If it turns up later, all of that can be undone.',
      ],
    },
    recall: {
      subject: 'We need an item back ({reference})',
      paragraphs: [
        'A reader of ours needs {title}, which you have on loan from us.',
        'Your number for it is {theirReference}.',
        'Please send it back so that it is here by {dueDate}.',
        'We are sorry for the trouble to your reader, and lend it to you again afterwards.',
      ],
    },
    'lost-report': {
      subject: 'An item of yours cannot be found ({reference})',
      paragraphs: [
        'We are sorry: we cannot find {title}, which you have lent us.',
        'Your number for it is {theirReference}.',
        'We go on looking. Could you please look on your shelves as well?',
        'Tell us how you would like it to be replaced, should it not turn up.',
      ],
    },
    'claim-statement': {
      subject: 'Statement about an item that did not come back ({reference})',
      paragraphs: [
        'We could not find {title} again, which we lent to you.',
        'Your number for it is {theirReference}.',
        'To replace it we would need {amount}.',
        'Please tell us by {answerUntil} whether you agree, or whether another copy or a voucher suits you better.',
      ],
    },
    'parcel-missing': {
      subject: 'A parcel has not arrived ({reference})',
      paragraphs: [
        'The parcel with {title} has not arrived.',
        'Your number for it is {theirReference}.',
        'It was sent on {sentOn}.',
        'Carrier: {carrier}.',
        'Tracking number: {trackingId}.',
        'Could you please look whether it is with you? We do the same here, and ask the carrier afterwards.',
      ],
    },
  },
  digest: {
    subject:
      '{count, plural, =0 {Nothing needs you today} one {# request needs you today} other {# requests need you today}}',
    paragraphs: [
      '{count, plural, =0 {Nothing needs you today.} one {# request needs somebody today.} other {# requests need somebody today.}}',
      'The list:\n{page}',
    ],
  },
};
