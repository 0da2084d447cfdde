import { expect } from 'chai';
import type { LoanKey, UseCase } from '../../../src/storage/index.js';
import { onPostgres } from '../../support/place.js';
import { look, renameRecord, requestKey, sqlHouse, takeRequest } from './lending.js';

const key: LoanKey = requestKey('r-1');
const title: UseCase<string | undefined> = look({ loans: [key] }, (loaded) => {
  return loaded.loan(key)?.record.bibliographicInfo.title;
});

describe('loans that a gateway keeps between batches', () => {
  it('are read again when a command beside it has entered something', async () => {
    const house = await sqlHouse();
    const command = await sqlHouse({ path: house.path });
    try {
      await house.committer.commit(takeRequest('r-1'));
      await command.committer.commit(renameRecord(key, 'Renamed beside it'));
      expect(await house.committer.commit(title)).to.equal('Renamed beside it');
      // And where the batch between the two asked for no loan at all.
      await command.committer.commit(renameRecord(key, 'Renamed again'));
      await house.committer.commit(look({}, () => undefined));
      expect(await house.committer.commit(title)).to.equal('Renamed again');
    } finally {
      await command.close();
      await house.close();
    }
  });

  it('keep no data key that a use case has opened', async () => {
    const house = await sqlHouse();
    try {
      await house.committer.commit(takeRequest('r-1'));
      const opened = look({ loans: [key] }, (loaded) => loaded.loan(key)?.dataKey());
      const first = await house.committer.commit(opened);
      expect(first).to.have.property('secret');
      expect(await house.committer.commit(opened)).not.to.equal(first);
    } finally {
      await house.close();
    }
  });

  it('are not read from their rows', async function () {
    if (onPostgres) this.skip();
    const house = await sqlHouse();
    try {
      await house.committer.commit(takeRequest('r-1'));
      await house.storage.database.sql.run(`UPDATE loan_records SET state = '{}'`);
      expect(await house.committer.commit(title)).to.equal('The Sea, the Sea');
    } finally {
      await house.close();
    }
  });
});
