import { expect } from 'chai';
import { bodyIdOf, bytesOf } from '../../support/ledgers.js';
import {
  lendingLibrary,
  requestFromNorth,
  statusOf,
  type LendingLibrary,
} from '../bad-input/lending-library.js';

describe('a message that came is given back byte for byte [nr 98]', () => {
  let library: LendingLibrary;

  beforeEach(async () => {
    library = await lendingLibrary();
  });
  afterEach(() => library.worksAndCloses());

  const patron = '<patronInfo><patronId>P-88</patronId><surname>Lindqvist &amp; Söner</surname></patronInfo>';
  const plain = requestFromNorth({ rest: patron });

  const bodies: Record<string, Buffer> = {
    'as it is usually written': Buffer.from(plain),
    'with a byte order mark': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(plain)]),
    'in UTF-16': Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(plain.replace('UTF-8', 'UTF-16'), 'utf16le'),
    ]),
    'in ISO 8859-1': Buffer.from(plain.replace('UTF-8', 'ISO-8859-1'), 'latin1'),
    'with CDATA and comments inside values': Buffer.from(
      plain.replace('Lindqvist &amp; Söner', '<![CDATA[Lindqvist & ]]><!-- of course -->Söner'),
    ),
    'with line ends of another system': Buffer.from(plain.replaceAll('\n', '\r\n')),
    'with references for characters': Buffer.from(plain.replace('Söner', 'S&#xF6;ner&#10;')),
    'with an element that nobody knows': Buffer.from(
      plain.replace('</request>', '<reader xmlns="urn:example">Maja</reader></request>'),
    ),
  };

  for (const [how, body] of Object.entries(bodies))
    it(how, async () => {
      const posted = await library.south.post(body, { 'content-type': 'application/xml' });
      expect(statusOf(posted)).to.equal('OK');

      const entry = (await library.south.entries()).findLast(({ facts }) => facts?.['direction'] === 'in');
      if (entry === undefined) throw new Error('no entry');
      const kept = Buffer.from(await bytesOf(library.south, bodyIdOf(entry)), 'latin1');
      expect(kept.equals(body)).to.equal(true);
      const rows = await library.south.app.storage.database.all<{ template: string }>(
        'SELECT template FROM bodies',
      );
      for (const { template } of rows) expect(template).not.to.match(/Lindqvist|Söner|P-88|Maja/);
    });
});
