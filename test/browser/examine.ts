import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Watched } from './chromium.js';

export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const widths = [320, 1280];
const looks = [
  { name: 'light', media: 'screen', colorScheme: 'light' },
  { name: 'dark', media: 'screen', colorScheme: 'dark' },
  { name: 'print', media: 'print', colorScheme: 'light' },
] as const;

export const findings = `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(
  ({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' at ' + target.join(' ') + ': ' + failureSummary)))`;

/** Holds the page that is open against the rules: narrow and wide, light, dark and printed. */
export async function examineOpen({ page, complaints }: Watched, name: string): Promise<void> {
  await page.evaluate(axe);
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(over, `${name} is wider than ${width} px by`).to.be.at.most(0);
    for (const { name: look, ...media } of looks) {
      await page.emulateMedia(media);
      const lines = await page.evaluate<string[]>(findings);
      found.push(...lines.map((line) => `${name}, ${look}, ${width} px: ${line}`));
    }
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  expect(found, found.join('\n')).to.have.length(0);
  expect(complaints, name).to.deep.equal([]);
}
