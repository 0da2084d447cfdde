import type { JSX } from 'preact';
import type { Verdict, VerificationState } from '../../audit/index.js';
import type { Finding } from '../../ledger/index.js';
import { ButtonForm, Facts, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import { dateTimeText } from '../frame/times.js';

/** Whether the ledger is whole and as of when, how far a check has come, and whose signature it bears. */
export function Wholeness({ keyFingerprint, progress, last }: VerificationState): JSX.Element {
  const { t } = useReader();
  return (
    <Section
      id="whole"
      title={t('ledger.whole-title')}
      aside={
        progress === undefined ? (
          <ButtonForm action="/ledger/verify" label={t('ledger.verify')} />
        ) : (
          <a class="button" href="/ledger">
            {t('ledger.look-again')}
          </a>
        )
      }
    >
      {progress === undefined ? null : (
        <p role="status">{t('ledger.verifying', { percent: Math.floor(progress * 100) })}</p>
      )}
      {last === undefined ? <p>{t('ledger.unverified')}</p> : <Found {...last} />}
      <dl class="facts facts-list">
        <div>
          <dt>{t('ledger.key')}</dt>
          <dd>
            <code class="id">{keyFingerprint}</code>
          </dd>
        </div>
      </dl>
      <p class="hint">{t('ledger.key-hint')}</p>
    </Section>
  );
}

function Found(last: Verdict): JSX.Element {
  const reader = useReader();
  const { t } = reader;
  const when = dateTimeText(last.at, reader);
  switch (last.verdict) {
    case 'whole':
      return (
        <>
          <p>
            <Pill tone="good" icon="done">
              <Moment at={last.at} words={t('ledger.whole', { n: last.size, when })} />
            </Pill>
          </p>
          <p class="muted">{t('ledger.whole-signed', { n: last.signedSize })}</p>
        </>
      );
    case 'broken':
      return (
        <div class="notice notice-bad">
          <p>
            <strong>
              <Moment at={last.at} words={t('ledger.broken', { n: last.findings, when })} />
            </strong>
          </p>
          <p>
            {t('ledger.first-bad', { place: placeOf(last.first), what: t(`finding.${last.first.kind}`) })}
          </p>
          <p lang="en">{last.first.detail}</p>
          <p>{t('ledger.broken-hint')}</p>
        </div>
      );
    case 'failed':
      return (
        <div class="notice notice-warn">
          <p>
            <Moment at={last.at} words={t('ledger.verify-failed', { when })} />
          </p>
          <p lang="en">{last.reason}</p>
        </div>
      );
  }
}

function placeOf({ seq }: Finding): string {
  return typeof seq === 'number' ? String(seq) : `${seq[0]}–${seq[1]}`;
}

/** How many entries there are, and the newest note over them. */
export function Seal({ size, note }: { size: number; note: string | undefined }): JSX.Element {
  const { t } = useReader();
  const signed = Number(note?.split('\n')[1] ?? 0);
  return (
    <Section id="seal" title={t('ledger.checkpoint')}>
      <Facts facts={[{ name: t('ledger.size'), value: String(size) }]} />
      {note === undefined ? (
        <p>{t('ledger.no-checkpoint')}</p>
      ) : (
        <details class="fold">
          <summary>{t('ledger.signed', { n: signed })}</summary>
          <div class="fold-body">
            <pre class="xml">{note}</pre>
            <p class="hint">{t('ledger.check-hint')}</p>
          </div>
        </details>
      )}
    </Section>
  );
}
