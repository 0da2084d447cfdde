import type { Command } from 'commander';
import type { CalendarView, PeerCalendarView } from '../../../desk/index.js';
import type { TermsChanged } from '../../../exchange/index.js';
import { openClient, withApiOptions, type ApiOptions } from '../../api/open-client.js';
import type { Cli } from '../../cli.js';
import { differenceLine } from './policy.js';

interface SetOptions extends ApiOptions {
  zone?: string;
  weekdays?: string;
  holiday?: string[];
  closed?: string[];
  reason: string;
}

/** `lendwire calendars`: when our libraries are open, which is what working days count by. */
export function addCalendars(program: Command, cli: Cli): void {
  const calendars = program
    .command('calendars')
    .summary('when our libraries are open')
    .description(
      'Working days count in the calendar of the library that has to act. Peers’ days stand in their records.',
    );
  withApiOptions(calendars.command('show', { isDefault: true }).description('the calendars of our libraries'))
    .option('--json', 'as the API gives it')
    .action((options: ApiOptions & { json?: true }) => show(cli, options));
  withApiOptions(
    calendars
      .command('set <agency>')
      .description(
        'change the calendar of one of our agencies (TYPE:VALUE), or of all (house); what is not named is as in the settings',
      ),
  )
    .option('--zone <name>', 'its time zone, such as Europe/Stockholm')
    .option('--weekdays <days>', 'open on these, 1 for Monday: 1,2,3,4,5')
    .option(
      '--holiday <rule=name...>',
      '12-25=Christmas easter+1=Easter-Monday fri>=06-19=Midsummer 2026-06-05=Once',
    )
    .option('--closed <from/to=why...>', '2026-07-06/2026-07-31=Summer')
    .requiredOption('--reason <text>', 'why: it stands in the ledger')
    .action((agency: string, options: SetOptions) => set(cli, agency, options));
}

async function show(cli: Cli, { json, ...options }: ApiOptions & { json?: true }): Promise<void> {
  const { body } = await openClient(cli, options).call<{ items: CalendarView[]; peers: PeerCalendarView[] }>({
    method: 'GET',
    path: '/api/v1/calendars',
  });
  if (json === true) {
    cli.terminal.out(JSON.stringify(body));
    return;
  }
  const theirs = body.peers.map(({ peer, ...rest }) => ({ agency: `peer ${peer}`, ...rest }));
  const lines = [...body.items, ...theirs].flatMap(({ agency, name, calendar }) => [
    `${agency}  ${name}`,
    `  zone ${calendar.timeZone}, open on ${calendar.weekdays.join(', ')}`,
    ...Object.entries(calendar.holidays).map(([rule, what]) => `  ${rule}  ${what}`),
    ...Object.entries(calendar.closures).map(([range, why]) => `  ${range}  ${why}`),
  ]);
  cli.terminal.out(lines.join('\n'));
}

async function set(cli: Cli, agency: string, { reason, ...said }: SetOptions): Promise<void> {
  const { zone, weekdays, holiday, closed, ...options } = said;
  const { body } = await openClient(cli, options).call<TermsChanged>({
    method: 'PUT',
    path: '/api/v1/calendars',
    body: {
      agency,
      reason,
      set: {
        ...(zone === undefined ? {} : { timeZone: zone }),
        ...(weekdays === undefined ? {} : { weekdays: weekdays.split(',').map(Number) }),
        ...(holiday === undefined ? {} : { holidays: namesIn(holiday) }),
        ...(closed === undefined ? {} : { closures: namesIn(closed) }),
      },
    },
  });
  if (body.kind === 'unchanged') cli.terminal.out('That is what holds already.');
  else
    cli.terminal.out(
      [...body.differences.map(differenceLine), 'Clocks are counted anew in the background.'].join('\n'),
    );
}

/** `RULE=NAME`, divided at the last sign: `fri>=06-19=Midsummer`. */
function namesIn(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
