import { expect } from 'chai';
import { statementCsv } from '../../../../src/audit/index.js';
import { balancesOf, statementOf, type Claim, type ClaimLine } from '../../../../src/loan/index.js';

const march = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };

function line(kind: ClaimLine['kind'], amount: string, day: string, vouchers?: string): ClaimLine {
  return {
    kind,
    amount,
    at: `${day}T10:00:00.000Z`,
    step: '001',
    ...(vouchers === undefined ? {} : { vouchers }),
  };
}

function claim(given: Partial<Claim>, ...lines: ClaimLine[]): Claim {
  return {
    loan: 'l',
    transaction: 't',
    peer: 'south',
    by: 'us',
    cause: 'lost',
    state: 'agreed',
    currency: 'EUR',
    charges: {},
    lines: Object.fromEntries(lines.map((each, index) => [`00${index + 1}`, each])),
    steps: {},
    openedAt: march.from,
    ...given,
  };
}

const ours = claim(
  {},
  line('claimed', '100.00', '2026-02-20'),
  line('agreed', '100.00', '2026-02-25'),
  line('paid', '40.50', '2026-03-05'),
  line('voucher', '16', '2026-04-01', '2'),
);
const theirs = claim({ by: 'peer' }, line('claimed', '12', '2026-03-01'), line('agreed', '12', '2026-03-02'));
const crowns = claim({ currency: 'SEK' }, line('claimed', '900', '2026-03-09'));

describe('balances', () => {
  it('are sums by peer and currency, of both sides’ claims against each other', () => {
    const other = claim({ peer: 'west' }, line('agreed', '1', '2026-03-01'));
    const sums = balancesOf([ours, theirs, crowns, other]);
    expect(
      sums.map(({ peer, currency, owed, pending, pendingFromUs, vouchers }) =>
        [peer, currency, owed, pending, pendingFromUs, vouchers].join(' '),
      ),
    ).to.deep.equal(['south EUR 31.50 0.00 0 2', 'south SEK 0 900 0 0', 'west EUR 1 -1 0 0']);
  });
});

describe('a statement', () => {
  it('begins with what was owed before, lists what was booked in the period, and ends with what is owed', () => {
    const sheets = statementOf(
      [
        { id: 'c1', claim: ours, requestingAgencyRequestId: 'R1' },
        { id: 'c2', claim: theirs, requestingAgencyRequestId: 'R2' },
      ],
      march,
    );
    expect(sheets.map(({ opening, closing }) => [opening, closing])).to.deep.equal([['100.00', '47.50']]);
    expect(
      sheets[0]?.lines.map(({ at, kind, by, effect, balance }) =>
        [at.slice(5, 10), by, kind, effect, balance].join(' '),
      ),
    ).to.deep.equal([
      '03-01 peer claimed 0 100.00',
      '03-02 peer agreed -12 88.00',
      '03-05 us paid -40.50 47.50',
    ]);
  });

  it('has a sheet for each currency, and none for a currency in which nothing stood or was booked', () => {
    const claims = [ours, crowns].map((each, index) => ({
      id: String(index),
      claim: each,
      requestingAgencyRequestId: 'R',
    }));
    expect(statementOf(claims, march).map(({ currency }) => currency)).to.deep.equal(['EUR', 'SEK']);
    const january = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
    expect(statementOf(claims, january)).to.deep.equal([]);
  });

  it('is CSV that no sheet runs: texts are neutral, amounts below zero stay numbers', () => {
    const sheets = statementOf(
      [{ id: 'c2', claim: theirs, requestingAgencyRequestId: '-1+cmd', title: '=HYPERLINK("x"), "y"' }],
      march,
    );
    const [head, opening, first, , closing] = statementCsv({ ...march, sheets }, 'us', 'south').split('\r\n');
    expect(head).to.match(/^at,requestingAgencyRequestId,.*,currency$/);
    expect(opening).to.equal(`${march.from},,,,,,,opening,,,,0,EUR`);
    expect(first).to.equal(
      `2026-03-01T10:00:00.000Z,'-1+cmd,,"'=HYPERLINK(""x""), ""y""",c2,south,lost,claimed,12,,0,0,EUR`,
    );
    expect(closing).to.equal(`${march.to},,,,,,,closing,,,,-12,EUR`);
  });
});
