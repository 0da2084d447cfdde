import { expect } from 'chai';
import type { Header, MessageKind } from '../../../src/iso18626/index.js';
import { editions } from '../../support/iso18626-editions.js';
import { scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import { aRecord, introduce, settle } from '../../support/two-libraries.js';
import { lendingLibrary, statusOf, type LendingLibrary } from '../bad-input/lending-library.js';
import { webhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { filesOf, foundIn } from './canaries.js';
import { messagesWithCanaries, type PersonalField } from './personal-fields.js';

const isil = (value: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });
const unheardOf = 'kanary-in-what-nobody-knows-x';
const xml = { 'content-type': 'application/xml' };
// South speaks for two agencies.
const records = '/api/v1/loan-records';
const agency = 'ISIL:SE-SOUTH';

/** Whether a value that may name a person is anywhere that a stranger, a log or the library's own system can see. */
for (const edition of editions)
  describe(`every personal field of the ${edition.id} edition`, function () {
    this.timeout(60_000);
    let library: LendingLibrary;
    let receiver: WebhookReceiver;
    let confirming: ScriptedPeer;
    const answers: Buffer[] = [];
    const canaries = new Set<string>([unheardOf]);
    /** What a peer complains of is kept for staff to act by (architecture 3, step 8): in rows and entries, and nowhere else. */
    const complaints = new Set<string>();
    const missing: string[] = [];

    const made = (
      kind: MessageKind,
      header: (at: number) => Header,
    ): { texts: string[]; fields: PersonalField[] } => {
      const all = messagesWithCanaries(edition, { kind, header });
      missing.push(...all.missing);
      for (const { canary, path } of all.fields)
        (path.endsWith('/errorValue') ? complaints : canaries).add(canary);
      return all;
    };
    const headerOf = (id: string, asks: 'north' | 'south', at: number): Header => ({
      requestingAgencyId: isil(asks === 'north' ? 'SE-NORTH' : 'SE-SOUTH'),
      supplyingAgencyId: isil(asks === 'north' ? 'SE-SOUTH' : 'SE-NORTH'),
      timestamp: `2026-03-02T08:00:${String(at % 60).padStart(2, '0')}Z`,
      requestingAgencyRequestId: id,
    });
    async function post(body: string | Buffer): Promise<string | undefined> {
      const posted = await library.south.post(body, xml);
      answers.push(posted.body, Buffer.from(JSON.stringify([...posted.headers])));
      return statusOf(posted);
    }

    before(async () => {
      library = await lendingLibrary({ edition: edition.id });
      receiver = await webhookReceiver();
      confirming = await scriptedPeer();
      const { south, clock } = library;
      await south.api('POST', '/api/v1/webhooks', { name: 'ILS', url: receiver.url, after: 0 });

      const requests = made('request', (at) => headerOf(`C-${at}`, 'north', at));
      for (const text of requests.texts) expect(await post(text)).to.equal('OK');
      const actions = made('requestingAgencyMessage', (at) => headerOf(`C-${at % 12}`, 'north', at + 20));
      for (const text of actions.texts)
        expect(await post(text.replace(/(action>)\w+/, '$1Notification'))).to.equal('OK');

      const asked = await askNorth();
      const statuses = made('supplyingAgencyMessage', (at) => headerOf(asked, 'south', at + 20));
      for (const text of statuses.texts) {
        const notification = text
          .replace(/(reasonForMessage>)\w+/, '$1Notification')
          .replace(/<ill:answerYesNo>\w*<\/ill:answerYesNo>/, '');
        expect(await post(notification)).to.equal('OK');
      }
      await refused([...requests.texts, ...actions.texts, ...statuses.texts]);
      await confirmations();

      clock.move(120_000);
      await settle([south], clock);
      await south.app.jobs.runOne('webhooks', clock.now());
      await south.app.telling.postman.idle();
      expect(receiver.told).to.have.length.greaterThan(0);
    });
    after(async () => {
      await receiver.stop();
      await confirming.close();
      await library.worksAndCloses();
    });

    /** South asks north for a book; answers the id of its request. */
    async function askNorth(): Promise<string> {
      const { south, north, clock } = library;
      const { status, body } = await south.api(
        'POST',
        records,
        aRecord({ agency, suppliers: ['ISIL:SE-NORTH'] }),
      );
      expect(status, JSON.stringify(body)).to.equal(201);
      await settle([south], clock);
      return north.arrived.at(-1)?.message?.header.requestingAgencyRequestId ?? 'none';
    }

    /** The same where nobody is known, where a value is wrong, where they break off, and where they are no text at all. */
    async function refused(texts: readonly string[]): Promise<void> {
      const spoilt: ((text: string) => string | Buffer)[] = [
        (text) => text.replaceAll('SE-NORTH', 'SE-NOBODY').replaceAll('SE-SOUTH', 'SE-NOWHERE'),
        (text) => text.replace(/(timestamp>)[^<]*/, '$1kanary'),
        (text) => text.replace(/(action>|reasonForMessage>|serviceType>)\w+/, '$1Juggle'),
        (text) => text.slice(0, -40),
        (text) =>
          text.replace(
            /<\/ill:ISO18626Message>/,
            `<!-- ${unheardOf} --><ill:a b="${unheardOf}">${unheardOf}</ill:a>$&`,
          ),
        (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xc0, 0xaf])]),
        (text) =>
          text.replace(
            '<ill:ISO18626Message',
            `<!DOCTYPE a [<!ENTITY b "${unheardOf}">]><ill:ISO18626Message`,
          ),
      ];
      for (const text of texts) for (const spoil of spoilt) await post(spoil(text));
    }

    /** A peer says them in what it answers. */
    async function confirmations(): Promise<void> {
      const { south, clock } = library;
      await introduce(south, { as: 'west', agencies: ['ISIL:SE-WEST'], url: confirming.url });
      const { texts } = made('requestConfirmation', (at) => headerOf(`C-${at}`, 'north', at));
      for (const [at, text] of texts.entries()) {
        const answer = text.replace(/(messageStatus>)\w+/, at % 2 === 0 ? '$1OK' : '$1ERROR');
        confirming.always(({ response }) => void response.writeHead(200, xml).end(answer));
        await south.api('POST', records, aRecord({ agency, id: `W-${at}`, suppliers: ['ISIL:SE-WEST'] }));
        await settle([south], clock);
      }
    }

    it('is in a message that the tests send [nr 99]', () => {
      expect(missing).to.deep.equal([]);
      expect(canaries.size).to.be.greaterThan(30);
    });

    it('is in no file: database, write-ahead log, output of the log at debug, checkpoints [nr 99]', () => {
      const files = filesOf(library.south.folder);
      expect([...files.keys()]).to.include.members(['gateway.sqlite', 'gateway.log']);
      const found = [...files].flatMap(([name, bytes]) =>
        foundIn(bytes, name.startsWith('gateway.sqlite') ? [...canaries] : [...canaries, ...complaints]).map(
          (value) => `${name}: ${value}`,
        ),
      );
      expect(found).to.deep.equal([]);
    });

    it('is in no confirmation, no error and no header that is answered [nr 99]', () => {
      expect(answers.length).to.be.greaterThan(200);
      expect(foundIn(Buffer.concat(answers), [...canaries, ...complaints])).to.deep.equal([]);
    });

    it('is in nothing that the gateway tells: metrics, health, lists, entries, events, webhooks [nr 99]', async () => {
      const textOf = async (path: string): Promise<string> =>
        JSON.stringify((await library.south.api('GET', path)).body);
      const toAll = await Promise.all(['/metrics', '/healthz', '/readyz', '/ledger/checkpoint'].map(textOf));
      toAll.push(...receiver.told.map(({ body }) => body));
      expect(foundIn(Buffer.from(toAll.join('\n')), [...canaries, ...complaints])).to.deep.equal([]);

      const lists = ['loan-records', 'peers', 'deliveries', 'deliveries/causes', 'events', 'ledger'];
      const toStaff = await Promise.all(lists.map((list) => textOf(`/api/v1/${list}`)));
      toStaff.push(JSON.stringify(await library.south.entries()));
      expect(foundIn(Buffer.from(toStaff.join('\n')), [...canaries])).to.deep.equal([]);
    });
  });
