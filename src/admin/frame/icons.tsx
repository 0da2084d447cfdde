import type { JSX } from 'preact';

/** Drawn on a field of 16 × 16 by one stroke; each stands beside a word, so none speaks. */
const paths = {
  book: 'M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12V2.5Zm0 9.5a1.5 1.5 0 0 1 1.5-1.5H13',
  copy: 'M4 1.5h5l3.5 3.5v9.5H4zM9 1.5V5h3.5M6 8h4.5M6 10.5h4.5',
  either: 'M3 2.5h6V8H3zM7 8v5.5h6V5.5H9',
  out: 'M3 8h9M8.5 4 12.5 8l-4 4',
  in: 'M13 8H4M7.5 4 3.5 8l4 4',
  alert: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM8 4.5V8l2.5 1.7',
  done: 'M2.5 8.5 6.2 12 13.5 4.2',
  search: 'M7 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6ZM10.6 10.6 14 14',
  person: 'M8 2.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM2.5 14c.5-3 2.7-4.4 5.5-4.4S13 11 13.5 14',
  lock: 'M3.5 7h9v7h-9zM5.5 7V4.8a2.5 2.5 0 0 1 5 0V7',
  print: 'M4.5 6V2h7v4M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7V14h-7z',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
