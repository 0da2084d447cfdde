import { failed, notSeen, passed, skipped, together, type Check, type Finding } from '../check.js';
import { taken } from '../expect.js';
import { content } from '../talk/alter.js';
import { answerWords } from '../talk/answer.js';
import type { Play } from '../talk/play.js';
import { seconds } from './begin.js';
import { hasStatus, isTold } from './heard.js';

const DAY_MS = 86_400_000;

/** The loan as far as the peer goes along, and the end of everything that was opened. Source: iso18626.md 3.8. */
export const endAsRequester: readonly Check[] = [
  {
    ...{ id: 'time-ahead', statements: [46], severity: 'should', as: 'requester' },
    title: 'A time two days ahead is no reason to refuse',
    async run(play) {
      const { requestId, takesStatusRequests } = play.scene;
      if (requestId === undefined || takesStatusRequests !== true)
        return skipped('the peer took no StatusRequest');
      const message = play.composer.ask(requestId, 'StatusRequest');
      const ahead = new Date(Date.parse(message.header.timestamp) + 2 * DAY_MS);
      const timestamp = `${ahead.toISOString().slice(0, 19)}Z`;
      const body = content(play.composer.bytes(message), 'timestamp', timestamp);
      const of = { ...message, header: { ...message.header, timestamp } };
      return taken(await play.send({ what: 'a time two days ahead', body, of }));
    },
  },
  {
    ...{ id: 'loan', statements: [72], severity: 'should', as: 'requester' },
    title: 'A loan goes its way: WillSupply, Loaned, Received, ShippedReturn, LoanCompleted',
    run: loan,
  },
  {
    ...{ id: 'cancel', statements: [67, 68], severity: 'must', as: 'requester', cleansUp: true },
    title: 'A Cancel is taken',
    async run(play) {
      const { requestId } = play.scene;
      if (requestId === undefined) return skipped('no transaction is open');
      return cancel(play, requestId);
    },
  },
  {
    ...{ id: 'cancel-answer', statements: [67, 70], severity: 'should', as: 'requester' },
    title: 'A Cancel is answered by CancelResponse, with Y or N',
    async run(play) {
      if (play.scene.requestId === undefined) return skipped('no transaction is open');
      const { answerMs } = play.patience;
      const told = await play.inbox.waitFor(isTold('CancelResponse'), answerMs);
      if (told === undefined)
        return notSeen(
          `no CancelResponse came to us within ${seconds(answerMs)}; a person may have to decide`,
        );
      const { answerYesNo } = told.messageInfo;
      return answerYesNo === undefined
        ? failed('CancelResponse without answerYesNo')
        : passed(`the answer is ${answerYesNo}`);
    },
  },
  {
    ...{ id: 'clean-up', statements: [], severity: 'info', as: 'requester', cleansUp: true },
    title: 'Everything that the test opened is cancelled',
    async run(play) {
      const findings: Finding[] = [];
      for (const id of play.opened.keys())
        if (id !== play.scene.requestId) findings.push(await cancel(play, id));
      return findings.length === 0 ? passed('nothing else was opened') : together(findings);
    },
  },
];

async function cancel(play: Play, id: string): Promise<Finding> {
  const asked = play.composer.ask(id, 'Cancel');
  const opened = play.opened.get(id);
  const { timestamp } = asked.header;
  const message = opened === undefined ? asked : { ...asked, header: { ...opened, timestamp } };
  const sent = await play.send({ what: 'a Cancel', body: play.composer.bytes(message), of: message });
  if (sent.answer.kind === 'confirmation' && sent.answer.ok) return passed();
  return failed(`${id} may still stand at the peer: ${answerWords(sent.answer)}`);
}

/** Someone at the peer has to ship it, so it is waited for only where somebody is there to do it. */
async function loan(play: Play): Promise<Finding> {
  const { scene, inbox, patience, composer } = play;
  const { requestId } = scene;
  if (requestId === undefined) return skipped('no transaction is open');
  const loaned = await inbox.waitFor(hasStatus('Loaned'), patience.personMs);
  if (loaned === undefined) return skipped('the peer did not send it, and nothing has to be supplied');
  for (const action of ['Received', 'ShippedReturn'] as const) {
    const message = composer.ask(requestId, action);
    const finding = taken(await play.send({ what: action, body: composer.bytes(message), of: message }));
    if (finding.verdict !== 'passed') return finding;
  }
  const completed = await inbox.waitFor(
    hasStatus('LoanCompleted', 'CompletedWithoutReturn'),
    patience.personMs,
  );
  return completed === undefined ? notSeen('the return was not confirmed in time') : passed();
}
