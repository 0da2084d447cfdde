import type { JSX } from 'preact';

/** What goes with a form and nobody fills in; what is undefined is left out. */
export function Hidden({ values }: { values: Readonly<Record<string, string | undefined>> }): JSX.Element {
  return (
    <>
      {Object.entries(values).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
    </>
  );
}
