import { readFileSync } from 'node:fs';
import { OperatorError, reasonOf } from '../../platform/index.js';

/** The checkpoint notes of a file that somebody kept. Refuses a file that cannot be read or is empty. */
export function readNoteFile(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new OperatorError(`The checkpoint file ${file} cannot be read: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
  const notes = notesIn(text);
  if (notes.length === 0) throw new OperatorError(`The checkpoint file ${file} holds no checkpoint.`);
  return notes;
}

/**
 * Notes one after another: each ends with its signature lines. What is no note is given as one, so that the verifier
 * says that it cannot be read; leaving it out would hide a note that was damaged.
 */
export function notesIn(text: string): string[] {
  const notes: string[] = [];
  let lines: string[] = [];
  let isSigned = false;
  const end = (): void => {
    if (lines.some((line) => line !== '')) notes.push(`${lines.join('\n')}\n`);
    lines = [];
    isSigned = false;
  };
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const isSignature = line.startsWith('\u2014 ');
    if (isSigned && !isSignature) end();
    if (lines.length === 0 && line === '') continue;
    lines.push(line);
    isSigned = isSignature;
  }
  while (lines.at(-1) === '') lines.pop();
  end();
  return notes;
}
