import { hash } from 'node:crypto';
import type { Actor, Entry, JsonObject } from '../../ledger/index.js';
import type { Moment, UseCase } from '../../storage/index.js';
import type { Role } from '../role.js';
import { reportText, type Report } from '../report/report.js';

interface Asked {
  peer: string;
  actor: Actor;
}

/** That a peer is going to be tested, before the first message leaves. The mark joins it with the end, and with what the peer has. */
export function beginTest(
  asked: Asked & { mark: string; roles: readonly Role[]; edition: string; messagesPerSecond: number },
): UseCase<{ at: Date }> {
  const { mark, roles, edition, messagesPerSecond } = asked;
  const facts = { mark, as: roles.join(', '), edition, messagesPerSecond };
  return {
    name: 'begin-conformance-test',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: { at: at.now },
      entries: [entryOf('conformance-test-begun', at, { ...asked, because: 'a person asked for it', facts })],
    }),
  };
}

/** What came of it: how many of each, and the hash by which the report is known again. Nothing of what the peer wrote. */
export function endTest(asked: Asked & { report: Report }): UseCase<{ reportSha256: string }> {
  const { mark, outcome, summary } = asked.report;
  const reportSha256 = hash('sha256', reportText(asked.report), 'hex');
  const facts = {
    ...{ mark, outcome, reportSha256, messages: summary.messages, heard: summary.heard },
    must: { ...summary.must },
    should: { ...summary.should },
    info: { ...summary.info },
  };
  return {
    name: 'end-conformance-test',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: { reportSha256 },
      entries: [entryOf('conformance-test-ended', at, { ...asked, because: sentences[outcome], facts })],
    }),
  };
}

const sentences: Readonly<Record<Report['outcome'], string>> = {
  whole: 'everything was tried',
  stopped: 'the test was ended before everything was tried',
  'cannot-run': 'the peer could not be reached',
};

function entryOf(
  kind: string,
  at: Moment,
  { actor, peer, because, facts }: Asked & { because: string; facts: JsonObject },
): Entry {
  return { kind, at: at.now.toISOString(), actor, because, peer, facts, changes: [] };
}
