import { expect } from 'chai';
import { openWrappingKeys } from '../../../src/storage/index.js';
import { open, unwrapDataKey } from '../../../src/vault/index.js';
import { scriptedPeer, plays } from '../../support/scripted-peer.js';
import {
  aRecord,
  introduce,
  twoLibraries,
  type Libraries,
  type Library,
} from '../../support/two-libraries.js';
import { actionFromNorth } from '../bad-input/lending-library.js';
import { canaries } from './canaries.js';

const incoming = 'x-library-key';

/** Two libraries that know each other by every secret that there is, and may tell each other of their readers. */
export async function knownToEachOther(options: { forWholeSuite?: boolean } = {}): Promise<Libraries> {
  const keyed = (ours: string, theirs: string): object => ({
    patronData: true,
    incomingKey: { header: incoming, key: theirs },
    outgoingKey: { header: incoming, key: ours },
  });
  const two = await twoLibraries({
    ...options,
    peers: {
      south: keyed(canaries.northKey, canaries.southKey),
      north: keyed(canaries.southKey, canaries.northKey),
    },
  });
  for (const direction of ['incoming', 'outgoing'] as const)
    for (const side of ['north', 'south'] as const) await give(two, side, direction);
  return two;
}

/** What one shows the other: a password that was rotated, and an account in its messages. */
async function give(
  two: Libraries,
  side: 'north' | 'south',
  direction: 'incoming' | 'outgoing',
): Promise<void> {
  const path = `/api/v1/peers/${side === 'north' ? 'south' : 'north'}/credentials`;
  const { account, code, password, oldPassword } = canaries;
  const message = { kind: 'message', account, secret: code };
  await two[side].api('POST', path, { direction, ...message });
  const made = await two[side].api('POST', path, { direction, kind: 'basic', account, secret: oldPassword });
  expect(made.status, JSON.stringify(made.body)).to.equal(201);
  const rotated = `${path}/${String(made.body['id'])}/rotate`;
  expect((await two[side].api('POST', rotated, { account, secret: password })).status).to.equal(200);
}

/** What north shows south on its way in. */
export const shownByNorth = {
  [incoming]: canaries.northKey,
  authorization: `Basic ${btoa(`${canaries.account}:${canaries.password}`)}`,
};

export const personalRecord = {
  patron: {
    reference: canaries.reference,
    name: { surname: canaries.surname, givenName: canaries.givenName },
    type: canaries.patronType,
    email: canaries.email,
    address: {
      line1: canaries.homeLine,
      locality: canaries.homeTown,
      postalCode: canaries.homePostcode,
      country: 'SE',
    },
  },
  pickup: {
    name: canaries.pickupName,
    address: { line1: canaries.pickupLine, locality: canaries.pickupTown, country: 'SE' },
  },
  service: { type: 'Loan', note: canaries.serviceNote },
  note: canaries.internalNote,
};

/** A day in which every place that can hold a person's name or a secret is filled; answers every problem that was told. */
export async function busyDay(two: Libraries): Promise<string[]> {
  const told: string[] = [];
  const loan = await two.ask({ id: 'N-1', ...personalRecord });
  await two.act('north', loan, 'note', { text: canaries.noteThere });
  await two.act('south', loan, 'note', { text: canaries.noteBack });
  await two.act('south', loan, 'ship', { note: canaries.shipNote });
  await two.act('north', loan, 'receive');
  await two.act('north', loan, 'report-lost', { note: canaries.lostNote });
  told.push(JSON.stringify((await two.tryAct('north', loan, 'cancel', { note: canaries.cancelNote })).body));

  const other = await two.ask({ id: 'N-2', ...personalRecord });
  await two.act('north', other, 'cancel', { note: canaries.cancelNote });
  await two.act('south', other, 'answer-cancel', { answer: 'Y', note: canaries.cancelNote });

  told.push(...(await refusals(two)));
  await droppedMessage(two);
  await strangers(two.south);
  await two.pass({ minutes: 2 });
  await two.pass({ days: 60 });
  for (const { app } of [two.north, two.south]) await app.jobs.runOne('checkpoint', two.clock.now());
  return told;
}

/** What the API refuses, and says so. */
async function refusals({ north }: Libraries): Promise<string[]> {
  const records = [
    aRecord({ id: 'N-1', ...personalRecord, item: { title: 'Another' } }),
    aRecord({ id: 'N-3', ...personalRecord, patron: { reference: 'P', email: canaries.refusedRecord } }),
    aRecord({ id: 'N-4', ...personalRecord, [canaries.refusedRecord]: canaries.refusedRecord }),
    aRecord({ id: 'N-5', ...personalRecord, suppliers: [canaries.refusedRecord] }),
  ];
  const answers = await Promise.all(
    records.map((record) => north.api('POST', '/api/v1/loan-records', record)),
  );
  expect(answers.map(({ status }) => status)).to.deep.equal([409, 422, 422, 422]);
  return answers.slice(0, 2).map(({ body }) => JSON.stringify(body));
}

/** A message that a person gives up, and says why. */
async function droppedMessage(two: Libraries): Promise<void> {
  const closed = await scriptedPeer();
  closed.always(plays.http(404));
  await introduce(two.north, { as: 'west', agencies: ['ISIL:SE-WEST'], url: closed.url });
  await two.handIn({ id: 'N-6', ...personalRecord, suppliers: ['ISIL:SE-WEST'] });
  await two.settle();
  const { body } = await two.north.api('GET', '/api/v1/deliveries?state=stopped');
  const [stopped] = body['items'] as { id: string }[];
  const path = `/api/v1/deliveries/${stopped?.id ?? ''}/drop`;
  expect((await two.north.api('POST', path, { reason: canaries.dropReason })).status).to.equal(200);
  await closed.close();
}

/** Bodies that belong to no loan. */
async function strangers(south: Library): Promise<void> {
  await south.post(canaries.rubbish, shownByNorth);
  const unknown = actionFromNorth({
    requestId: 'NEVER-SENT',
    action: 'Notification',
    note: `<note>${canaries.refusedNote}</note>`,
  });
  await south.post(withCode(unknown, canaries.code), shownByNorth);
  await south.post(withCode(unknown, canaries.wrongCode), shownByNorth);
  await south.post(unknown, { [incoming]: canaries.wrongKey });
}

function withCode(message: string, code: string): string {
  const { account } = canaries;
  const authentication = `<requestingAgencyAuthentication><accountId>${account}</accountId><securityCode>${code}</securityCode></requestingAgencyAuthentication>`;
  return message.replace('</header>', `${authentication}</header>`);
}

/** Everything sealed that a library holds, opened with the key of its file. */
export async function openedValues({ app, settings }: Library): Promise<Map<string, string>> {
  const ring = openWrappingKeys({ file: settings.keys.wrappingKeyFile });
  const rows = await app.storage.database.all<{ id: string; holder: string; value: string; wrapped: string }>(
    'SELECT s.id, s.holder, s.value, k.wrapped FROM sealed_values s JOIN data_keys k ON k.holder = s.holder',
  );
  return new Map(
    rows.map(({ id, holder, value, wrapped }) => [id, open(unwrapDataKey(wrapped, ring, holder), value, id)]),
  );
}
