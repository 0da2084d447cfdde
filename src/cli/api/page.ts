import type { Command } from 'commander';
import type { Cli } from '../cli.js';
import { table, type Column } from '../terminal/table.js';
import { withApiOptions, type ApiOptions } from './open-client.js';

/** A page of a list; `next` is the address of the following one. */
export interface ApiPage<Item> {
  items: Item[];
  next?: string;
}

/** What every verb that lists pages may be asked. */
export interface PageOptions extends ApiOptions {
  limit?: string;
  after?: string;
  json?: true;
}

/** The options of a verb that lists pages. */
export function withPages(command: Command): Command {
  return withApiOptions(command)
    .option('--limit <n>', 'at most so many (50)')
    .option('--after <cursor>', 'the next page')
    .option('--json', 'as the API gives it');
}

/** A page as a table with the way to the next one, as the API gives it where that was asked for, or that there is `none`. */
export function showPage<Item>(
  { terminal }: Cli,
  page: ApiPage<Item>,
  how: { columns: Column<Item>[]; none: string; json?: true | undefined },
): void {
  if (how.json === true) terminal.out(JSON.stringify(page));
  else if (page.items.length === 0) terminal.out(how.none);
  else terminal.out([table(how.columns, page.items, terminal), ...moreHint(page)].join('\n'));
}

/** How to see more, where there is more. */
function moreHint({ next }: ApiPage<unknown>): string[] {
  if (next === undefined) return [];
  const after = new URL(next, 'http://gateway').searchParams.get('after');
  return after === null ? [] : [`There is more: the same with --after ${after}`];
}
