import type { Check } from '../check.js';
import { failed, notSeen, passed, skipped } from '../check.js';
import { taken } from '../expect.js';
import { answerWords } from '../talk/answer.js';
import type { SupplyingAgencyMessage } from '../../iso18626/index.js';
import { isTold } from './heard.js';

/** A transaction of our own, in which most of what follows takes place, and nothing has to be supplied. */
export const beginAsRequester: readonly Check[] = [
  {
    ...{ id: 'request', statements: [1, 2], severity: 'must', as: 'requester', leaves: true },
    title: 'A plain request is taken',
    async run(play) {
      const message = play.composer.request();
      const sent = await play.send({
        what: 'a plain request, marked as a test',
        body: play.composer.bytes(message),
        of: message,
      });
      const finding = taken(sent);
      if (finding.verdict !== 'passed') return finding;
      play.scene.requestId = message.header.requestingAgencyRequestId;
      play.scene.request = sent;
      return finding;
    },
  },
  {
    ...{ id: 'status-request', statements: [71], severity: 'should', as: 'requester' },
    title: 'A StatusRequest in a transaction that is open is taken',
    async run(play) {
      const { requestId } = play.scene;
      if (requestId === undefined) return skipped('no transaction is open');
      const message = play.composer.ask(requestId, 'StatusRequest');
      const sent = await play.send({
        what: 'a StatusRequest',
        body: play.composer.bytes(message),
        of: message,
      });
      play.scene.takesStatusRequests = sent.answer.kind === 'confirmation' && sent.answer.ok;
      return play.scene.takesStatusRequests
        ? passed()
        : failed(`${answerWords(sent.answer)}; what follows is sent as requests instead`);
    },
  },
  {
    ...{ id: 'status-answer', statements: [71], severity: 'should', as: 'requester' },
    title: 'A StatusRequest is answered by StatusRequestResponse',
    async run(play) {
      if (play.scene.takesStatusRequests !== true) return skipped('the peer took no StatusRequest');
      const { answerMs } = play.patience;
      const told = await play.inbox.waitFor(isTold('StatusRequestResponse'), answerMs);
      return told === undefined
        ? notSeen(`no StatusRequestResponse came to us within ${seconds(answerMs)}`)
        : statusTold(told);
    },
  },
];

function statusTold({ statusInfo: { status } }: SupplyingAgencyMessage): ReturnType<typeof passed> {
  return status === undefined ? failed('it says no status') : passed(`the status is ${status}`);
}

export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
