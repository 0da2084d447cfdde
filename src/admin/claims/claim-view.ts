import {
  accountOfClaim,
  claimsOf,
  owedIn,
  pendingIn,
  refundIn,
  totalOf,
  type Claim,
  type ClaimState,
  type ClaimStep,
  type LoanView,
  type Verb,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';

/** One step of the guided case, with the act that takes it where it can be taken now. */
export interface CaseStep {
  name: string;
  state: 'done' | 'now' | 'later';
  /** The act whose form takes it. */
  verb?: Verb;
  label?: string;
}

export interface ClaimView {
  id: string;
  /** Who claims and for what. */
  what: string;
  state: string;
  tone: Tone;
  charges: readonly { what: string; amount: string; note?: string }[];
  sums: readonly { name: string; value: string }[];
  steps: readonly { at: string; text: string; isUndone: boolean }[];
  due?: string;
}

export interface MoneyView {
  claims: readonly ClaimView[];
  guide: readonly CaseStep[];
}

const tones: Readonly<Record<ClaimState, Tone>> = {
  drafted: 'plain',
  approved: 'plain',
  sent: 'accent',
  disputed: 'warn',
  agreed: 'accent',
  settled: 'good',
  waived: 'good',
  'refund-due': 'warn',
  refunded: 'good',
  withdrawn: 'plain',
};

/** Claims of a request, and the guided case; nothing where nothing was ever reported, assumed or claimed. */
export function moneyView(view: LoanView, possible: readonly Verb[], reader: Reader): MoneyView | undefined {
  const claims = claimsOf(view);
  const { reports, assumedLostAt } = view.record;
  if (claims.length === 0 && Object.keys(reports).length === 0 && assumedLostAt === undefined)
    return undefined;
  return {
    claims: claims.map(([id, claim]) => claimView(id, claim, reader)),
    guide: guideOf(view, possible, reader),
  };
}

function claimView(id: string, claim: Claim, { t }: Reader): ClaimView {
  const account = accountOfClaim(claim);
  const sum = (amount: string): string => `${amount} ${claim.currency}`;
  const all = [
    { name: t('claim.total'), amount: totalOf(claim) },
    { name: t('claim.pending'), amount: pendingIn(account) },
    { name: t('claim.owed'), amount: owedIn(account) },
    { name: t('claim.refund'), amount: refundIn(account) },
  ];
  return present({
    id,
    what: t(`claim.by.${claim.by}`, { cause: t(`cause.${claim.cause}`) }),
    state: t(`claim.state.${claim.state}`),
    tone: tones[claim.state],
    charges: Object.values(claim.charges).map(({ what, amount, refundable }) =>
      present({
        what: t(`charge.${what}`),
        amount: sum(amount),
        note: refundable ? undefined : t('charge.kept'),
      }),
    ),
    sums: all
      .filter(({ amount }, index) => index === 0 || !/^-?0*(\.0*)?$/.test(amount))
      .map(({ name, amount }) => ({ name, value: sum(amount) })),
    steps: stepsOf(claim).map(({ kind, at, undoneAt }) => ({
      at,
      text: t(`claim.step.${kind}`),
      isUndone: undoneAt !== undefined,
    })),
    due: claim.dueAt,
  });
}

function stepsOf({ steps }: Claim): ClaimStep[] {
  return Object.keys(steps)
    .sort()
    .flatMap((name) => steps[name] ?? []);
}

/** The verbs of each step, the likeliest first. */
const guide: readonly {
  name: 'happened' | 'evidence' | 'draft' | 'send' | 'settle';
  verbs: readonly Verb[];
}[] = [
  { name: 'happened', verbs: ['report-lost', 'report-damaged'] },
  { name: 'evidence', verbs: ['shelf-check'] },
  { name: 'draft', verbs: ['draft-claim', 'record-claim', 'settle-damage', 'approve-claim'] },
  { name: 'send', verbs: ['send-claim', 'agree-claim'] },
  { name: 'settle', verbs: ['record-payment', 'refund-claim', 'waive-claim'] },
];

/** What happened, evidence, the claim, sending it, settling it: what is done, what is now, and the form for it. */
function guideOf(view: LoanView, possible: readonly Verb[], { t }: Reader): CaseStep[] {
  const reached = reachedIn(view);
  return guide.map(({ name, verbs }, index) => {
    const verb = index < reached ? undefined : verbs.find((each) => possible.includes(each));
    const state =
      index < reached ? ('done' as const) : index === reached ? ('now' as const) : ('later' as const);
    return present({
      name: t(`guide.${name}`),
      state,
      verb,
      label: verb === undefined ? undefined : t(`verb.${verb}`),
    });
  });
}

/** Steps of the guide that lie behind a claim as it stands. */
const reachedBy: Readonly<Record<ClaimState, number>> = {
  drafted: 3,
  approved: 3,
  sent: 4,
  disputed: 4,
  agreed: 4,
  'refund-due': 4,
  settled: 5,
  waived: 5,
  refunded: 5,
  withdrawn: 5,
};

function reachedIn(view: LoanView): number {
  const claim = claimsOf(view)[0]?.[1];
  const { shelfChecks = {}, conditions = {} } = view.record;
  if (claim === undefined) return Object.keys({ ...shelfChecks, ...conditions }).length === 0 ? 1 : 2;
  // What they claim from us is to be answered before it is settled.
  return claim.by === 'peer' && claim.state === 'sent' ? 3 : reachedBy[claim.state];
}
