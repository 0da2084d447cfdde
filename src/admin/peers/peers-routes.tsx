import type { Request, Response, Router } from 'express';
import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { PeerView } from '../../desk/index.js';
import { answerNoPage } from '../answer-page-errors.js';
import { ButtonForm, Empty, Facts, Moment, Pill, type Tone } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import { sendPage, type Page } from '../frame/send-page.js';
import { dateTimeText, momentOf } from '../frame/times.js';
import { withQuery, type PageParts } from '../page-parts.js';
import { pageRouter, signedOf } from '../session/index.js';
import { testPage, testRunningPage } from './test-page.js';

/** With whom messages are exchanged, how each line is, pausing it and testing it. */
export function peersPages(parts: PageParts): Router {
  const { gateway, readerOf } = parts;
  const then = (res: Response): void => res.redirect(303, '/peers');
  const named = (req: Request): string => String(req.params['id']);
  return pageRouter({
    'GET /peers': async (req, res) => {
      const reader = readerOf(req, res);
      sendPage(res, peersPage(await gateway.peers.list(signedOf(res).caller), reader), reader);
    },
    'POST /peers/:id/pause': async (req, res) => {
      await gateway.peers.pause(named(req), signedOf(res).caller);
      then(res);
    },
    'POST /peers/:id/resume': async (req, res) => {
      await gateway.peers.resume(named(req), signedOf(res).caller);
      then(res);
    },
    'POST /peers/:id/test': (req, res) => test(req, res, parts),
  });
}

/** The page waits for the peer, as long as the peer's own deadlines allow. */
async function test(req: Request, res: Response, { gateway, readerOf }: PageParts): Promise<void> {
  const peer = String(req.params['id']);
  const reader = readerOf(req, res);
  const answer = await gateway.peers.test(peer, signedOf(res).caller);
  if (answer.kind === 'done') sendPage(res, testPage(answer.test, reader), reader);
  else if (answer.kind === 'running') sendPage(res, testRunningPage(peer, reader), reader);
  else await answerNoPage(readerOf)(req, res, () => undefined);
}

export interface LineView {
  tone: Tone;
  text: string;
}

/** How a peer's line is, in words. */
export function lineView(peer: PeerView, reader: Reader): LineView {
  const { t, now } = reader;
  const { pausedAt, breakerOpenUntil, failures } = peer;
  if (pausedAt !== undefined)
    return { tone: 'warn', text: t('peers.paused', { when: dateTimeText(pausedAt, reader) }) };
  if (breakerOpenUntil !== undefined && momentOf(breakerOpenUntil) > now)
    return { tone: 'bad', text: t('peers.broken', { when: dateTimeText(breakerOpenUntil, reader) }) };
  if (failures > 0) return { tone: 'warn', text: t('peers.failures', { n: failures }) };
  return { tone: 'good', text: t('peers.ok') };
}

function peersPage(peers: readonly PeerView[], { t, may }: Reader): Page {
  return {
    title: t('peers.title'),
    place: 'peers',
    main: (
      <>
        <p class="lead">{t('peers.lead')}</p>
        {peers.length === 0 || may(Right.Peers) ? null : <p class="muted">{t('peers.not-yours')}</p>}
        {peers.length === 0 ? (
          <Empty title={t('peers.empty')}>{t('peers.empty-text')}</Empty>
        ) : (
          <ul class="stack" aria-label={t('peers.list')}>
            {peers.map((peer) => (
              <PeerBox key={peer.id} peer={peer} />
            ))}
          </ul>
        )}
      </>
    ),
  };
}

/** By what it is known, and what of that runs out. */
function knownBy({ demands, credentialEndsAt }: PeerView, reader: Reader): JSX.Element | string {
  const { t, now } = reader;
  const kinds =
    demands.length === 0
      ? t('peers.known-by-nothing')
      : demands.map((kind) => t(`credential.${kind}`)).join(', ');
  if (credentialEndsAt === undefined) return kinds;
  const isOver = momentOf(credentialEndsAt) <= now;
  const text = t(isOver ? 'peers.credential-over' : 'peers.credential-ends', {
    when: dateTimeText(credentialEndsAt, reader),
  });
  return (
    <>
      {kinds} <Pill tone={isOver ? 'bad' : 'warn'}>{text}</Pill>
    </>
  );
}

function PeerBox({ peer }: { peer: PeerView }): JSX.Element {
  const reader = useReader();
  const { t, may } = reader;
  const line = lineView(peer, reader);
  const isPaused = peer.pausedAt !== undefined;
  return (
    <li class="section" data-row="">
      <div class="section-head">
        <h2>
          <a href={withQuery('/requests', { peer: peer.id })} data-open="">
            {peer.name}
          </a>
        </h2>
        <Pill tone={line.tone} icon={line.tone === 'good' ? 'done' : 'alert'}>
          {line.text}
        </Pill>
      </div>
      <Facts
        facts={[
          { name: t('peers.agencies'), value: peer.agencies.join(', ') },
          { name: t('peers.address'), value: <span class="id">{peer.url}</span> },
          { name: t('peers.edition'), value: `ISO 18626:${peer.edition}` },
          {
            name: t('peers.last-good'),
            value: peer.lastGoodAt === undefined ? t('peers.never') : <Moment at={peer.lastGoodAt} />,
          },
          {
            name: t('peers.waiting'),
            value: <span>{t('peers.waiting-n', { n: peer.undelivered })}</span>,
          },
          { name: t('peers.known-by'), value: knownBy(peer, reader) },
          { name: t('peers.patron-data'), value: peer.patronData ? t('peers.patron-data-yes') : '' },
        ]}
      />
      {may(Right.Peers) ? (
        <div class="buttons">
          <ButtonForm
            action={`/peers/${peer.id}/${isPaused ? 'resume' : 'pause'}`}
            label={t(isPaused ? 'peers.resume' : 'peers.pause')}
            about={peer.name}
            kind={isPaused ? 'primary' : 'plain'}
          />
          <ButtonForm action={`/peers/${peer.id}/test`} label={t('test.send')} about={peer.name} />
        </div>
      ) : null}
    </li>
  );
}
