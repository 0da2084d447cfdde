import type { ScannedCode } from '../../desk/index.js';
import { manyIn, textIn } from '../page-parts.js';

/** Codes of one go, as the API has it, and how long one may be. */
export const CODES_AT_MOST = 200;
const LONGEST = 180;

export const codeUses = ['item', 'tracking'] as const;
export type CodeUse = (typeof codeUses)[number];

/** A person's word for what a code is, as one value of a form. */
export function useValue(code: string, use: CodeUse | 'auto'): string {
  return `${use} ${code}`;
}

/** The codes of a form, one a line in the order of the scans, each once; with what a person says that they are. */
export function codesIn(body: unknown): ScannedCode[] {
  const uses = new Map<string, CodeUse>();
  for (const said of manyIn(body, 'as')) {
    const use = codeUses.find((each) => said.startsWith(`${each} `));
    if (use !== undefined) uses.set(said.slice(use.length + 1), use);
  }
  return linesIn(body).map((code) => ({ code, as: uses.get(code) }));
}

function linesIn(body: unknown): string[] {
  const raw = (body as Record<string, unknown> | undefined)?.['codes'];
  const text = typeof raw === 'string' ? raw : '';
  const lines = text
    .split(/[\r\n\t]+/)
    .map((line) => line.trim().slice(0, LONGEST))
    .filter((line) => line !== '');
  return [...new Set(lines)].slice(0, CODES_AT_MOST);
}

/** Whether the form asks for what was offered to be done. */
export function wantsDone(body: unknown): boolean {
  return textIn(body, 'do') === 'act';
}
