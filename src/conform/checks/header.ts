import { ErrorType, type AgencyId, type Header, type RequestingAgencyMessage } from '../../iso18626/index.js';
import { failed, passed, skipped, together, type Check, type Finding } from '../check.js';
import { altering, either, refused, refusedAs, taken } from '../expect.js';
import { content, swap } from '../talk/alter.js';
import type { Play, Sent } from '../talk/play.js';
import { oneByOne } from './envelope.js';

const unusable = [ErrorType.UnrecognisedDataValue, ErrorType.BadlyFormedMessage] as const;
const nobody: AgencyId = { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'ZZ-LENDWIRE-NOBODY' };

/** Agencies, ids and times, when we ask. Source: iso18626.md 7.3, 4.2. */
export const header: readonly Check[] = [
  {
    ...{ id: 'request-id-empty', statements: [37], severity: 'must', as: 'requester' },
    title: 'An empty requestingAgencyRequestId is refused',
    run: inQuestion((one) => ({ ...one, requestingAgencyRequestId: '' })),
  },
  {
    ...{ id: 'requester-empty', statements: [38], severity: 'must', as: 'requester' },
    title: 'A requesting agency without a value is refused',
    run: inQuestion((one) => ({ ...one, requestingAgencyId: { ...nobody, agencyIdValue: '' } })),
  },
  {
    ...{ id: 'requester-unknown', statements: [39], severity: 'must', as: 'requester' },
    title: 'A requesting agency that the peer does not know is refused',
    run: inQuestion((one) => ({ ...one, requestingAgencyId: nobody })),
  },
  {
    ...{ id: 'requester-not-ours', statements: [40], severity: 'must', as: 'requester' },
    title: 'A requesting agency for which we may not speak is refused',
    // The peer's own agency is the one that it surely knows, and that surely is not ours.
    run: inQuestion((one, { composer }) => ({ ...one, requestingAgencyId: composer.supplier })),
  },
  {
    ...{ id: 'supplier-unknown', statements: [41], severity: 'must', as: 'requester' },
    title: 'A supplying agency that is not one of the peer’s is refused',
    run: inQuestion((one) => ({ ...one, supplyingAgencyId: nobody })),
  },
  {
    ...{ id: 'supplier-missing', statements: [42], severity: 'should', as: 'requester' },
    title: 'A request to no supplying agency is refused by everyone but a broker',
    run: (play) =>
      asRequest(
        play,
        (text) => swap(text, /<ill:supplyingAgencyId>.*?<\/ill:supplyingAgencyId>/s, ''),
        refused,
      ),
  },
  {
    ...{ id: 'unknown-transaction', statements: [48], severity: 'must', as: 'requester' },
    title: 'A message about a request that nobody made is refused by its id',
    async run(play) {
      const message = play.composer.ask(play.composer.newId(), 'StatusRequest');
      const body = play.composer.bytes(message);
      return refusedAs(
        await play.send({ what: 'a StatusRequest about an unknown id', body, of: message }),
        unusable,
      );
    },
  },
  {
    ...{ id: 'anothers-transaction', statements: [48, 40], severity: 'must', as: 'requester' },
    title: 'A transaction of ours cannot be asked about in another agency’s name',
    async run(play) {
      const { requestId } = play.scene;
      if (requestId === undefined) return skipped('no transaction is open');
      const asked = play.composer.ask(requestId, 'StatusRequest');
      const message = { ...asked, header: { ...asked.header, requestingAgencyId: nobody } };
      return refused(
        await play.send({
          ...{ what: 'a StatusRequest in an unknown agency’s name', of: message },
          body: play.composer.bytes(message),
        }),
      );
    },
  },
  {
    ...{ id: 'agency-spelling', statements: [43], severity: 'should', as: 'requester' },
    title: 'An agency is known in lower case and with blanks around it',
    run: altering(
      ({ text }) => content(text, 'agencyIdType', 'isil'),
      taken,
      'the type of the first agency in lower case',
    ),
  },
  {
    ...{ id: 'id-300', statements: [50], severity: 'should', as: 'requester' },
    title: 'A request id of 300 characters is refused',
    run: (play) =>
      asRequest(play, (text) => content(text, 'requestingAgencyRequestId', longId(play, 300)), refused),
  },
  {
    ...{ id: 'id-255', statements: [50], severity: 'should', as: 'requester', leaves: true },
    title: 'A request id of 255 characters is kept whole',
    run: (play) => longRequestId(play, 255),
  },
  {
    ...{ id: 'id-80', statements: [50], severity: 'should', as: 'requester', leaves: true },
    title: 'A request id of 80 characters is kept whole',
    run: async (play) => ((play.scene.longestId ?? 0) >= 80 ? passed() : longRequestId(play, 80)),
  },
  {
    ...{ id: 'id-escaped', statements: [31, 88], severity: 'must', as: 'requester' },
    title: 'Characters that XML escapes come back as they went, escaped once',
    async run(play) {
      const id = `${play.composer.newId()}&lt;<'"&`;
      const message = play.composer.ask(id, 'StatusRequest');
      const body = play.composer.bytes(message);
      // What came back is judged with all other answers; here it is only read or refused.
      return either(await play.send({ what: 'an unknown id with markup in it', body, of: message }));
    },
  },
  {
    ...{ id: 'times-valid', statements: [45], severity: 'should', as: 'requester' },
    title: 'Every form of time that the schema allows is read',
    run: (play) => oneByOne(play, times(play), taken),
  },
  {
    ...{ id: 'time-loose', statements: [45], severity: 'info', as: 'requester' },
    title: 'A time with a zone of four digits is either read or refused',
    run: altering(
      ({ text, of }) => content(text, 'timestamp', of.header.timestamp.replace('Z', '+0000')),
      either,
      'a time that ends in +0000',
    ),
  },
];

/** A question in the open transaction, or about none, with another header: nothing of it may be taken. */
function inQuestion(by: (header: Header, play: Play) => Header): Check['run'] {
  return async (play) => {
    const { composer, scene } = play;
    const asked = composer.ask(scene.requestId ?? composer.newId(), 'StatusRequest');
    const message: RequestingAgencyMessage = { ...asked, header: by(asked.header, play) };
    const question = await play.send({
      ...{ what: 'a StatusRequest with that header', body: composer.bytes(message), of: message },
    });
    const plain = composer.request();
    const request = { ...plain, header: by(plain.header, play) };
    const asking = await play.send({
      ...{ what: 'a request with that header', body: composer.bytes(request), of: request },
    });
    return together([refused(question), refusedAs(asking, unusable)]);
  };
}

/** A request of its own, altered: cancelled at the end where the peer takes it. */
export async function asRequest(
  play: Play,
  alter: (text: string) => string,
  judge: (sent: Sent) => Finding,
): Promise<Finding> {
  const message = play.composer.request();
  const body = alter(play.composer.bytes(message));
  return judge(await play.send({ what: 'a request, altered', body, of: message }));
}

function longId(play: Play, length: number): string {
  return play.composer.newId().padEnd(length, 'x');
}

async function longRequestId(play: Play, length: number): Promise<Finding> {
  const message = play.composer.request({}, longId(play, length));
  const sent = await play.send({
    ...{ what: `a request with an id of ${length} characters`, body: play.composer.bytes(message) },
    of: message,
  });
  const finding = taken(sent);
  if (finding.verdict !== 'passed' || sent.answer.kind !== 'confirmation') return finding;
  const { requestingAgencyRequestId: back } = sent.answer.confirmation.confirmationHeader;
  if (back !== undefined && back !== message.header.requestingAgencyRequestId)
    return failed(`the id came back with ${back.length} characters`);
  play.scene.longestId = Math.max(play.scene.longestId ?? 0, length);
  return finding;
}

function times({ composer }: Play): Parameters<typeof oneByOne>[1] {
  const shifted = (hours: number): string =>
    new Date(Date.parse(composer.timestamp()) + hours * 3_600_000).toISOString().slice(0, 19);
  const at = (what: string, text: () => string): Parameters<typeof oneByOne>[1][number] => ({
    what,
    alter: (message) => content(message, 'timestamp', text()),
  });
  return [
    at('nanoseconds', () => `${shifted(0)}.123456789Z`),
    at('no zone', () => shifted(0)),
    at('the zone +14:00', () => `${shifted(14)}+14:00`),
  ];
}
