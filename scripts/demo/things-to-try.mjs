// What a person can do with the two gateways while they are up.
import { tellPages } from './houses.mjs';
import { heading, line, paint } from './page.mjs';

export function thingsToTry({ north, south, all, folder, world }) {
  const lent = world.lending('N-2026-0012').state.loan;
  heading('Both gateways are up');
  for (const [name, gateway] of [
    ['North', north],
    ['South', south],
  ])
    line(`  ${name}  ${gateway.url}   token ${gateway.token}`);
  tellPages(all);
  line(paint('dim', `  files in ${folder}; from here on their clocks run no faster than yours`));
  line();
  line('  Sign in to a page as staff and work what is open, or as auditor and read the ledger.');
  line('  Or, in another terminal in this folder, five things to try:');
  const tries = [
    [
      'Be North at its desk: list what is open, and read how the one that never came back went.',
      `export LENDWIRE_URL=${north.url} LENDWIRE_TOKEN=${north.token}`,
      'npx lendwire records list --phase open && npx lendwire records show library:N-2026-0012',
    ],
    [
      'Kallocain turns up at North and goes home, and South checks it in.',
      'npx lendwire act return library:N-2026-0012',
      `npx lendwire act check-in ${lent} --url ${south.url} --token ${south.token}`,
    ],
    [
      'Hand in the same file again: it changes nothing, and nothing is sent twice.',
      'npx lendwire import config/demo/north/books.csv --map config/demo/north/map.json',
    ],
    [
      "What the library's own system hears, from South's gateway.",
      `curl -s -H 'Authorization: Bearer ${south.token}' '${south.url}/api/v1/events?limit=5'`,
    ],
    ["Check that nobody has changed North's ledger.", `npx lendwire verify --config ${north.configFile}`],
  ];
  for (const [index, [text, ...commands]] of tries.entries()) {
    line();
    line(`  ${index + 1}. ${text}`);
    for (const command of commands) line(paint('cyan', `     ${command}`));
  }
  line();
  line('  Ctrl-C ends both.');
}
