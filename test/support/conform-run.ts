import { expect } from 'chai';
import type { Report, Result, SignedReport, TestView } from '../../src/conform/index.js';
import type { Library } from './library.js';

/** Tests a peer over the API as the command does, and answers the signed report. */
export async function conform(
  library: Library,
  peer: string,
  { begun: tell, ...asked }: { begun?: (mark: string) => Promise<void> } & object = {},
): Promise<SignedReport> {
  const path = `/api/v1/peers/${peer}/conformance`;
  const quick = { messagesPerSecond: 20, answerSeconds: 2, waitSeconds: 0, ...asked };
  const begun = await library.api('POST', path, quick);
  expect(begun.status, JSON.stringify(begun.body)).to.equal(202);
  await tell?.(String(begun.body['mark']));
  for (;;) {
    const { body } = await library.api('GET', path);
    const view = body as unknown as TestView;
    if (view.state === 'failed') throw new Error(view.why);
    if (view.signed !== undefined) return view.signed;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** `id: why` of each that failed with this weight. */
export function failures({ results }: Report, severity: Result['severity']): string[] {
  return results
    .filter((one) => one.verdict === 'failed' && one.severity === severity)
    .map(({ id, why }) => `${id}: ${why}`);
}
