import { hash } from 'node:crypto';
import type { JSX } from 'preact';
import type { ReadCode, ScanDone, ScannedCode, ScannedRequest, ScanReading } from '../../desk/index.js';
import { newId } from '../../platform/index.js';
import { assetPath } from '../assets/assets.js';
import { Csrf, Heads, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { wordOf } from '../words/word-of.js';
import { codeUses, useValue } from './read-codes.js';
import { ScanOutcome } from './scan-outcome.js';

export interface ScanShown {
  codes: readonly ScannedCode[];
  reading?: ScanReading | undefined;
  done?: ScanDone | undefined;
}

/** Scan mode: what each code is, what would be done, and doing it. Source: practice.md 3.6. */
export function scanPage({ codes, reading, done }: ScanShown, { t }: Reader): Page {
  const isOffered = reading?.offer !== undefined;
  return {
    title: t('nav.scan'),
    place: 'scan',
    scripts: [assetPath('scan.js')],
    main: (
      <>
        <p class="lead">{t('scan.lead')}</p>
        {done === undefined ? null : <ScanOutcome done={done} />}
        <form method="post" action="/scan" class="form" id="scan">
          <Csrf />
          <div class="field">
            <label for="codes">{t('scan.codes')}</label>
            <textarea
              id="codes"
              name="codes"
              rows={6}
              autoComplete="off"
              spellcheck={false}
              autofocus={!isOffered}
              aria-describedby="codes-hint"
            >
              {codes.map(({ code }) => `${code}\n`).join('')}
            </textarea>
            <p class="hint" id="codes-hint">
              {t('scan.codes-hint')}
            </p>
          </div>
          <div class="buttons">
            <button type="submit" class="button" name="do" value="look">
              {t('scan.read')}
            </button>
            {codes.length === 0 ? null : (
              <a class="button button-quiet" href="/scan">
                {t('scan.anew')}
              </a>
            )}
          </div>
          <div id="reading" class="stack" aria-live="polite">
            {reading === undefined ? null : <Reading codes={codes} reading={reading} />}
          </div>
        </form>
      </>
    ),
  };
}

/** What a form expects to be done: where the reading has changed since, nothing is done unseen. */
export function offerMark({ offer, requests, parcel }: ScanReading): string {
  const told = [offer, parcel, ...requests.map(({ loan, itemId }) => [loan, itemId])];
  return hash('sha256', JSON.stringify(told), 'hex');
}

function Reading({ codes, reading }: { codes: readonly ScannedCode[]; reading: ScanReading }): JSX.Element {
  const { t } = useReader();
  const { offer, fault, requests } = reading;
  return (
    <>
      <Section id="would" title={t('scan.would')}>
        {offer === undefined ? (
          <p class="notice notice-warn" data-scan="bad">
            {fault === undefined ? null : t(`scan.fault.${fault}`)}
          </p>
        ) : (
          <Offer reading={reading} offer={offer} />
        )}
        <ul class="plain-list scanned">
          {requests.map((request) => (
            <Named key={request.loan} request={request} />
          ))}
        </ul>
      </Section>
      <Meanings codes={codes} read={reading.codes} />
    </>
  );
}

interface Offering {
  reading: ScanReading;
  offer: NonNullable<ScanReading['offer']>;
}

function Offer({ reading, offer }: Offering): JSX.Element {
  const { t } = useReader();
  const { requests, left } = reading;
  const peers = new Set(requests.map(({ peerName }) => peerName));
  const [peer = ''] = peers;
  const said = { n: requests.length, peer: peers.size > 1 ? t('scan.several-peers') : peer };
  return (
    <>
      <p class="next-why" data-scan={left.length === 0 ? 'good' : 'bad'}>
        {t(`scan.offer.${offer}`, said)}
        {offer === 'receive' || offer === 'check-in' ? null : <Posted reading={reading} />}
      </p>
      <JoinsAnother reading={reading} offer={offer} />
      <input type="hidden" name="key" value={newId()} />
      <input type="hidden" name="offer" value={offerMark(reading)} />
      <div class="buttons">
        <button type="submit" class="button button-primary" name="do" value="act" id="do" autofocus>
          {t('scan.do')}
        </button>
      </div>
    </>
  );
}

/** Under which numbers and by whom it is posted. */
function Posted({ reading: { trackingIds, carrier } }: { reading: ScanReading }): JSX.Element {
  const { t } = useReader();
  return (
    <>
      {trackingIds.length === 0 ? null : <span> {t('scan.under', { numbers: trackingIds.join(', ') })}</span>}
      {carrier === undefined ? null : <span> {t('scan.by', { carrier })}</span>}
    </>
  );
}

function JoinsAnother({ reading, offer }: Offering): JSX.Element | null {
  const { t } = useReader();
  const isNew = offer === 'ship' || offer === 'return';
  return isNew && reading.parcel !== undefined ? <p>{t('scan.in-parcel')}</p> : null;
}

function Named({ request }: { request: ScannedRequest }): JSX.Element {
  const { t } = useReader();
  const { loan, title, requestId, peerName, state, itemId } = request;
  return (
    <li>
      <a href={`/requests/${loan}`}>{title ?? requestId}</a>{' '}
      <span class="small muted">
        <span class="id">{requestId}</span> · {peerName}
        {itemId === undefined ? null : <span class="id"> · {itemId}</span>}
        {state === undefined ? null : <span> · {t(`state.${state}`)}</span>}
      </span>
      <Due request={request} />
    </li>
  );
}

/** What is due with a request, or why nothing is. */
function Due({ request: { verb, refusal, why = '' } }: { request: ScannedRequest }): JSX.Element {
  const { t } = useReader();
  if (verb !== undefined) return <p class="small muted">{t('scan.due', { verb: t(`scan.verb.${verb}`) })}</p>;
  const said = refusal === undefined ? why : wordOf(t, 'refusal', refusal);
  return <p class="deadline-bad">{t('scan.why', { why: said })}</p>;
}

const heads = ['scan.code', 'scan.is', 'scan.for', 'scan.change'] as const;

function Meanings({
  codes,
  read,
}: {
  codes: readonly ScannedCode[];
  read: readonly ReadCode[];
}): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="meaning" title={t('scan.meaning')}>
      <div class="table-around">
        <table>
          <Heads of={heads.map((head) => t(head))} />
          <tbody>
            {read.map(({ code, is, loan, requestId }, at) => (
              <tr key={code}>
                <th scope="row" class="id">
                  {code}
                </th>
                <td>{t(`scan.meaning.${is}`)}</td>
                <td>{loan === undefined ? null : <a href={`/requests/${loan}`}>{requestId}</a>}</td>
                <td>
                  {is.startsWith('new') || codes[at]?.as !== undefined || is === 'unknown' ? (
                    <Use code={code} use={codes[at]?.as} />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Use({ code, use }: { code: string; use: ScannedCode['as'] }): JSX.Element {
  const { t } = useReader();
  return (
    <select name="as" aria-label={t('scan.as', { code })}>
      {(['auto', ...codeUses] as const).map((one) => (
        <option key={one} value={useValue(code, one)} selected={one === (use ?? 'auto')}>
          {t(`scan.as.${one}`)}
        </option>
      ))}
    </select>
  );
}
