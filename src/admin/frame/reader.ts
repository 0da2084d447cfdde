import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Right } from '../../access/index.js';
import type { Locale, Translate } from '../words/translate.js';

/** Whoever looks at a page, and how it speaks to them. Templates ask for it by `useReader`. */
export interface Reader {
  locale: Locale;
  t: Translate;
  /** IANA name of the zone in which times are written. */
  timeZone: string;
  now: Date;
  /** Path and query of the page. */
  path: string;
  /** Missing where nobody has signed in. */
  name?: string;
  /** Of whoever has signed in. */
  userId?: string;
  /** Goes into every form. */
  csrf?: string;
  may: (right: Right) => boolean;
  /** What the library calls itself. */
  library: string;
}

export const ReaderContext = createContext<Reader | undefined>(undefined);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (reader === undefined) throw new Error('a template was rendered outside of a page');
  return reader;
}
