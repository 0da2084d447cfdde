import type { JSX } from 'preact';

/** A password, which a browser may fill in and remember, and which may be pasted. */
export function SecretField(props: {
  name: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
  hint?: string;
  fault?: string | undefined;
  hasFocus?: boolean;
}): JSX.Element {
  const { name, label, autoComplete, hint, fault, hasFocus = false } = props;
  const told = [hint === undefined ? '' : `${name}-hint`, fault === undefined ? '' : `${name}-fault`];
  const describedBy = told.filter((id) => id !== '').join(' ');
  return (
    <div class={fault === undefined ? 'field' : 'field field-fault'}>
      <label for={name}>{label}</label>
      <input
        type="password"
        id={name}
        name={name}
        required
        autoFocus={hasFocus}
        autoComplete={autoComplete}
        aria-invalid={fault === undefined ? undefined : 'true'}
        aria-describedby={describedBy === '' ? undefined : describedBy}
      />
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p class="fault" id={`${name}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}
