import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { wireId } from '../../../src/loan/index.js';
import {
  asTheyMeanIt,
  buildPeerDirectory,
  inTheirHabits,
  PeersFileError,
  ProfileError,
  profileNamed,
  profiles,
  profileSchema,
  readPeersFile,
  readProfile,
  resolvePeer,
  ruleTable,
  type Peer,
} from '../../../src/peers/index.js';
import { asks, tells, wantsWith } from './rules/messages.js';
import { plainHouse } from '../../support/plain-house.js';

const entry = {
  id: 'south',
  name: 'South',
  agencies: [{ id: 'ISIL:SE-SOUTH' }],
  url: 'https://ill.example.org/iso18626',
};

function peerWith(over: object): Peer {
  const [read] = readPeersFile([{ ...entry, ...over }], { allowPlainHttp: false });
  const rows = { version: 1, peers: new Map<string, unknown>([['south', read]]) };
  const peer = buildPeerDirectory([], plainHouse)(rows).peer('south');
  if (peer === undefined) throw new Error('no peer');
  return peer;
}

describe('the profiles that come with the gateway', () => {
  it('are those of the systems that libraries meet', () => {
    expect([...profiles().keys()]).to.have.members([
      ...['alma', 'crosslink-opaque', 'crosslink-transparent', 'illiad', 'koha-core', 'koha-openfifth'],
      ...['lendwire', 'oclc', 'rapido', 'reshare', 'strict-2017', 'strict-2021'],
    ]);
  });

  it('are named as their files are, and hold to the schema that is written from their definition', () => {
    const written = JSON.parse(readFileSync('schemas/peer-profile.schema.json', 'utf8')) as object;
    expect(written, 'run `npm run schemas`').to.deep.equal(JSON.parse(JSON.stringify(profileSchema())));
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const isValid = ajv.compile(written);
    for (const name of profiles().keys()) {
      const document = JSON.parse(readFileSync(`config/profiles/${name}.json`, 'utf8')) as object;
      expect(document).to.include({ name });
      expect(isValid(document), `${name}: ${JSON.stringify(isValid.errors)}`).to.equal(true);
    }
  });

  it('and every rule stand in the page about peers, as they are', () => {
    const page = readFileSync('docs/peers.md', 'utf8').replace(/ +/g, ' ');
    for (const [name, { about }] of profiles())
      expect(page)
        .to.match(new RegExp(`\\| \`${name}\` \\|`))
        .and.include(about);
    for (const [name, { does, source }] of ruleTable)
      expect(page, 'run `npm run schemas`').to.include(`| \`${name}\` | ${does} | ${source} |`);
  });

  it('use every rule at least once, but for those that only an operator can know to need', () => {
    const used = new Set([...profiles().values()].flatMap(({ rules = [] }) => rules.map(({ rule }) => rule)));
    const unused = [...ruleTable.keys()].filter((name) => !used.has(name));
    expect(unused).to.have.members([
      'conditions-2021-retry',
      'conditions-will-supply-note',
      'success-codes',
      'confirms-without-a-body',
    ]);
  });

  it('keep our own request ids whole', () => {
    const id = wireId('0190a0b0-1234-7abc-8def-0123456789ab');
    for (const [name, { limits }] of profiles())
      expect(id.length, name).to.be.at.most(limits?.idLength ?? 255);
    expect(id).to.not.include('~');
  });
});

describe('a profile', () => {
  const document = { name: 'mine', about: 'Mine.', source: 'a letter' };

  it('that names a rule which is not there is refused with the names of those that are', () => {
    expect(() => readProfile({ ...document, rules: ['no-such-rule'] }, 'mine'))
      .to.throw(ProfileError)
      .with.property('message')
      .that.matches(/there is no rule no-such-rule/)
      .and.matches(/multivol-commas, /);
  });

  it('that gives a rule a parameter which it does not take is refused with those that it takes', () => {
    const wrong = [{ rule: 'service-level-fallback', fallbak: 'Rush' }];
    expect(() => readProfile({ ...document, rules: wrong }, 'mine')).to.throw(/it takes fallback/);
    expect(() => readProfile({ ...document, rules: [{ rule: 'empty-status', x: 1 }] }, 'mine')).to.throw(
      /it takes no parameters/,
    );
    expect(() => readProfile({ ...document, rules: ['item-id-codes'] }, 'mine')).to.throw(/it takes keep/);
  });

  it('that is not there is refused with the names of those that are, also in a peers file', () => {
    expect(() => profileNamed('aleph')).to.throw(ProfileError, /no profile aleph; there are alma, /);
    expect(() => peerWith({ profile: 'aleph' })).to.throw(
      PeersFileError,
      /no profile aleph; there are alma, /,
    );
    expect(() => peerWith({ wire: { rules: ['nope'] } })).to.throw(PeersFileError, /there is no rule nope/);
  });
});

describe('a peer under a profile', () => {
  it('is as the profile says, where its own record says nothing', () => {
    const peer = peerWith({ profile: 'lendwire' });
    expect(peer.duplicates.request).to.equal('safe');
    expect(peerWith({ profile: 'strict-2017' }).strict).to.equal(true);
    expect(peerWith({ profile: 'reshare' }).alreadyHave.errorValueContains).to.deep.equal([
      'RequestIdAlreadyExists',
    ]);
  });

  it('is as its own record says, where that says something', () => {
    const peer = peerWith({
      profile: 'koha-core',
      strict: true,
      alreadyHave: { statusCodes: [410] },
      wire: { limits: { messageBytes: 5_000 }, rules: ['empty-status'] },
    });
    expect(peer.strict).to.equal(true);
    expect(peer.alreadyHave.statusCodes).to.deep.equal([410]);
    expect(peer.wire?.limits).to.deep.equal({ idLength: 80, messageBytes: 5_000 });
    expect([...(peer.wire?.rules.keys() ?? [])]).to.include.members(['closed-at-their-end', 'empty-status']);
  });

  it('takes the parameters that its record gives to a rule', () => {
    const peer = peerWith({
      profile: 'alma',
      wire: { rules: [{ rule: 'service-level-fallback', fallback: 'Normal' }] },
    });
    const said = inTheirHabits(peer, wantsWith({ serviceLevel: { value: 'Teleport' } }));
    expect(said.message).to.have.nested.property('serviceInfo.serviceLevel.value', 'Normal');
  });

  it('keeps what its record gives when the profile is gone', () => {
    const row = { ...entry, profile: 'gone', patronData: false, agencies: [] };
    expect(resolvePeer(row)).to.include({ edition: '2017', strict: false });
  });
});

describe('a peer without a profile', () => {
  it('has no habits: its messages are not even looked at', () => {
    const peer = peerWith({});
    const message = asks('Notification', '#ReShareLoanConditionAgreeResponse# #seq:3#');
    expect(peer).to.not.have.property('wire');
    expect(asTheyMeanIt(peer, message).message).to.equal(message);
    expect(inTheirHabits(peer, message).message).to.equal(message);
  });

  it('has plain defaults in its row, and is spoken to in 2017 until its messages show an edition', () => {
    expect(peerWith({})).to.include({ edition: '2017', isEditionKnown: false });
    expect(readPeersFile([entry], { allowPlainHttp: false })[0]).to.deep.include({
      headers: {},
      deadlines: {},
      duplicates: {},
      alreadyHave: { statusCodes: [409], errorValueContains: [] },
      strict: false,
    });
  });
});

describe("a person's words", () => {
  it('cannot work a marker that the peer reads', () => {
    const typed = wantsWith({ note: 'Hi #seq:9# #ReShareAddLoanCondition# #RETURN_TO#me#RT_END#' });
    const said = inTheirHabits(peerWith({ profile: 'reshare' }), typed);
    expect(said.remarks).to.include('marker-neutralised');
    expect(said.message).to.have.nested.property(
      'serviceInfo.note',
      'Hi # seq:9# # ReShareAddLoanCondition# # RETURN_TO#me# RT_END#',
    );
  });

  it('are left as they are for a peer that reads no markers', () => {
    const typed = wantsWith({ note: 'Hi #seq:9#' });
    expect(inTheirHabits(peerWith({ profile: 'oclc' }), typed).message).to.equal(typed);
  });
});

describe('several rules together', () => {
  it('say to Alma a conditional WillSupply as a Notification with words', () => {
    const willSupply = tells('ExpectToSupply', {
      deliveryInfo: { loanCondition: [{ value: 'libraryuseonly' }] },
      note: 'Careful.',
    });
    const said = inTheirHabits(peerWith({ profile: 'alma' }), willSupply);
    expect(said.message).to.deep.include({
      messageInfo: { reasonForMessage: 'Notification', note: 'Condition: LibraryUseOnly\nCareful.' },
    });
    expect(said.message).to.have.nested.property('statusInfo.status', 'WillSupply');
    expect(said.losses).to.deep.equal(['supplyingAgencyMessage/statusInfo/status: ExpectToSupply']);
  });

  it('read what was said in the same habits', () => {
    const reshare = peerWith({ profile: 'reshare' });
    const loaned = tells('Loaned', {
      note: 'Enjoy.',
      deliveryInfo: { dateSent: '2026-03-02T08:00:00Z', itemId: ['B1', 'B2'] },
      returnInfo: { name: 'South', physicalAddress: { line1: 'Storgatan 1' } },
    });
    const back = asTheyMeanIt(reshare, inTheirHabits(reshare, loaned).message);
    expect(back.message).to.deep.equal(loaned);
  });
});

describe('a time without a zone', () => {
  it('is read in the zone of the peer', () => {
    const peer = peerWith({ wire: { times: { zone: 'Europe/Stockholm' } } });
    const told = tells('Loaned');
    const message = {
      ...told,
      statusInfo: { status: 'Loaned' as const, lastChange: '2026-07-01T12:00:00', dueDate: '2026-08-01' },
    };
    const read = asTheyMeanIt(peer, message);
    expect(read.message).to.have.nested.property('statusInfo.lastChange', '2026-07-01T10:00:00.000Z');
    expect(read.message).to.have.nested.property('statusInfo.dueDate', '2026-08-01');
    expect(read.remarks).to.deep.equal(['zone-assumed']);
    expect(asTheyMeanIt(peer, told).remarks).to.deep.equal([]);
  });
});
