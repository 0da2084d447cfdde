import { failed, passed, skipped, together, type SharedCheck, type Finding } from '../check.js';
import { altering, refused, taken } from '../expect.js';
import { answerWords } from '../talk/answer.js';
import type { Play, Sent } from '../talk/play.js';
import { noCarrier } from '../expect.js';

/** HTTP around the messages. Source: iso18626.md 4.4, 4.7, 7.7. */
export const transport: readonly SharedCheck[] = [
  {
    ...{ id: 'methods', statements: [89], severity: 'should' },
    title: 'Whatever is not posted is answered 405',
    async run(play) {
      const findings: Finding[] = [];
      for (const method of ['GET', 'PUT'] as const)
        findings.push(
          answered405(await play.send({ what: method, method, body: method === 'GET' ? '' : '<x/>' })),
        );
      return together(findings);
    },
  },
  {
    ...{ id: 'no-xml', statements: [89], severity: 'should' },
    title: 'A message that says it is plain text is answered 415',
    run: altering(
      ({ text }) => ({ body: text, headers: { 'content-type': 'text/plain' } }),
      answered415,
      'the Content-Type text/plain',
    ),
  },
  {
    ...{ id: 'content-types', statements: [89], severity: 'should' },
    title: 'text/xml, and the type in capitals, are taken',
    run: contentTypes,
  },
  {
    ...{ id: 'without-keys', statements: [96], severity: 'must' },
    title: 'A message without the key that the peer demands is refused',
    async run(play) {
      if (!play.line.showsKeys) return skipped('we show this peer no key');
      const run = altering(
        ({ text }) => ({ body: keyless(text), withoutKeys: true }),
        refused,
        'without our key',
      );
      return run(play);
    },
  },
];

function keyless(text: string): string {
  return text.replace(/<ill:requestingAgencyAuthentication>.*?<\/ill:requestingAgencyAuthentication>/s, '');
}

function answered405({ answer, exchange: { method } }: Sent): Finding {
  if (answer.kind === 'nothing') return failed(`${method}: ${answer.cause}`);
  return answer.statusCode === 405 ? passed() : failed(`${method}: ${answerWords(answer)}`);
}

function answered415(sent: Sent): Finding {
  const { answer } = sent;
  if (answer.kind === 'confirmation' && answer.ok) return passed('it reads a message whatever its type');
  return refused(sent);
}

async function contentTypes(play: Play): Promise<Finding> {
  const findings: Finding[] = [];
  for (const type of ['text/xml', 'APPLICATION/XML', 'application/xml']) {
    const carrier = play.carrier();
    if (carrier === undefined) return noCarrier(play);
    const sending = { what: `the Content-Type ${type}`, body: carrier.text, of: carrier.of };
    const finding = taken(await play.send({ ...sending, headers: { 'content-type': type } }));
    const { why } = finding;
    findings.push(why === undefined ? finding : { ...finding, why: `${type}: ${why}` });
  }
  return together(findings);
}
