/** What a gateway that speaks ISO 18626 does: the hundred statements that the project is held against, in short. */
export interface Statement {
  nr: number;
  what: string;
}

const groups: Readonly<Record<string, readonly string[]>> = {
  'Envelope and well-formedness': [
    'a minimal 2017 request is confirmed, and is one transaction',
    'a minimal 2021 request is confirmed',
    'any prefix, or none, is the same message',
    'an unqualified version attribute: a warning, or refused by a strict reading',
    'no value of the version attribute decides about the edition',
    'a root in no namespace: 400',
    'a root in another namespace: 400',
    'a message without its envelope: 400, unless the peer is known for it',
    'an empty envelope, and two messages in one: 400, nothing stored',
    'a confirmation that is posted: 400',
    'element names in another case: 400, with a hint',
    'elements out of order: a warning, or refused by a strict reading',
    'an unknown element: kept with a warning, or named by a strict reading',
    'a foreign element: like an unknown one, and never interpreted',
    'everything that is sent, in every edition and as full as can be, is valid',
    'what is written is read again as it was',
    'what an earlier edition cannot say stands in the note, and the loss is told',
    'characters that XML forbids never leave',
  ],
  'XML security': [
    'a DOCTYPE, however harmless: 400, read no further',
    'an external entity: 400, and no file is opened',
    'nothing that a message points to is fetched',
    'entities within entities: 400 at once, without memory',
    'nesting beyond the limit: 400, however deep',
    'a body over the limit: 413, unread or as soon as it is passed',
    'a body that unpacks to over the limit: 413, unpacked no further',
    'too many attributes, elements or repeats: refused at once',
    'what is not well-formed: 400',
    'encodings: UTF-8, UTF-16 and ISO 8859-1 are read, wrong bytes and others refused',
    'mark before charset before declaration; a contradiction is a warning',
    'CDATA, comments and instructions inside a value leave the value',
    'references to forbidden characters: 400; others are decoded once',
    'elements of a foreign namespace are not read for ours',
    'markup and formulas in values are kept as they are and escaped where they are shown',
    'who sends a byte at a time is cut off, and nobody else waits',
    'names of object properties change no object',
    'time grows with the body, not faster',
  ],
  'Header, identifiers, time': [
    'a blank request id is refused',
    'a blank agency is refused',
    'an unknown requesting agency is refused, and nothing stored',
    'an agency that the peer does not speak for is refused, and noted',
    'a supplying agency that is not ours is refused',
    'a missing supplying agency is refused',
    'agencies match however they are spelt, and are echoed as they came',
    'an alias is the same agency, and is answered by that name',
    'times in odd forms: a warning, or refused by a strict reading; the instant is right',
    'a time stamp from the future changes no order',
    'our time stamps are UTC, to the second',
    'two libraries with one request id have two transactions',
    'our ids are short, plain and never the same',
    'ids up to 255 characters are echoed, longer ones refused',
  ],
  'Requests and code lists': [
    'a request without service information: taken from a 2017 peer, refused from a 2021 peer',
    'codes in another case or with blanks: a warning, or refused by a strict reading',
    'unknown open codes are kept with their scheme',
    'a code with a typographic dash is recognised',
    'an identifier is the same in either order of its parts',
    'a wrong check digit is a warning; ISBN-10 and ISBN-13 are one item',
    'a record id beside title and ISBN is taken, and wins',
    'retries: new by default, linked both ways, refused where the previous one cannot be',
    'a reminder is answered with the status, and makes no second transaction',
    'money is exact, and refused in any other form',
    'a needed-by date that has passed is answered by policy, never silently',
    'the same wish twice is taken and flagged',
  ],
  'Supplier role': [
    'every cell of what a supplier receives',
    'every status that may not be sent is refused before it leaves',
    'a request that comes again gets the same confirmation, after a crash too',
    'the same id with other content is refused',
    'a cancellation before the loan is answered as staff decide',
    'a cancellation after shipping is answered No, and Loaned',
    'a renewal is answered with its due date, Yes or No',
    'no other message carries a Yes or No',
    'a status request is answered in every state',
    'Received before Loaned is kept for when it is posted',
    'Lost becomes work for staff, from every edition',
    'what a 2017 peer cannot be told is refused or said otherwise',
    'one Overdue for each step, and none while the item is on its way',
  ],
  'Requester role': [
    'every cell of what a requester receives and may send',
    'ten equal messages at once: one change, ten equal confirmations',
    'what comes late changes nothing',
    'a notification changes no state',
    'an empty status is taken in a notification, and nowhere else',
    'a refused cancellation changes no state, whatever status it carries',
    'an answer without Yes or No is told by its status, or refused',
    'a RequestResponse can tell what a StatusChange tells',
    'a retry on better terms is a new request that knows the old one',
    'a link is a link wherever it stands; nothing is fetched',
    'another supplier in the middle is taken from a broker, and from nobody else',
    'unknown reasons and actions are refused by their own error types',
  ],
  'Confirmations, transport, delivery': [
    'a confirmation echoes what it answers, and tells every error that its edition can',
    'POST and XML only: 405, 415',
    'what is sent has its type, its exact length, no mark, and begins with <',
    'every kind of answer is classified: delivered, refused, doubtful or to be sent again',
    'redelivery repeats the bytes, in order, and ends with a word to staff',
    'an ERROR is not sent again, and not shown as sent',
    'a process that is killed loses nothing and doubles nothing',
    'what cannot be stored is not confirmed: 503',
    'every way to prove who speaks, alone and together; no secret is told',
    'no redirect, no private address, no wrong certificate',
  ],
  'Audit, privacy, interoperability': [
    'every message is kept byte for byte in a ledger that proves itself, and a person can be erased',
    'no personal value and no secret in logs, metrics or errors',
    'what real systems do differently is read, and answered as they expect',
  ],
};

export const statements: readonly Statement[] = Object.values(groups)
  .flat()
  .map((what, at) => ({ nr: at + 1, what }));

/** The group that a statement belongs to. */
export function groupOf(nr: number): string {
  let left = nr;
  for (const [group, { length }] of Object.entries(groups)) {
    if (left <= length) return group;
    left -= length;
  }
  throw new Error(`there is no statement ${nr}`);
}

/** Those that no test proves yet, a line each: whoever proves one takes its line away. */
const unproven: ReadonlySet<number> = new Set();

/** Those that have to hold. */
export function isRequired(nr: number): boolean {
  return !unproven.has(nr);
}

const group = String.raw`(?:7\.[\dx] )?nrs?\.? ?`;
const tag = new RegExp(String.raw`\[(${group}[\d, –-]+(?:, ?${group}[\d, –-]+)*)\]`, 'g');
const words = new RegExp(group, 'g');

/** The statements that a test's title names: `[nr 12]`, `[7.2 nr 19]`, `[7.3 nr 40, 7.7 nr 96]`, `[nr 37, 38]`, `[nr 19-36]`. */
export function numbersIn(title: string): number[] {
  const named = [...title.matchAll(tag)].flatMap(([, list = '']) => list.replace(words, '').split(','));
  const numbers = named.flatMap((part) => {
    const [from = NaN, to = from] = part.split(/[–-]/).map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  return [...new Set(numbers)];
}
