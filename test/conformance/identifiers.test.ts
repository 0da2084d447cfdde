import { expect } from 'chai';
import { wireId } from '../../src/loan/index.js';
import { newId } from '../../src/platform/index.js';
import {
  actionFromNorth,
  lendingLibrary,
  requestFromNorth,
  statusOf,
} from '../integration/bad-input/lending-library.js';
import { introduce } from '../support/two-libraries.js';

/** Ten million take some minutes and a gigabyte: IDS=10000000. */
const COUNT = Number(process.env['IDS'] ?? 1_000_000);

describe('identifiers', () => {
  it('of ours are short and plain, and so many are as many [nr 49]', function () {
    this.timeout(900_000);
    const seen = new Set<string>();
    for (let count = 0; count < COUNT; count += 1) {
      const id = wireId(newId());
      if (!/^[A-Za-z0-9]{1,30}$/.test(id)) expect.fail(id);
      seen.add(id);
    }
    expect(seen.size).to.equal(COUNT);
  });

  it('of ours say every bit of the UUID that they stand for, so no two UUIDs share one [nr 49]', () => {
    const base = 0x0123456789abcdef0123456789abcdefn;
    const uuid = (bits: bigint): string =>
      bits
        .toString(16)
        .padStart(32, '0')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const ids = new Set([wireId(uuid(base))]);
    for (let bit = 0n; bit < 128n; bit += 1n) ids.add(wireId(uuid(base ^ (1n << bit))));
    expect(ids.size).to.equal(129);
  });

  it('that two libraries share are two transactions, and what is said of one never touches the other [nr 48]', async () => {
    const library = await lendingLibrary();
    await introduce(library.south, { as: 'west', agencies: ['ISIL:SE-WEST'], url: library.north.url });
    expect(statusOf(await library.south.post(requestFromNorth({ from: 'SE-NORTH' })))).to.equal('OK');
    expect(statusOf(await library.south.post(requestFromNorth({ from: 'SE-WEST' })))).to.equal('OK');
    expect(await library.loans()).to.equal(2);

    const before = await library.south.entries();
    const cancel = await library.south.post(actionFromNorth({ action: 'Cancel' }));
    expect(statusOf(cancel)).to.equal('OK');
    const told = (await library.south.entries()).slice(before.length);
    const loanOf = (peer: string): string | undefined =>
      before.find((entry) => entry.kind === 'request-received' && entry.peer === peer)?.loan;
    expect(loanOf('north')).not.to.equal(loanOf('west'));
    expect(new Set(told.map(({ loan }) => loan))).to.deep.equal(new Set([loanOf('north')]));
    await library.worksAndCloses();
  });

  it('of a record beside title and ISBN are taken, and stand first among what the item is known by [nr 57]', async () => {
    const library = await lendingLibrary();
    const isbn =
      '<bibliographicItemId><bibliographicItemIdentifier>9789100000004</bibliographicItemIdentifier>' +
      '<bibliographicItemIdentifierCode>ISBN</bibliographicItemIdentifierCode></bibliographicItemId>';
    const body = requestFromNorth().replace(
      /<bibliographicInfo>.*<\/bibliographicInfo>/,
      `<bibliographicInfo><supplierUniqueRecordId>REC-4711</supplierUniqueRecordId><title>Kallocain</title>${isbn}</bibliographicInfo>`,
    );
    expect(statusOf(await library.south.post(body))).to.equal('OK');
    const { body: list } = await library.south.api('GET', '/api/v1/loan-records');
    const [first] = list['items'] as { id: string }[];
    const { body: loan } = await library.south.api('GET', `/api/v1/loan-records/${first?.id ?? ''}`);
    const { bibliographicInfo } = (loan as { record: { bibliographicInfo: Record<string, unknown> } }).record;
    expect(bibliographicInfo).to.include({ supplierUniqueRecordId: 'REC-4711', title: 'Kallocain' });
    expect(Object.keys(bibliographicInfo)[0]).to.equal('supplierUniqueRecordId');
    await library.worksAndCloses();
  });
});
