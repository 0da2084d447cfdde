import { join } from 'node:path';
import { addCredential } from '../../dist/peers/index.js';
import { actor, withApp } from './library.mjs';
import { startGateway } from './processes.mjs';
import { median } from './report.mjs';
import { slot, suppliersGateway } from './throughput.mjs';

const key = 'key-of-the-benchmark-0123456789';
const account = { accountId: 'north', securityCode: 'code-of-the-benchmark' };
const demanded = [
  { kind: 'header', header: 'x-key', secret: key },
  { kind: 'addresses', networks: ['127.0.0.0/8', '::1'] },
  { kind: 'message', account: account.accountId, secret: account.securityCode },
];

/** Requests accepted of a peer that has to show a key, an address and an account, held against one that shows nothing. */
export async function measureCredentials(folder, { load, count, rounds }) {
  const open = await suppliersGateway(join(folder, 'open'), 'open');
  const guarded = await suppliersGateway(join(folder, 'guarded'), 'guarded');
  await withApp(guarded, async ({ app, ground }) => {
    for (const asked of demanded) {
      const by = { actor, ring: ground.ring };
      const made = await app.storage.committer.commit(
        addCredential('north', { direction: 'incoming', ...asked }, by),
      );
      if (made.kind !== 'done') throw new Error(JSON.stringify(made));
    }
  });
  const programs = [await startGateway(open), await startGateway(guarded)];
  const at = { connections: 32, count };
  const asOpen = () => slot(load, open.origin, at);
  const asGuarded = () => slot(load, guarded.origin, { ...at, more: { 'x-key': key }, account });
  await asOpen();
  await asGuarded();
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    // Each goes first as often as the other.
    const first = round % 2 === 0 ? await asOpen() : await asGuarded();
    const second = round % 2 === 0 ? await asGuarded() : await asOpen();
    pairs.push(round % 2 === 0 ? { one: first, other: second } : { one: second, other: first });
  }
  for (const program of programs) await program.stop();
  return {
    open: median(pairs.map(({ one }) => one.perSecond)),
    guarded: median(pairs.map(({ other }) => other.perSecond)),
    ratio: median(pairs.map(({ one, other }) => other.perSecond / one.perSecond)),
  };
}

export function credentialLines({ open, guarded, ratio }, { line, number }) {
  const percent = (value) => `${number(value * 100)} %`;
  return [
    line(
      'b of a peer that shows key, address and account / b of one that shows nothing, 32 connections',
      `${percent(ratio)} (${number(guarded)} / ${number(open)} per s)`,
      { value: ratio, reach: 0.9, aim: 0.95, shown: percent },
    ),
  ];
}
