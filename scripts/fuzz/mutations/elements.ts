import { pick, type Random } from '../random.js';

/** An element of a document, with where it stands in its text. */
export interface Found {
  name: string;
  from: number;
  to: number;
  depth: number;
  isLeaf: boolean;
}

const tag = /<(\/?)ill:([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;

/** All elements of an encoded message, outermost first as they end. */
export function elementsOf(xml: string): Found[] {
  const found: Found[] = [];
  const open: { name: string; from: number; leaf: boolean }[] = [];
  for (const { 0: whole, 1: slash, 2: name = '', 4: empty, index } of xml.matchAll(tag)) {
    const above = open[open.length - 1];
    if (slash === '' && above !== undefined) above.leaf = false;
    if (slash === '') open.push({ name, from: index, leaf: true });
    if (slash === '' && empty === '') continue;
    const begun = open.pop();
    if (begun === undefined) continue;
    const { from, leaf } = begun;
    found.push({ name: begun.name, from, to: index + whole.length, depth: open.length, isLeaf: leaf });
  }
  return found;
}

/** Changes one element that the condition holds for; the text as it was where there is none. */
export function onOne(
  xml: string,
  random: Random,
  { when, change }: { when: (one: Found) => boolean; change: (whole: string) => string },
): string {
  const all = elementsOf(xml).filter(when);
  if (all.length === 0) return xml;
  const { from, to } = pick(random, all);
  return xml.slice(0, from) + change(xml.slice(from, to)) + xml.slice(to);
}

export const inMessage = ({ depth }: Found): boolean => depth >= 2;
export const anyLeaf = ({ isLeaf, depth }: Found): boolean => isLeaf && depth >= 2;

/** Puts a text where the value of a leaf ends. */
export function withValue(whole: string, value: string): string {
  return whole.includes('</')
    ? whole.replace(/>[^<]*</, () => `>${value}<`)
    : whole.replace(/\s*\/>$/, () => `>${value}</${/<([\w:.-]+)/.exec(whole)?.[1] ?? ''}>`);
}
