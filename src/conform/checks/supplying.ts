import { ErrorType, type Header, type MessageInfo, type StatusInfo } from '../../iso18626/index.js';
import { failed, notSeen, passed, skipped, together, type Check, type Finding } from '../check.js';
import { noCarrier, refused, refusedAs, taken } from '../expect.js';
import { content, swap } from '../talk/alter.js';
import { answerWords } from '../talk/answer.js';
import type { Play, Sent } from '../talk/play.js';
import { seconds } from './begin.js';
import { isAsked, isRequest } from './heard.js';

const unusable = [ErrorType.UnrecognisedDataValue, ErrorType.BadlyFormedMessage] as const;

/** What a peer that requests does with what we tell it, before there is a request. Source: iso18626.md 7.6, peers.md 1.2. */
export const beginAsSupplier: readonly Check[] = [
  {
    ...{ id: 'told-unknown-transaction', statements: [48], severity: 'must', as: 'supplier' },
    title: 'News about a request that the peer never made are refused by its id',
    async run(play) {
      const { composer } = play;
      const message = composer.tell(unknownRequest(play), { reasonForMessage: 'StatusChange' });
      const body = composer.bytes(message);
      return refusedAs(await play.send({ what: 'news about an unknown id', body, of: message }), unusable);
    },
  },
  {
    ...{ id: 'told-no-id', statements: [37], severity: 'must', as: 'supplier' },
    title: 'News with an empty requestingAgencyRequestId are refused',
    async run(play) {
      const { composer } = play;
      const nameless = { ...unknownRequest(play), requestingAgencyRequestId: '' };
      const message = composer.tell(nameless, { reasonForMessage: 'Notification' });
      return refused(
        await play.send({ what: 'news with an empty id', body: composer.bytes(message), of: message }),
      );
    },
  },
  {
    ...{ id: 'their-request', statements: [1, 2, 15], severity: 'must', as: 'supplier' },
    title: 'A request of the peer, opened for the test, is well written',
    async run(play) {
      const { personMs } = play.patience;
      if (personMs <= 0) return skipped('nobody was waited for: see --wait');
      const request = await play.inbox.waitFor(isRequest, personMs);
      if (request === undefined)
        return notSeen(`no request with the mark ${play.composer.mark} came within ${seconds(personMs)}`);
      play.scene.theirs = request.header;
      return passed();
    },
  },
  {
    ...{ id: 'will-supply', statements: [63], severity: 'must', as: 'supplier' },
    title: 'The answer WillSupply is taken',
    run: (play) => tell(play, { reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }),
  },
];

/** The rest of a loan that the peer has asked for. */
export const supplying: readonly Check[] = [
  {
    ...{ id: 'told-twice', statements: [77], severity: 'must', as: 'supplier' },
    title: 'The same bytes again are confirmed again',
    async run(play) {
      const carrier = play.carrier();
      if (carrier === undefined) return noCarrier(play);
      const sending = { what: 'a note', body: carrier.text, of: carrier.of };
      const first = await play.send(sending);
      const again = await play.send({ ...sending, what: 'the same bytes once more' });
      return together([taken(first), taken(again)]);
    },
  },
  {
    ...{ id: 'status-empty', statements: [80], severity: 'info', as: 'supplier' },
    title: 'A note with an empty status is taken or refused',
    run: (play) =>
      altered(play, {
        alter: (text) => content(text, 'status', ''),
        judge: ({ answer }) =>
          answer.kind === 'confirmation'
            ? passed(answer.ok ? 'it takes this' : 'it refuses this')
            : failed(answerWords(answer)),
      }),
  },
  {
    ...{ id: 'reason-unknown', statements: [87], severity: 'must', as: 'supplier' },
    title: 'An unknown reason is refused as UnsupportedReasonForMessageType',
    run: (play) =>
      altered(play, {
        alter: (text) => content(text, 'reasonForMessage', 'Foo'),
        judge: (sent) =>
          refusedAs(sent, [ErrorType.UnsupportedReasonForMessageType, ErrorType.BadlyFormedMessage]),
        isCodeAltered: true,
      }),
  },
  {
    ...{ id: 'no-answer-in-answer', statements: [82], severity: 'should', as: 'supplier' },
    title: 'A RenewResponse that says neither yes nor no is refused',
    run: (play) =>
      altered(play, {
        alter: (text) => swap(text, '>Notification<', '>RenewResponse<'),
        judge: (sent) => refusedAs(sent, unusable),
        isCodeAltered: true,
      }),
  },
  {
    ...{ id: 'told-by-another', statements: [86], severity: 'must', as: 'supplier' },
    title: 'News in the name of another supplier are refused',
    async run(play) {
      const { theirs } = play.scene;
      if (theirs === undefined) return noCarrier(play);
      const nobody = { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'ZZ-LENDWIRE-NOBODY' };
      const message = play.composer.tell(
        { ...theirs, supplyingAgencyId: nobody },
        { reasonForMessage: 'Notification' },
      );
      const body = play.composer.bytes(message);
      return refused(await play.send({ what: 'news in another supplier’s name', body, of: message }));
    },
  },
  {
    ...{ id: 'loaned', statements: [76], severity: 'must', as: 'supplier' },
    title: 'Loaned is taken',
    run: (play) =>
      tell(play, { reasonForMessage: 'StatusChange' }, { status: 'Loaned', dueDate: dueDate(play) }),
  },
  {
    ...{ id: 'received', statements: [72], severity: 'info', as: 'supplier' },
    title: 'Received and ShippedReturn come, when somebody at the peer says so',
    async run(play) {
      if (play.scene.theirs === undefined) return noCarrier(play);
      const back = await play.inbox.waitFor(isAsked('ShippedReturn'), play.patience.personMs);
      return back === undefined ? notSeen('no ShippedReturn came in time') : passed();
    },
  },
  {
    ...{ id: 'completed', statements: [76], severity: 'must', as: 'supplier' },
    title: 'LoanCompleted is taken, which ends the loan',
    run: (play) => tell(play, { reasonForMessage: 'StatusChange' }, { status: 'LoanCompleted' }),
  },
  {
    ...{ id: 'late', statements: [78], severity: 'should', as: 'supplier' },
    title: 'News that come late are taken, and change nothing',
    run: (play) =>
      tell(
        play,
        { reasonForMessage: 'StatusChange' },
        { status: 'Loaned', lastChange: '2020-01-01T00:00:00Z', dueDate: dueDate(play) },
      ),
  },
];

function unknownRequest({ composer }: Play): Header {
  return composer.request().header;
}

const FOUR_WEEKS_MS = 28 * 86_400_000;

function dueDate({ composer }: Play): string {
  return `${new Date(Date.parse(composer.timestamp()) + FOUR_WEEKS_MS).toISOString().slice(0, 19)}Z`;
}

async function tell(play: Play, info: MessageInfo, status: StatusInfo): Promise<Finding> {
  const { theirs } = play.scene;
  if (theirs === undefined) return noCarrier(play);
  const message = play.composer.tell(theirs, info, status);
  const what = [info.reasonForMessage, status.status].join(' ');
  return taken(await play.send({ what, body: play.composer.bytes(message), of: message }));
}

interface Alteration {
  alter: (text: string) => string;
  judge: (sent: Sent) => Finding;
  /** Then no confirmation can repeat it. */
  isCodeAltered?: true;
}

async function altered(play: Play, { alter, judge, isCodeAltered }: Alteration): Promise<Finding> {
  const carrier = play.carrier();
  if (carrier === undefined) return noCarrier(play);
  const of = isCodeAltered === true ? undefined : carrier.of;
  return judge(await play.send({ what: 'a note, altered', body: alter(carrier.text), of }));
}
