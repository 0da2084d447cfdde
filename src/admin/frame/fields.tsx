import type { ComponentChildren, JSX } from 'preact';
import { useReader } from './reader.js';

interface FieldProps {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  /** What is wrong with it, as a sentence. */
  fault?: string;
  isNeeded?: boolean;
  /** Told apart from a field of the same name elsewhere on the page. */
  idPrefix?: string;
}

function describedBy(id: string, { hint, fault }: FieldProps): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].filter(
    Boolean,
  );
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Around(props: FieldProps & { id: string; children: ComponentChildren }): JSX.Element {
  const { id, label, hint, fault, isNeeded = false, children } = props;
  const { t } = useReader();
  return (
    <div class={fault === undefined ? 'field' : 'field field-fault'}>
      <label for={id}>
        {label}
        {isNeeded ? <span class="needed"> {t('page.needed')}</span> : null}
      </label>
      {children}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** One line of text, a date, a number. */
export function TextField(
  props: FieldProps & {
    type?: 'text' | 'date' | 'email' | 'url' | 'search';
    autoComplete?: string;
    placeholder?: string;
  },
): JSX.Element {
  const {
    name,
    value,
    type = 'text',
    autoComplete = 'off',
    isNeeded = false,
    idPrefix = '',
    placeholder,
  } = props;
  const id = `${idPrefix}${name}`;
  // Each type has its own attributes; those that are given here belong to all of them.
  const kind = { type } as { type: 'text' };
  return (
    <Around {...props} id={id}>
      <input
        id={id}
        name={name}
        {...kind}
        value={value}
        autoComplete={autoComplete}
        placeholder={placeholder}
        aria-required={isNeeded || undefined}
        aria-invalid={props.fault === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
      />
    </Around>
  );
}

export function TextArea(props: FieldProps & { rows?: number }): JSX.Element {
  const { name, value, rows = 2, isNeeded = false, idPrefix = '' } = props;
  const id = `${idPrefix}${name}`;
  return (
    <Around {...props} id={id}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        aria-required={isNeeded || undefined}
        aria-invalid={props.fault === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
      >
        {value}
      </textarea>
    </Around>
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function Select(props: FieldProps & { choices: readonly Choice[] }): JSX.Element {
  const { name, value, choices, idPrefix = '' } = props;
  const id = `${idPrefix}${name}`;
  return (
    <Around {...props} id={id}>
      <select
        id={id}
        name={name}
        aria-invalid={props.fault === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === (value ?? '')}>
            {choice.label}
          </option>
        ))}
      </select>
    </Around>
  );
}

export function Checkbox(props: {
  name: string;
  label: string;
  value?: string;
  isOn?: boolean;
  idPrefix?: string;
}): JSX.Element {
  const { name, label, value = 'yes', isOn = false, idPrefix = '' } = props;
  const id = `${idPrefix}${name}`;
  return (
    <div class="field-check">
      <input type="checkbox" id={id} name={name} value={value} checked={isOn} />
      <label for={id}>{label}</label>
    </div>
  );
}

/** One or several files of the reader's. */
export function FileField(props: FieldProps & { accept: string; isMany?: boolean }): JSX.Element {
  const { name, accept, isMany = false, idPrefix = '' } = props;
  const id = `${idPrefix}${name}`;
  return (
    <Around {...props} id={id}>
      <input
        id={id}
        name={name}
        type="file"
        accept={accept}
        multiple={isMany}
        aria-invalid={props.fault === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, props)}
      />
    </Around>
  );
}

/** Any number of a few words. */
export function Chips(
  props: FieldProps & { choices: readonly Choice[]; chosen: readonly string[] },
): JSX.Element {
  const { name, label, choices, chosen, fault, idPrefix = '' } = props;
  const id = `${idPrefix}${name}`;
  return (
    <fieldset class="field-chips" aria-describedby={describedBy(id, props)}>
      <legend>{label}</legend>
      {choices.map(({ value, label: word }) => (
        <span key={value} class="field-check">
          <input
            type="checkbox"
            id={`${id}-${value}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
          />
          <label for={`${id}-${value}`}>{word}</label>
        </span>
      ))}
      {fault === undefined ? null : (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
