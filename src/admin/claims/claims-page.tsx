import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import type { BoardColumn, BoardItem, ClaimDesk, PeerName } from '../../desk/index.js';
import { accountOfClaim, owedIn, pendingIn, type LadderStage, type Verb } from '../../loan/index.js';
import { newId } from '../../platform/index.js';
import { Select, TextField } from '../frame/fields.js';
import { ButtonForm, Heads, Pill, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { rowView } from '../work/row.js';
import { Deadline } from '../work/rows.js';

type Balances = Awaited<ReturnType<ClaimDesk['balances']>>;

/** What is late, missing and owed: a column for each rung, with buttons and nothing to drag. Source: practice.md 3.1. */
export function claimsPage(
  shown: { columns: readonly BoardColumn[]; balances: Balances; peers: readonly PeerName[] },
  { t, now }: Reader,
): Page {
  return {
    title: t('nav.claims'),
    place: 'claims',
    main: (
      <>
        <p class="lead">{t('board.lead')}</p>
        <div class="board">
          {shown.columns.map((column) => (
            <Column key={column.stage} column={column} />
          ))}
        </div>
        <BalanceTable balances={shown.balances} />
        <AskStatement peers={shown.peers} now={now} />
      </>
    ),
  };
}

/** What is done from each column, the likeliest first; what is not possible for a request is not shown. */
const doneFrom: Readonly<Record<LadderStage, readonly Verb[]>> = {
  'due-soon': ['return', 'renew', 'extend'],
  'overdue-1': ['overdue-notice', 'extend', 'return', 'renew'],
  'overdue-2': ['overdue-notice', 'recall', 'shelf-check', 'return'],
  'overdue-3': ['overdue-notice', 'recall', 'shelf-check', 'return', 'report-lost'],
  final: ['shelf-check', 'report-lost', 'overdue-notice', 'return'],
  'assumed-lost': ['shelf-check', 'found', 'draft-claim', 'record-claim', 'close-without-return'],
  'claim-open': [
    'approve-claim',
    'send-claim',
    'agree-claim',
    'dispute-claim',
    'record-payment',
    'waive-claim',
  ],
  agreed: ['record-payment', 'refund-claim', 'waive-claim', 'found'],
  settled: ['found', 'undo-claim-step'],
};

/** Verbs that need no words: one press does them, after their undo time. The others lead to their form. */
const pressed: ReadonlySet<Verb> = new Set(['overdue-notice', 'approve-claim', 'found']);
const decidesMoney: ReadonlySet<Verb> = new Set([
  'approve-claim',
  'waive-claim',
  'refund-claim',
  'undo-claim-step',
]);

function Column({ column }: { column: BoardColumn }): JSX.Element {
  const { t } = useReader();
  const { stage, items, hasMore } = column;
  return (
    <section class="board-column" aria-labelledby={`stage-${stage}`}>
      <h2 id={`stage-${stage}`}>
        {t(`stage.${stage}`)} <span class="count">{hasMore ? `${items.length}+` : items.length}</span>
      </h2>
      {items.length === 0 ? <p class="muted">{t('board.empty')}</p> : null}
      <ul class="plain-list">
        {items.map((each) => (
          <Card key={each.item.view.id} shown={each} stage={stage} />
        ))}
      </ul>
    </section>
  );
}

function Card({ shown, stage }: { shown: BoardItem; stage: LadderStage }): JSX.Element {
  const reader = useReader();
  const row = rowView(shown.item, reader);
  return (
    <li class="board-card" data-row="">
      <p>
        <a class="row-title" href={`${row.href}#claims`} data-open="">
          {row.title}
        </a>
      </p>
      <p class="muted">{row.side}</p>
      {shown.claim === undefined ? null : <Standing claim={shown.claim} />}
      {row.deadline === undefined ? null : <Deadline deadline={row.deadline} />}
      <Buttons shown={shown} stage={stage} title={row.title} />
    </li>
  );
}

function Standing({ claim }: { claim: NonNullable<BoardItem['claim']> }): JSX.Element {
  const { t } = useReader();
  const account = accountOfClaim(claim);
  const open =
    claim.state === 'agreed' || claim.state === 'refund-due' ? owedIn(account) : pendingIn(account);
  const isOpen = !/^-?0*(\.0*)?$/.test(open);
  return (
    <p>
      <Pill>{t(`claim.state.${claim.state}`)}</Pill> {isOpen ? `${open} ${claim.currency}` : null}
    </p>
  );
}

function Buttons({
  shown,
  stage,
  title,
}: {
  shown: BoardItem;
  stage: LadderStage;
  title: string;
}): JSX.Element | null {
  const { t, may } = useReader();
  if (!may(Right.Work)) return null;
  const { possible, view } = shown.item;
  const verbs = doneFrom[stage].filter(
    (verb) => possible.includes(verb) && (may(Right.Claims) || !decidesMoney.has(verb)),
  );
  if (verbs.length === 0) return null;
  return (
    <div class="buttons">
      {verbs.map((verb) =>
        pressed.has(verb) ? (
          <ButtonForm
            key={verb}
            action={`/requests/${view.id}/acts`}
            label={t(`verb.${verb}`)}
            about={title}
            hidden={{ verb, key: newId(), back: '/claims' }}
          />
        ) : (
          <a key={verb} class="button" href={`/requests/${view.id}#act-${verb}`}>
            {t(`verb.${verb}`)}…<span class="unseen">: {title}</span>
          </a>
        ),
      )}
    </div>
  );
}

function BalanceTable({ balances }: { balances: Balances }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="balances" title={t('balance.title')}>
      {balances.length === 0 ? (
        <p class="muted">{t('balance.none')}</p>
      ) : (
        <div class="table-around">
          <table>
            <Heads
              of={(['peer', 'owed', 'pending', 'pending-from-us', 'vouchers'] as const).map((head) =>
                t(`balance.${head}`),
              )}
            />
            <tbody>
              {balances.map(({ peer, peerName, currency, owed, pending, pendingFromUs, vouchers }) => (
                <tr key={`${peer} ${currency}`}>
                  <th scope="row">{peerName}</th>
                  <td class="number">{`${owed} ${currency}`}</td>
                  <td class="number">{`${pending} ${currency}`}</td>
                  <td class="number">{`${pendingFromUs} ${currency}`}</td>
                  <td class="number">{vouchers}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="hint">{t('balance.about')}</p>
    </Section>
  );
}

function AskStatement({ peers, now }: { peers: readonly PeerName[]; now: Date }): JSX.Element {
  const { t } = useReader();
  const today = now.toISOString().slice(0, 10);
  return (
    <Section id="statement" title={t('statement.title')}>
      <form method="get" action="/claims/statement" class="form" aria-label={t('statement.title')}>
        <div class="fields">
          <Select
            name="peer"
            label={t('balance.peer')}
            choices={peers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            name="from"
            label={t('statement.from')}
            type="date"
            value={`${today.slice(0, 4)}-01-01`}
          />
          <TextField name="to" label={t('statement.to')} type="date" value={today} />
        </div>
        <div class="buttons">
          <button type="submit" class="button">
            {t('statement.show')}
          </button>
          <button type="submit" class="button button-quiet" name="format" value="csv">
            {t('statement.csv')}
          </button>
        </div>
      </form>
    </Section>
  );
}
