import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedReport } from '../../conform/index.js';
import { OperatorError, reasonOf } from '../../platform/index.js';

/** Writes both forms of a report into a folder, which may be new, and answers their paths. */
export async function writeReport(folder: string, signed: SignedReport): Promise<string[]> {
  const [{ canonicalText }, { reportPage }] = await Promise.all([
    import('../../ledger/index.js'),
    import('../../conform/index.js'),
  ]);
  const files = {
    'report.json': canonicalText(signed) ?? '',
    'report.html': reportPage(signed),
  };
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(files).map(([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, `${text}\n`);
      return path;
    });
  } catch (thrown) {
    throw new OperatorError(`The report cannot be written into ${folder}: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  }
}
