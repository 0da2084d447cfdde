import { damaged } from './file-fault.js';

/** Readers look for the end within so many bytes of the file's own. */
const TAIL = 1_024;

/**
 * A PDF from its first byte to its last `%%EOF`: what follows that goes, so that the file is nothing else besides. Its
 * pages are what was copied, and stay as they are. Source: ISO 32000-2, 7.5.
 */
export function cleanPdf(bytes: Buffer): Buffer {
  const isHeaded = /^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8));
  const end = bytes.lastIndexOf('%%EOF');
  const start = bytes.lastIndexOf('startxref', end === -1 ? undefined : end);
  const isWhole = isHeaded && end !== -1 && bytes.length - end <= TAIL && start !== -1 && end - start <= TAIL;
  if (!isWhole) throw damaged();
  return Buffer.concat([bytes.subarray(0, end + 5), Buffer.from('\n')]);
}
