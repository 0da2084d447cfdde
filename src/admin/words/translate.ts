/**
 * What the page says, in the reader's language: ICU messages, no sentence put together from pieces. A key that the
 * English catalogue lacks does not compile.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Catalogue, WordKey } from './catalogue.js';
import { german } from './de/index.js';
import { english } from './en/index.js';
import { swedish } from './sv/index.js';

export const locales = ['en', 'sv', 'de'] as const;
export type Locale = (typeof locales)[number];

/** What each language calls itself. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', sv: 'Svenska', de: 'Deutsch' };

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: WordKey, values?: Values) => string;

export const catalogues: Readonly<Record<Locale, Partial<Catalogue>>> = {
  en: english,
  sv: swedish,
  de: german,
};

export function isLocale(text: string | undefined): text is Locale {
  return locales.some((locale) => locale === text);
}

/** How dates and numbers are written; `en` is the English of Europe, where days come before months. */
const formatLocales: Readonly<Record<Locale, string>> = { en: 'en-GB', sv: 'sv-SE', de: 'de-DE' };

export function formatLocale(locale: Locale): string {
  return formatLocales[locale];
}

const made = new Map<string, IntlMessageFormat>();

function formatOf(locale: Locale, key: WordKey): IntlMessageFormat {
  const name = `${locale} ${key}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const message = catalogues[locale][key] ?? english[key];
  const format = new IntlMessageFormat(message, formatLocales[locale], undefined, { ignoreTag: true });
  made.set(name, format);
  return format;
}

/** The sentences of one language. */
export function translator(locale: Locale): Translate {
  return (key, values) => String(formatOf(locale, key).format(values));
}

/** Whether there is such a sentence, for keys that are put together from a code. */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(english, key);
}

/** The language that the browser prefers among ours; English where none is. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? 'en';
}
