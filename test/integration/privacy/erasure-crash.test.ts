import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { erasuresFile, keptErasures } from '../../../src/audit/index.js';
import { endCrashing, inItsOwnProcess } from '../../support/crash-gateway.js';
import { closeLibraries, type Libraries } from '../../support/two-libraries.js';
import { knownToEachOther } from './busy-libraries.js';

describe('the certificates of erasures beside the database', function () {
  this.timeout(60_000);
  let two: Libraries;
  let ended = 0;

  before(async () => {
    two = await knownToEachOther({ forWholeSuite: true });
  });
  after(async () => {
    endCrashing();
    await closeLibraries(two).catch((thrown: unknown) => expect(String(thrown)).to.include('were erased'));
  });

  it('tell after the next start of an erasure whose process was killed right after its commit', async () => {
    const loan = await endedRequest('killed');
    const gateway = await inItsOwnProcess(two, 'north', { where: 'after-commit', commit: 1 });
    await erase('killed').then(
      () => expect.fail('the gateway has answered'),
      () => undefined,
    );
    await gateway.died();
    expect(existsSync(file())).to.equal(false);
    await two.up('north');
    expect(holders()).to.deep.equal([loan]);
    const told = (await two.north.entries()).filter(({ kind }) => kind === 'erasure');
    expect(told.map(({ loan: of }) => of)).to.deep.equal([loan]);
    const [kept] = keptErasures(file()).keys;
    expect({ certificate: kept?.certificate, key: kept?.key }).to.deep.equal(told[0]?.facts);
    // What the killed process could not clean is cleaned, and said to be.
    expect(keptErasures(file()).isShredded).to.equal(true);
  });

  it('are not written twice by another start', async () => {
    const before = readFileSync(file(), 'utf8');
    await two.down('north');
    await two.up('north');
    expect(readFileSync(file(), 'utf8')).to.equal(before);
  });

  it('are written by the next erasure where the file could not be written at the first', async () => {
    const [kept] = holders();
    const [first, second] = [await endedRequest('unwritten'), await endedRequest('written')];
    const before = readFileSync(file(), 'utf8');
    rmSync(file());
    mkdirSync(file());
    expect((await erase('unwritten')).status).to.equal(500);
    rmSync(file(), { recursive: true });
    writeFileSync(file(), before);
    expect((await erase('written')).status).to.equal(200);
    expect(holders()).to.deep.equal([kept, first, second]);
  });

  it('stay readable after a line that a crash has left half written', async () => {
    const before = holders();
    appendFileSync(file(), '{"certificate":"0193');
    const loan = await endedRequest('after half a line');
    expect((await erase('after half a line')).status).to.equal(200);
    expect(holders()).to.deep.equal([...before, loan]);
  });

  it('are all written anew where the file was lost', async () => {
    const before = holders();
    rmSync(file());
    await two.down('north');
    await two.up('north');
    expect(holders()).to.deep.equal(before);
  });

  const file = (): string => erasuresFile(two.north.settings.database.beside);
  const holders = (): string[] => keptErasures(file()).keys.map(({ holder }) => holder);
  const erase = (reference: string) =>
    two.north.api('POST', '/api/v1/erasures', { patron: reference, because: 'asked for' });
  /** A request of a person with that reference, lent and given back. */
  async function endedRequest(reference: string): Promise<string> {
    const loan = await two.ask({ id: `E-${(ended += 1)}`, patron: { reference } });
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
    return loan.north;
  }
});
