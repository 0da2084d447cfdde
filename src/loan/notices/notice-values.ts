import { totalOf } from '../claims/account.js';
import type { Claim } from '../claims/claim.js';
import { addDays } from '../compose/timestamps.js';
import type { LoanRecord, SealedWish } from '../model/loan-record.js';
import { present } from '../present.js';
import type { Shipment } from '../shipments/shipment.js';
import type { Instant, Transaction } from '../model/transaction.js';
import type { NoticeDesk, NoticeValues } from './notice-desk.js';
import type { NoticeLanguage, NoticeReceiver } from './notice-kinds.js';

/** Of what a notice speaks. */
export interface NoticeAbout {
  loan: string;
  record: LoanRecord;
  transaction?: Transaction | undefined;
  /** The parcel that is late or missing. */
  shipment?: Shipment | undefined;
  /** The due date before it was changed. */
  dueBefore?: Instant | undefined;
  /** The claim whose amount it names. */
  claim?: Claim | undefined;
  /** Where a copy can be opened. */
  url?: string | undefined;
  wish?: SealedWish | undefined;
  now: Date;
}

/** Everything that is known of a loan, as one receiver reads it: dates as days of the library, numbers from its side. */
export function noticeValues(
  about: NoticeAbout,
  { to, language, desk }: { to: NoticeReceiver; language: NoticeLanguage; desk: NoticeDesk },
): NoticeValues {
  const { record, transaction, shipment, wish, now } = about;
  const day = (at: Instant | undefined): string | undefined =>
    at === undefined ? undefined : desk.dayIn(language, at);
  const due = (at: Instant | undefined): string | undefined =>
    day(at === undefined || to !== 'patron' ? at : addDays(at, -desk.patronDaysBefore));
  const inDays = (days: number): string => desk.dayIn(language, addDays(now.toISOString(), days));
  return present({
    library: desk.library,
    ...numbersFor(to, record, transaction),
    title: record.bibliographicInfo.title,
    author: record.bibliographicInfo.author,
    peer: transaction === undefined ? undefined : desk.peerOf(transaction.peer)?.name,
    pickupPlace: wish?.pickup?.name,
    pickupUntil: inDays(desk.pickupDays),
    answerUntil: inDays(desk.answerDays),
    dueDate: due(transaction?.dueDate),
    dueBefore: due(about.dueBefore),
    url: about.url,
    amount: amountOf(about.claim),
    carrier: shipment?.carrier,
    trackingId: shipment?.trackingId,
    sentOn: day(shipment?.sentAt),
    expectedOn: day(shipment?.expectedAt),
    page: desk.pageOf(about.loan),
  });
}

function amountOf(claim: Claim | undefined): string | undefined {
  return claim === undefined ? undefined : `${totalOf(claim)} ${claim.currency}`;
}

/** A reader and our staff know a request by the library's own number, a peer by those on the wire. */
function numbersFor(
  to: NoticeReceiver,
  { libraryId }: LoanRecord,
  transaction: Transaction | undefined,
): { reference?: string | undefined; theirReference?: string | undefined } {
  const asked = transaction?.requestingAgencyRequestId;
  const supplying = transaction?.supplyingAgencyRequestId;
  if (to !== 'peer') return { reference: libraryId ?? asked };
  return transaction?.role === 'supplier'
    ? { reference: supplying ?? asked, theirReference: asked }
    : { reference: asked, theirReference: supplying };
}
