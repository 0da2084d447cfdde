import type { Request, Response } from 'express';
import type { Gateway } from '../desk/index.js';
import type { Reader } from './frame/reader.js';
import type { Signed } from './session/index.js';

/** What the pages are made from. */
export interface PageParts {
  gateway: Gateway;
  readerOf: (req: Request, res: Response) => Reader;
  /** What an agency of ours is called, by its folded key. */
  agencyName: (key: string) => string;
  /** Agencies of ours: their folded keys, and how they are written and called. */
  ownAgencies: readonly { key: string; value: string; label: string }[];
  /** How long what somebody does can be taken back; 0 does it at once. */
  holdSecondsOf: (signed: Signed) => number;
}

/** One value of the query or of a form; nothing where it is empty, missing or given twice. */
export function textIn(values: unknown, name: string): string | undefined {
  const value = (values as Record<string, unknown> | undefined)?.[name];
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text.slice(0, 2_000);
}

/** All values of one name, however often it was given. */
export function manyIn(values: unknown, name: string): string[] {
  const value = (values as Record<string, unknown> | undefined)?.[name];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each): each is string => typeof each === 'string' && each !== '' && each.length < 200);
}

/** A path of ours to lead back to; the other where it leads elsewhere. */
export function localPath(text: string | undefined, otherwise: string): string {
  return text !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : otherwise;
}

/** One of the words that are known; nothing where it is another. */
export function wordIn<Word extends string>(
  values: unknown,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textIn(values, name);
  return words.find((word) => word === text);
}

/** A path with what is given as its query; what is empty is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') told.append(name, value);
  const text = told.toString();
  return text === '' ? path : `${path}?${text}`;
}
