import { ErrorType, type Request } from '../../iso18626/index.js';
import { failed, passed, skipped, together, type Check, type Finding } from '../check.js';
import { either, refusedAs, taken } from '../expect.js';
import { content, swap } from '../talk/alter.js';
import { answerWords } from '../talk/answer.js';
import type { Play } from '../talk/play.js';
import { asRequest } from './header.js';

const unusable = [ErrorType.UnrecognisedDataValue, ErrorType.BadlyFormedMessage] as const;

/** What a request may hold, and what happens when it comes twice. Source: iso18626.md 7.4, 7.5. */
export const requests: readonly Check[] = [
  {
    ...{ id: 'service-missing', statements: [51], severity: 'info', as: 'requester', leaves: true },
    title: 'A request without serviceInfo is taken or refused, as the edition says',
    run: (play) =>
      asRequest(play, (text) => swap(text, /<ill:serviceInfo>.*?<\/ill:serviceInfo>/s, ''), either),
  },
  {
    ...{ id: 'code-spelling', statements: [52], severity: 'info', as: 'requester', leaves: true },
    title: 'A code in lower case is taken or refused',
    run: (play) => asRequest(play, (text) => content(text, 'serviceType', 'loan'), either),
  },
  {
    ...{ id: 'open-code', statements: [53], severity: 'must', as: 'requester', leaves: true },
    title: 'An unknown open code is no reason to refuse',
    run: (play) =>
      askFor(play, {
        publicationInfo: { publicationType: { value: 'Podcast', scheme: 'urn:example:types' } },
      }),
  },
  {
    ...{ id: 'isbn-wrong', statements: [56, 57], severity: 'should', as: 'requester', leaves: true },
    title: 'An ISBN with a wrong check digit is no reason to refuse',
    run: (play) => askFor(play, { bibliographicInfo: withIsbn(play, '9780000000001') }),
  },
  {
    ...{ id: 'identifier-order', statements: [55], severity: 'should', as: 'requester', leaves: true },
    title: 'Identifier and code of an item are read in either order',
    run: (play) => {
      const message = play.composer.request({ bibliographicInfo: withIsbn(play, '9780000000002') });
      const body = swapped(play.composer.bytes(message));
      return play.send({ what: 'a request, identifier and code swapped', body, of: message }).then(taken);
    },
  },
  {
    ...{ id: 'retry-of-nothing', statements: [58], severity: 'should', as: 'requester', leaves: true },
    title: 'A Retry of a request that nobody made is refused',
    async run(play) {
      const previous = play.composer.newId();
      const message = play.composer.request({
        serviceInfo: {
          ...{ requestType: 'Retry', serviceType: 'Loan', note: play.composer.words },
          requestingAgencyPreviousRequestId: previous,
        },
      });
      const body = play.composer.bytes(message);
      return refusedAs(
        await play.send({ what: 'a Retry of an unknown request', body, of: message }),
        unusable,
      );
    },
  },
  {
    ...{ id: 'money-wrong', statements: [60], severity: 'should', as: 'requester', leaves: true },
    title: 'An amount with a comma or an exponent is refused',
    async run(play) {
      const findings: Finding[] = [];
      for (const amount of ['10,00', '1e3']) {
        const message = play.composer.request({
          billingInfo: { maximumCosts: { currencyCode: { value: 'EUR' }, monetaryValue: '10' } },
        });
        const body = content(play.composer.bytes(message), 'monetaryValue', amount);
        const sent = await play.send({ what: `a request with the amount ${amount}`, body, of: message });
        findings.push(refusedAs(sent, unusable));
      }
      return together(findings);
    },
  },
  {
    ...{ id: 'repeat', statements: [65], severity: 'must', as: 'requester' },
    title: 'The same bytes again are confirmed again, by the same confirmation',
    run: repeated,
  },
  {
    ...{ id: 'same-id', statements: [66], severity: 'must', as: 'requester', leaves: true },
    title: 'Another request under an id that is used is refused',
    async run(play) {
      const { requestId } = play.scene;
      if (requestId === undefined) return skipped('no transaction is open');
      const other = { title: `TEST, another title (${play.composer.mark})`, author: 'Lendwire conform' };
      const message = play.composer.request({ bibliographicInfo: other }, requestId);
      const body = play.composer.bytes(message);
      const sent = await play.send({ what: 'another request under the first one’s id', body, of: message });
      return refusedAs(sent, unusable);
    },
  },
  {
    ...{ id: 'action-unknown', statements: [87], severity: 'must', as: 'requester' },
    title: 'An unknown action is refused as UnsupportedActionType',
    async run(play) {
      const { requestId } = play.scene;
      if (requestId === undefined) return skipped('no transaction is open');
      const message = play.composer.ask(requestId, 'StatusRequest');
      const body = content(play.composer.bytes(message), 'action', 'Foo');
      return refusedAs(await play.send({ what: 'the action Foo', body, of: undefined }), [
        ErrorType.UnsupportedActionType,
        ErrorType.BadlyFormedMessage,
      ]);
    },
  },
];

function withIsbn({ composer }: Play, isbn: string): Request['bibliographicInfo'] {
  return {
    ...{ supplierUniqueRecordId: 'LENDWIRE-TEST', title: `TEST, supply nothing (${composer.mark})` },
    bibliographicItemId: [
      { bibliographicItemIdentifierCode: { value: 'ISBN' }, bibliographicItemIdentifier: isbn },
    ],
  };
}

async function askFor(play: Play, changes: Partial<Request>): Promise<Finding> {
  const message = play.composer.request(changes);
  return taken(await play.send({ what: 'a request', body: play.composer.bytes(message), of: message }));
}

function swapped(text: string): string {
  const pair =
    /(<ill:bibliographicItemIdentifier(?:Code)?>[^<]*<\/\S+?>)(<ill:bibliographicItemIdentifier(?:Code)?>[^<]*<\/\S+?>)/;
  const [both = '', one = '', other = ''] = pair.exec(text) ?? [];
  return swap(text, both, other + one);
}

async function repeated(play: Play): Promise<Finding> {
  const { request } = play.scene;
  if (request === undefined) return skipped('no request was taken that could be repeated');
  const { sending } = request;
  const again = await play.send({ ...sending, what: 'the bytes of the first request once more' });
  const { answer } = again;
  const first = request.answer;
  if (answer.kind === 'confirmation' && !answer.ok) return failed(`refused: ${answerWords(answer)}`, 'must');
  const finding = taken(again);
  if (finding.verdict !== 'passed') return finding;
  if (first.kind !== 'confirmation' || answer.kind !== 'confirmation') return finding;
  return first.posted.body.equals(answer.posted.body)
    ? passed()
    : failed('taken, but with another confirmation than the first', 'should');
}
