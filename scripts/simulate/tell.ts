import type { SealedEntry } from '../../src/ledger/index.js';
import { fatesOf, linesOf } from '../../test/support/story.js';
import { restOf } from './checks/at-rest.js';
import type { Shrunk } from './shrink.js';

/** A shrunken failure as text for people: what is violated, how little it takes, and what each ledger tells of it. */
export async function told({ options, world, violations, runs }: Shrunk): Promise<string> {
  const { loanOf } = await restOf(world);
  const without = [...(options.without ?? [])].filter((name) => !name.includes('.'));
  const lines = [
    `After ${runs} runs it takes ${counted(options.loans.length, 'loan')}, ${counted(world.houses.size, 'library', 'libraries')}, ${counted(world.faults.happened.size, 'fault')}:`,
    ...violations.slice(0, 5).map(({ invariant, text }) => `  ${invariant}: ${text}`),
    ...(world.faults.happened.size === 0 ? [] : [`  faults: ${[...world.faults.happened].join(', ')}`]),
    ...(without.length === 0 ? [] : [`  not needed: ${without.join(', ')}`]),
  ];
  for (const house of world.houses.values()) {
    const entries = (await house.durable.entries()).filter(
      ({ loan }) => loan !== undefined && options.loans.includes(loanOf(loan) ?? -1),
    );
    if (entries.length > 0) lines.push('', `${house.name}:`, ...storyOf(entries));
  }
  return lines.join('\n');
}

function storyOf(entries: readonly SealedEntry[]): string[] {
  const fates = fatesOf(entries);
  return entries.flatMap((entry) =>
    linesOf(entry, fates).map((line) => `  ${entry.at.slice(0, 19).replace('T', ' ')}  ${line}`),
  );
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
