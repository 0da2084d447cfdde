import type { Corpus, InitiatingKind } from './corpus.js';
import { askedId, initiating, openedId, opens } from './corpus.js';
import { bytes } from './mutations/bytes.js';
import { encodings } from './mutations/encodings.js';
import { http } from './mutations/http.js';
import type { Base, Family, Spoilt } from './mutations/mutation.js';
import { sizes, wholes } from './mutations/sizes.js';
import { structure } from './mutations/structure.js';
import { chanceOf, pick, type Random } from './random.js';
import type { FuzzPeer, Trial } from './trial.js';
import { request } from './wire.js';

export interface Fuzzed {
  seed: number;
  corpus: Corpus;
  peers: readonly FuzzPeer[];
  /** Ids of the gateway's own requests, by the peer that was asked. */
  asked: ReadonlyMap<string, readonly string[]>;
}

type Made = Omit<Trial, 'index' | 'peer'>;

/** How often each family is played, of a thousand. */
const shares: readonly (readonly [number, (base: Base, random: Random) => Made])[] = [
  [100, ({ xml }) => ordinary('none/valid', { body: Buffer.from(xml) })],
  [420, (base, random) => ofText('structure', structure, { base, random })],
  [150, (base, random) => ofBytes(base, random)],
  [100, (base, random) => ofBody(base, random)],
  [40, (base, random) => ofText('sizes', sizes, { base, random })],
  [3, (base, random) => ofText('sizes', wholes, { base, random })],
  [187, (base, random) => ofHttp(base, random)],
];

/** The trial of a number: the same for the same seed, whatever came before. */
export function buildTrial(index: number, fuzzed: Fuzzed): Trial {
  const { seed, corpus, peers, asked } = fuzzed;
  const random = chanceOf(seed, index);
  const opened = opens(index, peers);
  if (opened !== undefined) {
    const xml = corpus.message(random, { peer: opened, kind: 'request', id: openedId(index, seed) });
    return { index, peer: opened, ...ordinary('none/valid', { body: Buffer.from(xml) }) };
  }
  const peer = pick(random, peers);
  const kind = pick(random, initiating);
  const id = idFor(kind, { random, index, seed, asked: asked.get(peer.id) ?? [] });
  const base = {
    xml: corpus.message(random, { peer, kind, id }),
    confirmation: corpus.confirmation(random, peer),
  };
  return { index, peer, ...make(base, random) };
}

function idFor(
  kind: InitiatingKind,
  { random, index, seed, asked }: { random: Random; index: number; seed: number; asked: readonly string[] },
): string {
  if (kind === 'supplyingAgencyMessage') return askedId(asked, seed, index);
  if (kind === 'request' && random() < 0.8) return `N${seed}x${index}`;
  return random() < 0.9 ? openedId(index, seed) : 'NEVER-HEARD-OF';
}

function make(base: Base, random: Random): Made {
  let left = random() * shares.reduce((sum, [share]) => sum + share, 0);
  for (const [share, build] of shares) {
    if (left < share) return build(base, random);
    left -= share;
  }
  throw new Error('one of the shares is always chosen');
}

function chosen<Mutation>(family: Family<Mutation>, random: Random): [string, Mutation] {
  return pick(random, Object.entries(family));
}

function ofText(
  name: string,
  family: Family<(base: Base, random: Random) => string>,
  { base, random }: { base: Base; random: Random },
): Made {
  const [mutation, change] = chosen(family, random);
  return ordinary(`${name}/${mutation}`, { body: Buffer.from(change(base, random)) });
}

function ofBytes({ xml }: Base, random: Random): Made {
  const [mutation, change] = chosen(bytes, random);
  return ordinary(`bytes/${mutation}`, { body: change(Buffer.from(xml), random) });
}

function ofBody(base: Base, random: Random): Made {
  const [mutation, change] = chosen(encodings, random);
  return ordinary(`encodings/${mutation}`, change(base, random));
}

function ofHttp({ xml }: Base, random: Random): Made {
  const [mutation, play] = chosen(http, random);
  const { pieces, expected, isShared, isLast } = play(Buffer.from(xml), random);
  return {
    mutation: `http/${mutation}`,
    pieces,
    expected,
    isAlone: isShared !== true,
    isLast: isLast === true,
  };
}

const charset = /charset=("?)([^"]*)\1/;

function ordinary(mutation: string, { body, contentType }: Spoilt): Made {
  const charsetSaid = contentType === undefined ? 'utf-8' : charset.exec(contentType)?.[2];
  return {
    mutation,
    pieces: [request(body, contentType)],
    expected: [expectedOf(body, charsetSaid)],
    isAlone: false,
    isLast: false,
  };
}

function expectedOf(body: Buffer, charset: string | undefined): Trial['expected'][number] {
  return body.length > 1_048_576 ? { is: 'status', oneOf: [413] } : { is: 'read', body, charset };
}
