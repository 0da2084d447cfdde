import type { JSX } from 'preact';
import type { PeerTestResult } from '../../desk/index.js';
import { ButtonForm, Facts, Notice, Section, type Tone } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { xmlPieces } from '../request/message-view.js';
import { Xml } from '../request/messages.js';
import { testCauseOf } from './test-cause.js';

const tones: Readonly<Record<PeerTestResult['verdict'], Tone>> = {
  reached: 'good',
  objects: 'warn',
  'not-reached': 'bad',
};

/** What came of a test message: in words, then what was sent and what came back. */
export function testPage(test: PeerTestResult, { t }: Reader): Page {
  return {
    title: t('test.title', { peer: test.name }),
    place: 'peers',
    main: (
      <>
        <p class="lead">{t('test.lead')}</p>
        <Verdict test={test} />
        <Outcome test={test} />
        <Section id="sent" title={t('test.sent')}>
          <Xml pieces={xmlPieces(test.sent)} />
        </Section>
        <Answer test={test} />
        <Onward peer={test.peer} name={test.name} />
      </>
    ),
  };
}

/** Where nothing was sent: another test of this peer is under way. */
export function testRunningPage(name: string, { t }: Reader): Page {
  return {
    title: t('test.title', { peer: name }),
    place: 'peers',
    width: 'narrow',
    statusCode: 409,
    main: (
      <>
        <Notice tone="warn">{t('test.running')}</Notice>
        <p>
          <a href="/peers">{t('test.back')}</a>
        </p>
      </>
    ),
  };
}

function Verdict({ test }: { test: PeerTestResult }): JSX.Element {
  const { t } = useReader();
  return (
    <Notice tone={tones[test.verdict]}>
      <p>
        <strong>{t(`test.${test.verdict}`)}</strong>
      </p>
      <p>{verdictText(test, t)}</p>
    </Notice>
  );
}

function verdictText(test: PeerTestResult, t: Reader['t']): string {
  if (test.verdict !== 'reached') return t(`test-advice.${testCauseOf(test)}`);
  const answer = t(test.errors.length === 0 ? 'test.reached-ok' : 'test.reached-unknown');
  return `${t('test.reached-text')} ${answer}`;
}

function Outcome({ test }: { test: PeerTestResult }): JSX.Element | null {
  const { t } = useReader();
  const said = test.errors.map(({ errorType, errorValue }) =>
    [errorType, errorValue].filter(Boolean).join(': '),
  );
  return (
    <Facts
      facts={[
        { name: t('peers.address'), value: <span class="id">{test.url}</span> },
        { name: t('test.from'), value: test.from },
        { name: t('test.to'), value: test.to },
        { name: t('test.outcome'), value: <span lang="en">{test.cause}</span> },
        { name: t('test.http'), value: test.statusCode === undefined ? '' : String(test.statusCode) },
        { name: t('test.said'), value: said.length === 0 ? '' : <span lang="en">{said.join('; ')}</span> },
        { name: t('test.took'), value: <span>{t('test.took-ms', { n: test.durationMs })}</span> },
      ]}
    />
  );
}

function Answer({ test: { answer } }: { test: PeerTestResult }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="answer" title={t('test.answer')}>
      {answer === undefined ? (
        <p class="muted">{t('test.no-answer')}</p>
      ) : (
        <>
          <p class="muted">
            <code>{answer.contentType}</code> {answer.isCut ? t('test.answer-cut') : ''}
          </p>
          <Xml pieces={xmlPieces(answer.text)} />
        </>
      )}
    </Section>
  );
}

function Onward({ peer, name }: { peer: string; name: string }): JSX.Element {
  const { t } = useReader();
  return (
    <div class="buttons">
      <ButtonForm action={`/peers/${peer}/test`} label={t('test.again')} about={name} />
      <a class="button button-quiet" href="/peers">
        {t('test.back')}
      </a>
    </div>
  );
}
