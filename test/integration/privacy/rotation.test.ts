import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { rotateWrappingKey } from '../../../src/cli/ledger/rotate-wrapping-key.js';
import { parseWrappingKeys, wrappedUnder } from '../../../src/vault/index.js';
import { ledgersHold, story, type Libraries } from '../../support/two-libraries.js';
import { knownToEachOther, openedValues, personalRecord } from './busy-libraries.js';

const noProgress = (): void => undefined;

describe('a wrapping key that is rotated', () => {
  afterEach(ledgersHold);

  for (const dropOld of [false, true])
    it(`leaves everything readable, the old key ${dropOld ? 'destroyed' : 'kept for older backups'}`, async () => {
      const two = await knownToEachOther();
      const loan = await two.ask(personalRecord);
      const before = await openedValues(two.south);
      const oldKeys = keysOf(two);

      await two.down('south');
      const rotated = await rotateWrappingKey(two.south.settings, {
        dropOld,
        env: {},
        progress: noProgress,
      });
      await two.up('south');

      expect(rotated.newId).not.to.equal(oldKeys.current.id);
      expect(rotated.olderIds).to.deep.equal(dropOld ? [] : [oldKeys.current.id]);
      expect(await wrappingKeysIn(two)).to.deep.equal([rotated.newId]);
      expect(await openedValues(two.south)).to.deep.equal(before);

      // The loan goes on: the peer's key is recognized, and what waits can be composed and sent.
      await two.act('south', loan, 'ship');
      await two.act('north', loan, 'receive');
      expect(await story(two.south, loan.south)).to.include('received  Received [arrived]');
    });

  it('is refused while the gateway runs, which would go on with the old one', async () => {
    const two = await knownToEachOther();
    const oldKeys = keysOf(two);

    const refused = await rotateWrappingKey(two.south.settings, {
      dropOld: true,
      env: {},
      progress: noProgress,
    }).catch((thrown: unknown) => thrown);

    expect(refused)
      .to.be.instanceOf(Error)
      .and.to.have.property('message')
      .that.matches(/served already/);
    expect(keysOf(two)).to.deep.equal(oldKeys);
  });
});

function keysOf({ south }: Libraries): ReturnType<typeof parseWrappingKeys> {
  return parseWrappingKeys(readFileSync(south.settings.keys.wrappingKeyFile, 'utf8'));
}

async function wrappingKeysIn({ south }: Libraries): Promise<string[]> {
  const rows = await south.app.storage.database.all<{ wrapped: string }>('SELECT wrapped FROM data_keys');
  return [...new Set(rows.map(({ wrapped }) => wrappedUnder(wrapped)))];
}
