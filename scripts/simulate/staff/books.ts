import { isPositive } from '../../../src/loan/claims/amount.js';
import { keptOf, totalOf, type Act, type Claim, type ClaimStep } from '../../../src/loan/index.js';

/**
 * Each side keeps its own books of a claim, and hears of the other's steps by note, letter or telephone only. What one has
 * done and the other has not yet written down is what staff write down next; until then neither does anything else about money.
 */
export type Books = { kind: 'even' | 'ahead' } | { kind: 'behind'; act: Act } | { kind: 'apart' };

interface Booked {
  kind: string;
  /** How the other side writes it down. */
  act: () => Act;
}

/** How the books of one side stand to the other's. */
export function compareBooks(ours: Iterable<Claim>, theirs: Iterable<Claim>): Books {
  const [mine, others] = [sheetsOf(ours), sheetsOf(theirs)];
  const count = Math.max(mine.length, others.length);
  const all = Array.from({ length: count }, (_, index) =>
    compareSheets(mine[index] ?? [], others[index] ?? []),
  );
  const isSo = (kind: Books['kind']): Books | undefined => all.find((books) => books.kind === kind);
  return isSo('apart') ?? isSo('behind') ?? isSo('ahead') ?? { kind: 'even' };
}

function compareSheets(mine: readonly Booked[], others: readonly Booked[]): Books {
  const differs = mine.findIndex(({ kind }, index) => others[index]?.kind !== kind);
  if (differs !== -1) return { kind: differs === others.length ? 'ahead' : 'apart' };
  const next = others[mine.length];
  return next === undefined ? { kind: 'even' } : { kind: 'behind', act: next.act() };
}

/** A sheet for each time that something was claimed: a claim that was taken back and sent again is two to who wrote it down. */
function sheetsOf(claims: Iterable<Claim>): Booked[][] {
  const sheets: Booked[][] = [];
  for (const claim of [...claims].sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1)))
    for (const booked of bookedIn(claim)) {
      if (booked.kind === 'send') sheets.push([booked]);
      else sheets.at(-1)?.push(booked);
    }
  return sheets;
}

function bookedIn(claim: Claim): Booked[] {
  const steps = Object.entries(claim.steps).sort(([one], [other]) => (one < other ? -1 : 1));
  return steps.flatMap(([name, step]): Booked[] => {
    const about = step.kind === 'undo' ? undoneBy(claim, step) : step;
    if (about === undefined || !isKnownOutside(about)) return [];
    if (step.kind === 'undo')
      // A claim that was never sent is one that was withdrawn, to whoever wrote it down.
      return about.kind === 'send'
        ? [{ kind: 'withdraw', act: () => ({ verb: 'withdraw-claim' }) }]
        : [{ kind: 'undo', act: () => ({ verb: 'undo-claim-step' }) }];
    return [{ kind: step.kind === 'record' ? 'send' : step.kind, act: () => written(claim, name, step) }];
  });
}

function undoneBy({ steps }: Claim, { at }: ClaimStep): ClaimStep | undefined {
  return Object.values(steps).find(({ undoneAt }) => undoneAt === at);
}

const inside = new Set(['draft', 'approve', 'ask-waiver']);

function isKnownOutside({ kind, from }: ClaimStep): boolean {
  if (kind === 'send' || kind === 'record') return true;
  return !inside.has(kind) && from !== 'drafted' && from !== 'approved';
}

type Writing = (claim: Claim, name: string) => Act;

/** How each step is written down; those that are not named here go by their own name. */
const writings: Partial<Record<ClaimStep['kind'], Writing>> = {
  send: recorded,
  agree: (claim, name) => ({ verb: 'agree-claim', ...sumOf(claim, `${name}-agreed`) }),
  pay: payment,
  refund: (claim, name) => ({ verb: 'refund-claim', ...sumOf(claim, `${name}-refunded`) }),
  found: () => ({ verb: 'found' }),
};

function written(claim: Claim, name: string, { kind }: ClaimStep): Act {
  return writings[kind]?.(claim, name) ?? ({ verb: `${kind}-claim` } as Act);
}

function sumOf({ lines }: Claim, name: string): { amount?: string } {
  const amount = lines[name]?.amount;
  return amount === undefined ? {} : { amount };
}

function recorded(claim: Claim): Act {
  const kept = keptOf(claim);
  return {
    verb: 'record-claim',
    cause: claim.cause,
    amount: totalOf(claim),
    currency: claim.currency,
    ...(isPositive(kept) ? { fee: kept } : {}),
  };
}

const means = { paid: 'money', voucher: 'ifla-voucher', replacement: 'replacement-copy' } as const;

function payment({ lines }: Claim, name: string): Act {
  const kinds = ['paid', 'voucher', 'replacement'] as const;
  const kind = kinds.find((each) => lines[`${name}-${each}`] !== undefined) ?? 'paid';
  const line = lines[`${name}-${kind}`];
  return {
    verb: 'record-payment',
    means: means[kind],
    ...(line === undefined ? {} : { amount: line.amount }),
    ...(line?.vouchers === undefined ? {} : { vouchers: line.vouchers }),
  };
}
