import { balancesOf, type Balance, type Claim } from '../../../src/loan/index.js';
import { about, type AtRest, type Violation } from './violation.js';

interface Sheet {
  loan: number | undefined;
  record: string;
  house: string;
  claims: Claim[];
}

/** What one library is owed is what the other owes, loan by loan and currency by currency; so are what is claimed and vouchers. */
export async function balancesAgree(atRest: AtRest): Promise<Violation[]> {
  const sheets = new Map<string, Sheet>();
  for (const { name, durable } of atRest.houses)
    for (const { state, loan_id: record } of await durable.rows('claims')) {
      const claim = JSON.parse(state) as Claim;
      const loan = atRest.loanOf(record);
      const key = `${loan} ${name} ${claim.peer}`;
      const sheet = sheets.get(key) ?? { loan, record, house: name, claims: [] };
      sheet.claims.push(claim);
      sheets.set(key, sheet);
    }
  return [...sheets.values()].flatMap(({ loan, record, house, claims }) => {
    const peer = claims[0]?.peer ?? '';
    const theirs = balancesOf(sheets.get(`${loan} ${peer} ${house}`)?.claims ?? []);
    return balancesOf(claims).flatMap((ours): Violation[] => {
      const other = theirs.find(({ currency }) => currency === ours.currency);
      const differs = differencesOf(ours, other);
      return differs.map((text) => ({
        invariant: 'balances agree',
        text: `${house} with ${peer} in ${ours.currency}: ${text}`,
        ...about(atRest, record),
      }));
    });
  });
}

function differencesOf(ours: Balance, theirs: Balance | undefined): string[] {
  const pairs: [string, string, string][] = [
    ['owed', ours.owed, negative(theirs?.owed)],
    ['claimed', ours.pending, theirs?.pendingFromUs ?? '0'],
    ['claimed from it', ours.pendingFromUs, theirs?.pending ?? '0'],
    ['vouchers', ours.vouchers, negative(theirs?.vouchers)],
  ];
  return pairs
    .filter(([, one, other]) => Number(one) !== Number(other))
    .map(([what, one, other]) => `${what} ${one}, by the other's books ${other}`);
}

function negative(amount = '0'): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
