import type { JSX } from 'preact';
import {
  callChannels,
  callDirections,
  callParties,
  callResults,
  noticeKindOf,
  noticeLanguages,
  noticeWays,
  retryReasons,
  type NoticeKind,
  type Verb,
} from '../../loan/index.js';
import { newId } from '../../platform/index.js';
import { Checkbox, Select, TextArea, TextField, type Choice } from '../frame/fields.js';
import { Csrf, Letter } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { WordKey } from '../words/catalogue.js';
import { localeNames, type Translate } from '../words/translate.js';
import { lookFields, takesFiles, type FieldName, type FieldValues } from './act-fields.js';
import { lookWays } from './look-fields.js';

/** One possible act with its form. */
export interface ActFormView {
  verb: Verb;
  label: string;
  about: string;
  fields: readonly FieldName[];
  letter?: string;
  isPrimary: boolean;
  values: FieldValues;
  /** The notices that this side of the loan can send. */
  templates?: readonly NoticeKind[];
  /** What was wrong when it was tried. */
  fault?: { field?: FieldName; text: string };
}

/** The letters of the commonest acts, on their buttons; no letter that moves or searches is among them. */
export const letterOf: Partial<Record<Verb, string>> = {
  'will-supply': 'W',
  'cannot-supply': 'U',
  ship: 'S',
  'supply-copy': 'C',
  receive: 'R',
  return: 'B',
  'check-in': 'I',
  'answer-cancel': 'A',
  'answer-renewal': 'A',
  cancel: 'C',
  'accept-condition': 'A',
  'decline-condition': 'D',
  note: 'N',
  'log-call': 'L',
  'next-supplier': 'E',
};

const reasons = [
  'NotOnShelf',
  'NotHeld',
  'NotAvailableForILL',
  'NonCirculating',
  'PoorCondition',
  'PolicyProblem',
] as const;

const conditions = [
  'LibraryUseOnly',
  'NoReproduction',
  'SignatureRequired',
  'SpecCollSupervReq',
  'WatchLibraryUseOnly',
] as const;

/** The form of an act: its fields, a preview of what the other library gets, and doing it. */
export function ActForm({ act, loan, back }: { act: ActFormView; loan: string; back: string }): JSX.Element {
  const { t } = useReader();
  const prefix = `${act.verb}-`;
  // Where the item is in hand, how it looks is beside the point of the act, and folded.
  const isAside = act.verb !== 'report-condition';
  const looks = act.fields.filter((field) => isAside && isLook(field));
  const plain = act.fields.filter((field) => !looks.includes(field));
  return (
    <form
      method="post"
      action={`/requests/${loan}/acts`}
      class="form"
      aria-label={act.label}
      encType={takesFiles(act.verb) ? 'multipart/form-data' : undefined}
    >
      <Csrf />
      <input type="hidden" name="verb" value={act.verb} />
      <input type="hidden" name="key" value={newId()} />
      <input type="hidden" name="back" value={back} />
      <p class="muted">{act.about}</p>
      {act.fault !== undefined && act.fault.field === undefined ? (
        <p class="fault">{act.fault.text}</p>
      ) : null}
      {act.fields.length === 0 ? null : (
        <div class="fields">
          {plain.map((field) => (
            <ActField key={field} field={field} act={act} prefix={prefix} />
          ))}
        </div>
      )}
      {looks.length === 0 ? null : (
        <details
          class="looks"
          open={looks.some((field) => act.values[field] !== undefined || act.fault?.field === field)}
        >
          <summary>{t('condition-report.add')}</summary>
          <div class="fields">
            {looks.map((field) => (
              <ActField key={field} field={field} act={act} prefix={prefix} />
            ))}
          </div>
        </details>
      )}
      <div class="buttons">
        <button
          type="submit"
          class={`button ${act.isPrimary ? 'button-primary' : ''}`}
          data-key={act.isPrimary ? act.letter : undefined}
        >
          {act.label}
          {act.isPrimary && act.letter !== undefined ? <Letter>{act.letter}</Letter> : null}
        </button>
        <button type="submit" class="button button-quiet" formAction={`/requests/${loan}/preview`}>
          {t('act.preview')}
          <span class="unseen">: {act.label}</span>
        </button>
      </div>
    </form>
  );
}

function isLook(field: FieldName): boolean {
  return lookFields.some((look) => look === field);
}

type Common = Parameters<typeof TextField>[0];

const outcomes = ['not-found', 'found'] as const;
const decisions = ['accepted', 'waived', 'claimed'] as const;
const causes = ['lost', 'damaged'] as const;
const meansOfPaying = ['money', 'ifla-voucher', 'replacement-copy'] as const;
const none = { value: '', label: '–' };

function choices<V extends string>(values: readonly V[], label: (value: V) => string): Choice[] {
  return values.map((value) => ({ value, label: label(value) }));
}

/** What becomes of words that go to no peer by the protocol. */
const noteHints: Partial<Record<Verb, WordKey>> = {
  'log-call': 'field.call-hint',
  'send-notice': 'field.own-words-hint',
};
const noteLabels: Partial<Record<Verb, WordKey>> = {
  'log-call': 'field.call',
  'send-notice': 'field.own-words',
};

const ways: Readonly<Record<FieldName, (common: Common, t: Translate, verb: Verb) => JSX.Element>> = {
  answer: (common, t, verb) => (
    <Select
      {...common}
      isNeeded
      choices={[
        { value: '', label: '–' },
        { value: 'yes', label: t(verb === 'answer-renewal' ? 'answer.renew' : 'answer.yes') },
        { value: 'no', label: t(verb === 'answer-renewal' ? 'answer.not-renew' : 'answer.no') },
      ]}
    />
  ),
  reason: (common, t) => (
    <Select
      {...common}
      isNeeded
      choices={[
        { value: '', label: t('reason.choose') },
        ...reasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) })),
      ]}
    />
  ),
  outcome: (common, t) => (
    <Select
      {...common}
      isNeeded
      choices={[none, ...choices(outcomes, (outcome) => t(`outcome.${outcome}`))]}
    />
  ),
  decision: (common, t) => (
    <Select
      {...common}
      isNeeded
      choices={[none, ...choices(decisions, (decision) => t(`decision.${decision}`))]}
    />
  ),
  cause: (common, t) => (
    <Select {...common} choices={[none, ...choices(causes, (cause) => t(`cause.${cause}`))]} />
  ),
  amount: (common, t) => <TextField {...common} hint={t('field.amount-hint')} />,
  fee: (common, t) => <TextField {...common} hint={t('field.fee-hint')} />,
  currency: (common, t) => <TextField {...common} hint={t('field.currency-hint')} />,
  means: (common, t) => (
    <Select {...common} choices={choices(meansOfPaying, (means) => t(`means.${means}`))} />
  ),
  vouchers: (common, t) => <TextField {...common} hint={t('field.vouchers-hint')} />,
  dueDate: (common, t) => <TextField {...common} type="date" hint={t('field.dueDate-hint')} />,
  expectedAt: (common) => <TextField {...common} type="date" />,
  url: (common, t) => <TextField {...common} type="url" hint={t('field.url-hint')} />,
  itemId: (common) => <TextField {...common} />,
  volumes: (common, t) => <TextField {...common} hint={t('field.volumes-hint')} />,
  itemIds: (common, t) => <TextField {...common} hint={t('field.itemIds-hint')} />,
  returnTo: (common, t) => <TextField {...common} hint={t('field.returnTo-hint')} />,
  carrier: (common) => <TextField {...common} />,
  trackingId: (common, t) => <TextField {...common} hint={t('field.trackingId-hint')} />,
  insuredFor: (common, t) => <TextField {...common} hint={t('field.insuredFor-hint')} />,
  boxed: (common) => <PackingBox common={common} />,
  trackable: (common) => <PackingBox common={common} />,
  insured: (common) => <PackingBox common={common} />,
  party: (common, t) => <Select {...common} choices={choices(callParties, (one) => t(`party.${one}`))} />,
  direction: (common, t) => (
    <Select {...common} choices={choices(callDirections, (one) => t(`direction.${one}`))} />
  ),
  channel: (common, t) => (
    <Select {...common} choices={choices(callChannels, (one) => t(`channel.${one}`))} />
  ),
  result: (common, t) => (
    <Select {...common} choices={[none, ...choices(callResults, (one) => t(`result.${one}`))]} />
  ),
  followUpOn: (common, t) => <TextField {...common} type="date" hint={t('field.followUpOn-hint')} />,
  clock: (common) => <TextField {...common} />,
  template: (common) => <TextField {...common} />,
  language: (common, t) => (
    <Select
      {...common}
      choices={[
        { value: '', label: t('notice.receivers-language') },
        ...choices(noticeLanguages, (one) => localeNames[one]),
      ]}
    />
  ),
  way: (common, t) => <Select {...common} choices={choices(noticeWays, (one) => t(`notice-way.${one}`))} />,
  note: (common, t, verb) => (
    <div class="wide">
      <TextArea {...common} hint={t(noteHints[verb] ?? 'field.note-hint')} />
    </div>
  ),
  condition: (common, t) => (
    <Select
      {...common}
      choices={[
        { value: '', label: t('condition.choose') },
        ...conditions.map((code) => ({ value: code, label: t(`condition.${code}`) })),
      ]}
    />
  ),
  otherConditions: (common, t) => <TextField {...common} hint={t('field.otherConditions-hint')} />,
  paymentMethod: (common, t) => <TextField {...common} hint={t('field.paymentMethod-hint')} />,
  courier: (common, t) => <TextField {...common} hint={t('field.courier-hint')} />,
  cost: (common, t) => <TextField {...common} hint={t('field.cost-hint')} />,
  costCurrency: (common, t) => <TextField {...common} hint={t('field.costCurrency-hint')} />,
  backBy: (common) => <TextField {...common} type="date" />,
  answerBy: (common) => <TextField {...common} type="date" />,
  retryReason: (common, t) => (
    <Select
      {...common}
      isNeeded
      choices={[
        { value: '', label: t('reason.choose') },
        ...retryReasons.map((code) => ({ value: code, label: t(`retry-reason.${code}`) })),
      ]}
    />
  ),
  offered: (common, t) => (
    <div class="wide">
      <TextField {...common} hint={t('field.offered-hint')} />
    </div>
  ),
  retryAfter: (common) => <TextField {...common} type="date" />,
  retryBefore: (common) => <TextField {...common} type="date" />,
  ...lookWays,
  confirmed: ({ name, label, idPrefix = '' }) => <Checkbox name={name} label={label} idPrefix={idPrefix} />,
};

function PackingBox({ common }: { common: Common }): JSX.Element {
  const { name, label, idPrefix = '', value } = common;
  return <Checkbox name={name} label={label} idPrefix={idPrefix} isOn={value !== undefined} />;
}

function TemplateField({
  common,
  templates,
}: {
  common: Common;
  templates: readonly NoticeKind[];
}): JSX.Element {
  const { t } = useReader();
  const named = choices(templates, (kind) =>
    t('notice.for', { receiver: t(`receiver.${noticeKindOf(kind).to}`), notice: t(`notice-kind.${kind}`) }),
  );
  return <Select {...common} isNeeded choices={[none, ...named]} />;
}

function ActField({
  field,
  act,
  prefix,
}: {
  field: FieldName;
  act: ActFormView;
  prefix: string;
}): JSX.Element {
  const { t } = useReader();
  const value = act.values[field];
  const { fault } = act;
  const common: Common = {
    name: field,
    label: t(field === 'note' ? (noteLabels[act.verb] ?? 'field.note') : `field.${field}`),
    idPrefix: prefix,
    ...(fault?.field === field ? { fault: fault.text } : {}),
    ...(value === undefined ? {} : { value }),
    ...(field === 'note' && act.verb === 'note' ? { isNeeded: true } : {}),
  };
  if (field === 'template') return <TemplateField common={common} templates={act.templates ?? []} />;
  return ways[field](common, t, act.verb);
}
