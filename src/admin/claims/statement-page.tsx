import type { JSX } from 'preact';
import type { Statement } from '../../desk/index.js';
import type { StatementSheet } from '../../loan/index.js';
import { Empty, Heads, Moment } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { dateText } from '../frame/times.js';

/** What was booked with a peer in a period, for print and to hold against theirs. */
export function statementPage({ peerName, from, to, sheets }: Statement, reader: Reader): Page {
  const { t } = reader;
  const last = new Date(Date.parse(to) - 1).toISOString();
  const utc = { ...reader, timeZone: 'UTC' };
  return {
    title: t('statement.of', { peer: peerName }),
    place: 'claims',
    main: (
      <>
        <p class="lead">{t('statement.period', { from: dateText(from, utc), to: dateText(last, utc) })}</p>
        {sheets.length === 0 ? <Empty title={t('statement.none')} /> : null}
        {sheets.map((sheet) => (
          <Sheet key={sheet.currency} sheet={sheet} />
        ))}
      </>
    ),
  };
}

const heads = ['day', 'request', 'what', 'amount', 'effect', 'balance'] as const;

function Sheet({ sheet }: { sheet: StatementSheet }): JSX.Element {
  const { t } = useReader();
  const { currency, opening, closing, lines } = sheet;
  return (
    <section class="section" aria-label={currency}>
      <h2>{currency}</h2>
      <div class="table-around">
        <table>
          <caption>{t('statement.about')}</caption>
          <Heads of={heads.map((head) => t(`statement.head.${head}`))} />
          <tbody>
            <Edge name={t('statement.opening')} balance={opening} />
            {lines.map((line) => (
              <tr key={`${line.claim} ${line.at} ${line.kind}`}>
                <td>
                  <Moment at={line.at} form="date" />
                </td>
                <td>
                  <span class="id">{line.requestingAgencyRequestId}</span> {line.title}
                </td>
                <td>
                  {t(`booking.${line.kind}`)} ({t(`claim.by.${line.by}`, { cause: t(`cause.${line.cause}`) })}
                  )
                </td>
                <td class="number">{line.amount}</td>
                <td class="number">{line.effect}</td>
                <td class="number">{line.balance}</td>
              </tr>
            ))}
            <Edge name={t('statement.closing')} balance={closing} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Edge({ name, balance }: { name: string; balance: string }): JSX.Element {
  return (
    <tr>
      <th scope="row" colSpan={heads.length - 1}>
        {name}
      </th>
      <td class="number">
        <strong>{balance}</strong>
      </td>
    </tr>
  );
}
