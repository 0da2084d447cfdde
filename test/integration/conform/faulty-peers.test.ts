import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Report } from '../../../src/conform/index.js';
import { systemClock } from '../../../src/platform/index.js';
import { conform, failures } from '../../support/conform-run.js';
import { openLibrary, type Library } from '../../support/library.js';
import { peerUnderTest, type Faults, type PeerUnderTest } from '../../support/peer-under-test.js';
import { introduce } from '../../support/two-libraries.js';

/** A fault, and by which check of which statement it has to be named. */
const cases: readonly (readonly [what: string, faults: Faults, found: readonly [string, number][]])[] = [
  [
    'confirms before it has read',
    { confirmsUnread: true },
    [
      ['not-well-formed', 27],
      ['doctype', 19],
      ['unknown-transaction', 48],
      ['confirmation-kind', 88],
    ],
  ],
  ['takes two requests under one id', { forgetsRequests: true }, [['same-id', 66]]],
  ['refuses the same bytes when they come again', { refusesRepeats: true }, [['repeat', 65]]],
  [
    'puts entities in',
    { expandsEntities: true },
    [
      ['doctype', 19],
      ['entity-internal', 22],
      ['entity-external', 20],
    ],
  ],
  [
    'repeats ids and times wrong',
    { echoesWrong: true },
    [
      ['echo-ids', 88],
      ['echo-time', 88],
    ],
  ],
  ['says in HTTP what belongs in a confirmation', { speaksHttp: true }, [['errors-in-protocol', 91]]],
  [
    'answers for anyone about anything',
    { answersAnyone: true },
    [
      ['requester-unknown', 39],
      ['requester-not-ours', 40],
      ['supplier-unknown', 41],
      ['unknown-transaction', 48],
      ['anothers-transaction', 48],
    ],
  ],
];

describe('a conformance test of a peer', () => {
  let folder: string;
  let north: Library;
  let peer: PeerUnderTest;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-conform-'));
    north = await openLibrary({
      ...{ name: 'north', folder, agencies: [{ id: 'ISIL:SE-NORTH' }], clock: systemClock },
    });
  });
  after(async () => {
    await north.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => peer.close());

  async function reportOn(faults: Faults): Promise<Report> {
    peer = await peerUnderTest(faults);
    await introduce(north, { as: 'south', agencies: ['ISIL:SE-SOUTH'], url: peer.url });
    const asked = { as: 'requester', answerSeconds: 0, messagesPerSecond: 200 };
    return (await conform(north, 'south', asked)).report;
  }

  it('finds nothing where everything is right', async () => {
    const report = await reportOn({});
    expect(failures(report, 'must')).to.deep.equal([]);
    expect(failures(report, 'should')).to.deep.equal([]);
    expect(report.proposal.habits.map(({ id }) => id)).to.deep.equal(['duplicates-request']);
    expect(report.proposal.peer.duplicates).to.deep.equal({ request: 'safe' });
  });

  for (const [what, faults, found] of cases)
    it(`finds one that ${what}, and names the statement`, async () => {
      const report = await reportOn(faults);
      const failed = report.results.filter(
        ({ verdict, severity }) => verdict === 'failed' && severity === 'must',
      );
      const named = failed.flatMap(({ id, statements }) => statements.map((number) => `${id} ${number}`));
      expect(named).to.include.members(found.map(([id, number]) => `${id} ${number}`));
      // Who confirms unread fails nearly everything; every other fault is named, and nothing else.
      if (faults.confirmsUnread !== true)
        expect(failed.map(({ id }) => id)).to.have.members([...new Set(found.map(([id]) => id))]);
    });
});
