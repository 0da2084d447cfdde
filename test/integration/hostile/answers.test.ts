import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { readConfirmation } from '../../../src/outbound/read-confirmation.js';
import {
  confirmationOf,
  plays,
  scriptedPeer,
  type Play,
  type ScriptedPeer,
} from '../../support/scripted-peer.js';
import { introduce, ledgersHold, story, twoLibraries, type Libraries } from '../../support/two-libraries.js';

const xml = { 'content-type': 'application/xml; charset="utf-8"' };
const MB = 1024 * 1024;

/** Writes the same again and again, as fast as it is taken, until the other side has had enough. */
function pour(response: ServerResponse, chunk: Buffer, most = Infinity): { poured(): number } {
  let poured = 0;
  const more = (): void => {
    while (poured < most && !response.destroyed) {
      poured += chunk.length;
      if (!response.write(chunk)) return;
    }
    if (!response.destroyed) response.end();
  };
  response.on('drain', more);
  more();
  return { poured: () => poured };
}

/** A byte now and then, for as long as somebody listens. */
const trickle =
  (start: string): Play =>
  ({ response }) => {
    response.writeHead(200, xml);
    response.write(start);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  };

const bare =
  (text: string): Play =>
  ({ socket }) =>
    void socket.end(text);

const confirmed = (change: (text: string) => string): Play => {
  const play: Play = ({ arrived: { message }, response }) => {
    if (message !== undefined)
      response.writeHead(200, xml).end(change(confirmationOf(message).toString('utf8')));
  };
  return play;
};

const bomb = gzipSync(Buffer.alloc(100 * MB, ' '));

interface Answered {
  play: Play;
  /** What the loan's story says of the delivery and its attempt. */
  told: RegExp;
}

const doubtful = (cause: string): RegExp =>
  new RegExp(`sent +Request – undecided\\n +tried +Request: ${cause} `.replace('\\n +', '\\n'));
const fine = /sent {6}Request\n$/;

const answers: Readonly<Record<string, Answered>> = {
  'never ends, a byte at a time': {
    play: trickle('<?xml version="1.0"?><a>'),
    told: doubtful('no answer in time'),
  },
  'never ends, as fast as it can': {
    play: ({ response }) => void pour(response.writeHead(200, xml), Buffer.alloc(64 * 1024, ' ')),
    told: doubtful('answer too large'),
  },
  'is 100 MB, and says so': {
    play: ({ response }) =>
      void pour(
        response.writeHead(200, { ...xml, 'content-length': String(100 * MB) }),
        Buffer.alloc(64 * 1024, ' '),
        100 * MB,
      ),
    told: doubtful('answer too large'),
  },
  'is compressed a thousandfold': {
    play: ({ response }) => void response.writeHead(200, { ...xml, 'content-encoding': 'gzip' }).end(bomb),
    told: doubtful('HTTP 200 without a confirmation'),
  },
  'is a page': { play: plays.page, told: doubtful('HTTP 200 without a confirmation') },
  'is empty': { play: plays.http(200), told: doubtful('HTTP 200 without a confirmation') },
  'is for another kind of message': {
    play: confirmed((text) => text.replaceAll('requestConfirmation', 'requestingAgencyMessageConfirmation')),
    told: fine,
  },
  'is for another message': {
    play: confirmed((text) => text.replace(/(requestingAgencyRequestId>)[^<]*/, '$1ANOTHER')),
    told: fine,
  },
  'ends in the middle': {
    play: ({ response, socket }) => {
      response.writeHead(200, { ...xml, 'content-length': '1000' });
      response.write('<?xml version="1.0"?><ISO18626Message', () => socket.destroy());
    },
    told: doubtful('connection broken: UND_ERR_SOCKET'),
  },
  'has a head that never ends': {
    play: bare(`HTTP/1.1 200 OK\r\n${'X-More: aaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(10_000)}`),
    told: doubtful('connection broken: UND_ERR_HEADERS_OVERFLOW'),
  },
  'is no HTTP': { play: bare('Hello!\r\n\r\n'), told: doubtful('connection broken') },
  'has entities within entities': {
    play: confirmed((text) => text.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>')),
    told: doubtful('HTTP 200 without a confirmation'),
  },
  'is nested without end': {
    play: ({ response }) => void response.writeHead(200, xml).end('<a>'.repeat(100_000)),
    told: doubtful('HTTP 200 without a confirmation'),
  },
};

describe('an answer of a peer that', () => {
  let two: Libraries;
  let hostile: ScriptedPeer;
  let quick: ScriptedPeer;

  beforeEach(async () => {
    two = await twoLibraries();
    [hostile, quick] = await Promise.all([scriptedPeer(), scriptedPeer()]);
    const deadlines = { connectMs: 200, headersMs: 200, bodyMs: 200 };
    await introduce(two.north, {
      as: 'west',
      agencies: ['ISIL:SE-WEST'],
      url: hostile.url,
      ...{ deadlines },
    });
    await introduce(two.north, { as: 'coast', agencies: ['ISIL:SE-COAST'], url: quick.url });
  });
  afterEach(async () => {
    await ledgersHold();
    await Promise.all([hostile.close(), quick.close()]);
  });

  for (const [what, { play, told }] of Object.entries(answers))
    it(`${what} is classified, costs no memory, and keeps no other peer waiting [nr 91]`, async () => {
      hostile.always(play);
      const before = process.memoryUsage().arrayBuffers;

      const loan = await two.handIn({ suppliers: ['ISIL:SE-WEST'] });
      await two.handIn({ suppliers: ['ISIL:SE-COAST'] });
      await quick.hasReceived(1);
      await two.settle();

      expect(await story(two.north, loan)).to.match(told);
      expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(16 * MB);
    });

  it('repeats what is looked for a hundred thousand times is read in time that grows with it', () => {
    const repeated = '<xConfirmation <messageStatus <errorType '.repeat(25_000);
    const body = Buffer.from(`<a/><!--${repeated}-->`);
    const from = process.cpuUsage();
    expect(readConfirmation(body, { sent: 'request', contentType: 'application/xml' })).to.equal(undefined);
    const { user } = process.cpuUsage(from);
    expect(user / 1000).to.be.lessThan(500);
  });
});
