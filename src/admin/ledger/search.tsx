import type { JSX } from 'preact';
import { TimeKind } from '../../audit/index.js';
import { Checkbox, Select, TextField, type Choice } from '../frame/fields.js';
import { useReader } from '../frame/reader.js';
import { states, types } from '../work/requests-page.js';
import type { LedgerAsked } from './asked.js';

type FieldName = Exclude<keyof LedgerAsked, 'failed'>;

/** The fields that select entries, for the search and for an export. */
export function Search(props: { action: string; asked: LedgerAsked; submit: string }): JSX.Element {
  const { action, asked, submit } = props;
  const { t } = useReader();
  const said = (name: FieldName): { value?: string } =>
    asked[name] === undefined ? {} : { value: asked[name] };
  const text = (name: FieldName, label: string, type: 'text' | 'date' = 'text'): JSX.Element => (
    <TextField name={name} label={label} type={type} {...said(name)} />
  );
  const choice = (name: FieldName, label: string, choices: readonly Choice[]): JSX.Element => (
    <Select name={name} label={label} choices={choices} {...said(name)} />
  );
  const any = { value: '', label: t('requests.any') };
  return (
    <form method="get" action={action} class="filters" aria-label={t('ledger.filters')}>
      {text('from', t('ledger.from'), 'date')}
      {text('before', t('ledger.before'), 'date')}
      {choice('time', t('ledger.time'), [
        { value: '', label: t('ledger.time-recorded') },
        { value: TimeKind.Event, label: t('ledger.time-event') },
      ])}
      {choice('side', t('requests.side'), [
        any,
        { value: 'requester', label: t('attention.borrowing') },
        { value: 'supplier', label: t('attention.lending') },
      ])}
      {text('peer', t('ledger.peer'))}
      {choice('type', t('requests.type'), [
        any,
        ...types.map((value) => ({ value, label: t(`type.${value}`) })),
      ])}
      {choice('state', t('requests.state'), [
        any,
        ...states.map((value) => ({ value, label: t(`state.${value}`) })),
      ])}
      {text('kind', t('ledger.kind'))}
      {text('actor', t('ledger.actor'))}
      {text('request', t('ledger.request'))}
      {text('first', t('ledger.first'))}
      {text('last', t('ledger.last'))}
      <Checkbox name="failed" label={t('ledger.failed')} isOn={asked.failed !== undefined} />
      <button type="submit" class="button">
        {submit}
      </button>
    </form>
  );
}
