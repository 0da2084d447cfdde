import { expect } from 'chai';
import {
  buildPeerDirectory,
  duplicatesOf,
  PeersFileError,
  readPeersFile,
  type Peer,
} from '../../../src/peers/index.js';
import { plainHouse } from '../../support/plain-house.js';

const good = {
  id: 'south',
  name: 'South',
  agencies: [{ id: 'ISIL:SE-SOUTH', aliases: ['OCLC:SOU'] }, { id: 'ISIL:SE-EAST' }],
  url: 'https://ill.example.org/iso18626',
};
const read = (value: unknown): ReturnType<typeof readPeersFile> =>
  readPeersFile(value, { allowPlainHttp: false });
const agencyId = (
  type: string,
  value: string,
): { agencyIdType: { value: string }; agencyIdValue: string } => ({
  agencyIdType: { value: type },
  agencyIdValue: value,
});

describe('a peers file', () => {
  it('gives what it leaves out a sane default: no patron data, an edition that its messages will show, lenient', () => {
    const [peer] = read([good]);
    expect(peer).to.include({ patronData: false, strict: false }).and.to.not.have.property('edition');
    expect(peer?.alreadyHave?.statusCodes).to.deep.equal([409]);
  });

  it('says every fault at once', () => {
    const faulty = [{ ...good, id: 'South!', url: 'ftp://x', agencies: [], patronDat: true }];
    expect(() => read(faulty))
      .to.throw(PeersFileError)
      .with.property('message')
      .that.matches(/id/)
      .and.matches(/url/)
      .and.matches(/patronDat/);
  });

  it('never repeats a key in what it says', () => {
    const faulty = [{ ...good, incomingKey: { header: 'x', key: 'short-canary' } }];
    expect(() => read(faulty))
      .to.throw(PeersFileError)
      .with.property('message')
      .that.does.not.include('canary');
  });

  it('is refused where it names a peer twice, or an http URL that the operator does not allow', () => {
    expect(() => read([good, good])).to.throw(PeersFileError, /more than once/);
    expect(() => read([{ ...good, url: 'http://ill.example.org/' }])).to.throw(PeersFileError, /https/);
    expect(
      readPeersFile([{ ...good, url: 'http://ill.example.org/' }], { allowPlainHttp: true }),
    ).to.have.length(1);
  });
});

describe('the directory', () => {
  const own = [{ id: 'ISIL:SE-NORTH', aliases: ['ISIL:SE-OLDNORTH'], name: 'North' }];
  const rows = { version: 1, peers: new Map<string, unknown>([['south', { ...read([good])[0] }]]) };
  const directory = buildPeerDirectory(own, plainHouse)(rows);

  it('finds an agency by any of its names, without regard to case, blanks and scheme', () => {
    expect(directory.agency(agencyId('isil', ' se-south '))?.peer).to.equal('south');
    expect(directory.agency(agencyId('OCLC', 'sou'))?.key).to.equal('isil:se-south');
    expect(directory.ours(agencyId('ISIL', 'SE-OldNorth'))?.key).to.equal('isil:se-north');
    expect(directory.agency(agencyId('ISIL', 'SE-NOWHERE'))).to.equal(undefined);
  });

  it('is built once for each version of the rows', () => {
    const build = buildPeerDirectory(own, plainHouse);
    expect(build(rows)).to.equal(build(rows));
    expect(build({ ...rows })).to.not.equal(build(rows));
  });

  it('resolves anew only the peer whose row has changed', () => {
    const build = buildPeerDirectory(own, plainHouse);
    const [south, west] = read([good, { ...good, id: 'west', agencies: [{ id: 'ISIL:SE-WEST' }] }]);
    const before = build({
      version: 1,
      peers: new Map<string, unknown>([
        ['south', south],
        ['west', west],
      ]),
    });
    const changed = { ...west, name: 'The West' };
    const after = build({
      version: 2,
      peers: new Map<string, unknown>([
        ['south', south],
        ['west', changed],
      ]),
    });
    expect(after.peer('south')).to.equal(before.peer('south'));
    expect(after.peer('west')?.name).to.equal('The West');
  });
});

describe('what a peer does with the same bytes twice', () => {
  it('is safe by default for a StatusRequest and for a supplier message that is no note', () => {
    const peer = read([good])[0] as unknown as Peer;
    expect(duplicatesOf(peer, 'StatusRequest')).to.equal('safe');
    expect(duplicatesOf(peer, 'SupplyingMessage')).to.equal('safe');
    expect(duplicatesOf(peer, 'SupplyingNotification')).to.equal('unsafe');
    expect(duplicatesOf(peer, 'request')).to.equal('unsafe');
    expect(duplicatesOf({ ...peer, duplicates: { request: 'safe' } }, 'request')).to.equal('safe');
  });
});
