import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { bodyIdOf, bytesOf } from '../../support/ledgers.js';
import {
  actionFromNorth,
  errorOf,
  lendingLibrary,
  requestFromNorth,
  statusOf,
  type LendingLibrary,
} from './lending-library.js';

describe('a body that a peer posts and nobody can use', () => {
  let library: LendingLibrary;

  beforeEach(async () => {
    library = await lendingLibrary();
  });
  afterEach(() => library.worksAndCloses());

  it('is no XML: 400, a confirmation that says so, an entry, and the body kept as it came', async () => {
    const body = 'Dear colleague, please send us Kallocain.';
    const posted = await library.south.post(body);

    expect(posted.status).to.equal(400);
    expect(statusOf(posted)).to.equal('ERROR');
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'not-well-formed']);
    const [entry] = await theOne(library, 'BadlyFormedMessage: not-well-formed', 400);
    expect(await bytesOf(library.south, bodyIdOf(entry))).to.equal(body);
  });

  it('is cut off in the middle: 400, nothing of it is believed', async () => {
    const whole = requestFromNorth();
    const posted = await library.south.post(whole.slice(0, whole.length - 40));

    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'not-well-formed']);
    await theOne(library, 'BadlyFormedMessage: not-well-formed', 400);
    expect(await library.loans()).to.equal(0);
  });

  it('is huge: 413 with the limit, and an entry', async () => {
    const posted = await library.south.post(requestFromNorth({ title: 'x'.repeat(2 * 1024 * 1024) }));

    expect(posted.status).to.equal(413);
    expect(posted.text).to.equal('The message is too large: at most 1048576 bytes are taken.\n');
    await theOne(library, 'HTTP 413: too large', 413);
  });

  it('is small and unpacks to something huge: 413 as well', async () => {
    const bomb = gzipSync(Buffer.alloc(5 * 1024 * 1024, ' '));
    const posted = await library.south.post(bomb, { 'content-encoding': 'gzip' });

    expect(posted.status).to.equal(413);
    await theOne(library, 'HTTP 413: too large', 413);
  });

  it('is in another encoding than it says: 400, which names the fault', async () => {
    const posted = await library.south.post(Buffer.from(requestFromNorth({ title: 'Väder' }), 'latin1'));

    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'encoding-invalid-bytes']);
    await theOne(library, 'BadlyFormedMessage: encoding-invalid-bytes', 400);
  });

  it('is in an encoding that is not read: 400, which names the fault', async () => {
    const posted = await library.south.post(requestFromNorth().replace('UTF-8', 'UTF-7'), {
      'content-type': 'application/xml',
    });

    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'encoding-unsupported']);
    await theOne(library, 'BadlyFormedMessage: encoding-unsupported', 400);
  });

  it('comes with another content type: 415, which says what is taken, and an entry', async () => {
    const posted = await library.south.post(requestFromNorth(), { 'content-type': 'text/plain' });

    expect(posted.status).to.equal(415);
    expect(posted.text).to.equal('Messages are XML: application/xml or text/xml.\n');
    await theOne(library, 'HTTP 415: no XML by its headers', 415);
    expect(await library.loans()).to.equal(0);
  });

  it('holds a document type: 400, and nothing that it names is opened', async () => {
    const posted = await library.south.post(
      requestFromNorth({ title: '&x;' }).replace(
        '<ISO18626Message',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ISO18626Message',
      ),
    );

    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'doctype-forbidden']);
    expect(posted.text).not.to.include('root:');
    await theOne(library, 'BadlyFormedMessage: doctype-forbidden', 400);
  });

  async function theOne(of: LendingLibrary, cause: string, statusCode: number) {
    const entries = await of.rejections();
    expect(entries).to.have.length(1);
    const [entry] = entries;
    if (entry === undefined) throw new Error('no entry');
    expect(entry.facts).to.include({ cause, statusCode });
    return [entry] as const;
  }
});

describe('a message that is none for us', () => {
  let library: LendingLibrary;

  beforeEach(async () => {
    library = await lendingLibrary();
  });
  afterEach(() => library.worksAndCloses());

  it('has another root: 400', async () => {
    const posted = await library.south.post('<invoice xmlns="urn:example"><total>10</total></invoice>');
    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'root-unknown']);
    await isTold('BadlyFormedMessage: root-unknown');
  });

  it('is empty, or is two: 400 each, and neither of the two is taken', async () => {
    const one = /<request>.*<\/request>/s.exec(requestFromNorth())?.[0] ?? '';
    const two = await library.south.post(requestFromNorth().replace('</request>', `</request>${one}`));
    const none = await library.south.post(requestFromNorth().replace(one, ''));

    expect([two.status, none.status]).to.deep.equal([400, 400]);
    expect(errorOf(two)[1]).to.match(/two-messages$/);
    expect(errorOf(none)[1]).to.match(/envelope-empty$/);
    await isTold('BadlyFormedMessage: two-messages', 'BadlyFormedMessage: envelope-empty');
  });

  it('is a confirmation: 400', async () => {
    const { text } = await library.south.post(requestFromNorth());
    const posted = await library.south.post(text);

    expect(posted.status).to.equal(400);
    expect(errorOf(posted)).to.deep.equal(['BadlyFormedMessage', 'a confirmation is no message to send']);
    await isTold('BadlyFormedMessage: requestConfirmation posted');
  });

  it('lacks what every message has: an ERROR that names the place', async () => {
    const posted = await library.south.post(
      requestFromNorth().replace(/<bibliographicInfo>.*<\/bibliographicInfo>/, ''),
    );
    expect(posted.status).to.equal(200);
    expect(errorOf(posted)).to.deep.equal([
      'BadlyFormedMessage',
      'request/bibliographicInfo: element-missing',
    ]);
    await isTold('BadlyFormedMessage: element-missing');
  });

  it('comes from an agency that nobody has told us of: an ERROR that names it', async () => {
    const posted = await library.south.post(requestFromNorth({ from: 'SE-NOBODY' }));
    expect(posted.status).to.equal(200);
    expect(errorOf(posted)).to.deep.equal(['UnrecognisedDataValue', 'requestingAgencyId: ISIL:SE-NOBODY']);
    await isTold('UnrecognisedDataValue: requestingAgencyId');
  });

  it('is for another agency: an ERROR that names it', async () => {
    const posted = await library.south.post(requestFromNorth({ to: 'SE-WEST' }));
    expect(errorOf(posted)).to.deep.equal(['UnrecognisedDataValue', 'supplyingAgencyId: ISIL:SE-WEST']);
    await isTold('UnrecognisedDataValue: supplyingAgencyId');
  });

  it('is about a request that we do not have: an ERROR that names it', async () => {
    const posted = await library.south.post(actionFromNorth({ requestId: 'NEVER-SENT' }));
    expect(errorOf(posted)).to.deep.equal(['UnrecognisedDataValue', 'requestingAgencyRequestId: NEVER-SENT']);
    await isTold('UnrecognisedDataValue: requestingAgencyRequestId');
  });

  it('asks for what the loan does not allow: an ERROR, and an entry in the story of the loan', async () => {
    await library.south.post(requestFromNorth());
    const posted = await library.south.post(actionFromNorth({ action: 'ShippedReturn' }));

    expect(errorOf(posted)).to.deep.equal(['UnsupportedActionType', 'ShippedReturn']);
    const refused = (await library.south.entries()).at(-1);
    expect(refused?.facts).to.deep.include({
      what: 'ShippedReturn',
      confirmed: 'ERROR',
      errors: [{ errorType: 'UnsupportedActionType', errorValue: 'ShippedReturn' }],
    });
  });

  it('cannot be read but names a loan: an ERROR, and at once an entry of that loan, with the body', async () => {
    await library.south.post(requestFromNorth());
    const body = actionFromNorth({ action: 'Juggle', note: '<note>canary for Ada</note>' });
    const posted = await library.south.post(body);

    expect(statusOf(posted)).to.equal('ERROR');
    const refused = (await library.south.entries()).at(-1);
    if (refused === undefined) throw new Error('no entry');
    expect(refused).to.include({ kind: 'message-refused', peer: 'north' });
    expect(refused.loan).to.be.a('string');
    expect(refused.facts).to.include({ direction: 'in', confirmed: 'ERROR', statusCode: 200 });
    expect(JSON.stringify(refused)).not.to.include('canary');
    expect(await bytesOf(library.south, bodyIdOf(refused))).to.equal(body);
    expect(await library.rejections()).to.have.length(0);
  });

  it('names a loan hundreds of times: sixty entries a minute, and then one with a count', async () => {
    await library.south.post(requestFromNorth());
    const before = (await library.south.entries()).length;
    for (let count = 0; count < 70; count += 1)
      await library.south.post(actionFromNorth({ action: 'Juggle' }));

    expect(await library.south.entries()).to.have.length(before + 60);
    const entries = await library.rejections();
    expect(entries.map(({ kind, facts }) => [kind, facts?.['count']])).to.deep.equal([
      ['messages-rejected', 10],
    ]);
  });

  it('comes hundreds of times: one entry a minute tells how often, and the first is kept', async () => {
    for (let count = 0; count < 20; count += 1)
      await Promise.all(Array.from({ length: 10 }, () => library.south.post('rubbish')));

    const entries = await library.rejections();
    expect(entries.map(({ kind, facts }) => [kind, facts?.['count']])).to.deep.equal([
      ['messages-rejected', 200],
    ]);
  });

  async function isTold(...causes: string[]): Promise<void> {
    const entries = await library.rejections();
    expect(entries.map(({ facts }) => facts?.['cause'])).to.have.members(causes);
  }
});

describe('a peer that has to show a key', () => {
  const key = { header: 'x-library-key', key: 'canary-0123456789abcdef' };
  let library: LendingLibrary;

  beforeEach(async () => {
    library = await lendingLibrary({ incomingKey: key });
  });
  afterEach(() => library.worksAndCloses());

  for (const [how, headers] of [
    ['no key', {}],
    ['a wrong key', { [key.header]: 'canary-0123456789abcdee' }],
  ] as const)
    it(`and shows ${how}: 401 with an empty body, no loan, and an entry without the key`, async () => {
      const posted = await library.south.post(requestFromNorth(), headers);

      expect(posted.status).to.equal(401);
      expect(posted.body).to.have.length(0);
      expect(await library.loans()).to.equal(0);
      const entries = await library.rejections();
      expect(entries.map(({ facts }) => facts?.['cause'])).to.deep.equal(['unauthorized']);
      expect(JSON.stringify(await library.south.entries())).not.to.include('canary-0123456789');
    });

  it('and shows none, in a loan of it: nothing of it is read, and the loan is not touched', async () => {
    await library.south.post(requestFromNorth(), { [key.header]: key.key });
    const posted = await library.south.post(actionFromNorth({ action: 'Juggle' }));

    expect(posted.status).to.equal(401);
    const [entry] = await library.rejections();
    expect(entry?.loan).to.equal(undefined);
  });

  it('and shows it, with what cannot be read: entered under its name at once', async () => {
    await library.south.post(actionFromNorth({ action: 'Juggle' }), { [key.header]: key.key });
    expect((await library.south.entries()).at(-1)).to.include({ kind: 'message-rejected', peer: 'north' });
  });

  it('and shows it: what it posts is entered under its name at once', async () => {
    const posted = await library.south.post(actionFromNorth({ requestId: 'NEVER-SENT' }), {
      [key.header]: key.key,
    });

    expect(statusOf(posted)).to.equal('ERROR');
    const entry = (await library.south.entries()).at(-1);
    expect(entry).to.include({ kind: 'message-rejected', peer: 'north' });
  });
});
