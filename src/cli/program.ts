import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Cli } from './cli.js';
import { addAct } from './verbs/loans/act.js';
import { addCalendars } from './verbs/terms/calendars.js';
import { addConditions } from './verbs/loans/conditions.js';
import { addClaims, addStatement } from './verbs/loans/claims.js';
import { addNotices } from './verbs/loans/notices.js';
import { addConform } from './verbs/peers/conform.js';
import { addCopy } from './verbs/ledger/copy.js';
import { addDeliveries } from './verbs/peers/deliveries.js';
import { addErase } from './verbs/loans/erase.js';
import { addExport } from './verbs/ledger/export.js';
import { addImport } from './verbs/loans/import.js';
import { addKeys } from './verbs/ledger/keys.js';
import { addMigrate } from './verbs/ledger/migrate.js';
import { addPeers } from './verbs/peers/peers.js';
import { addPolicy } from './verbs/terms/policy.js';
import { addRebuild } from './verbs/ledger/rebuild.js';
import { addRecords } from './verbs/loans/records.js';
import { addRestore } from './verbs/ledger/restore.js';
import { addRota } from './verbs/loans/rota.js';
import { addServe } from './verbs/house/serve.js';
import { addCarriers } from './verbs/shipments/carriers.js';
import { addShipments } from './verbs/shipments/shipments.js';
import { addTokens } from './verbs/house/tokens.js';
import { addUsers } from './verbs/house/users.js';
import { addVerify } from './verbs/ledger/verify.js';
import { addRules } from './verbs/terms/rules.js';
import { addWebhooks } from './verbs/house/webhooks.js';

/** The whole command line. It throws where commander would end the process. */
export function buildProgram(cli: Cli): Command {
  const program = new Command('lendwire')
    .description('A gateway that libraries lend through: ISO 18626 messages, delivered once, over a ledger.')
    .version(versionOf(), '-V, --version', 'which lendwire this is')
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what can be said here)')
    .configureOutput({
      writeOut: (text) => cli.terminal.out(text.trimEnd()),
      writeErr: (text) => cli.terminal.err(text.trimEnd()),
    });
  for (const add of verbs) add(program, cli);
  return program.addHelpText('after', afterHelp);
}

const verbs = [
  addServe,
  addMigrate,
  addImport,
  addPeers,
  addConform,
  addAct,
  addRecords,
  addRota,
  addShipments,
  addCarriers,
  addClaims,
  addConditions,
  addStatement,
  addNotices,
  addPolicy,
  addCalendars,
  addDeliveries,
  addWebhooks,
  addRules,
  addExport,
  addErase,
  addVerify,
  addRebuild,
  addCopy,
  addRestore,
  addTokens,
  addUsers,
  addKeys,
];

const afterHelp = `
import, peers, conform, act, records, rota, shipments, carriers, claims, statement, notices, policy, calendars,
deliveries, webhooks, rules and erase speak to a gateway that runs (LENDWIRE_URL) with a token (LENDWIRE_TOKEN); the others open its
database as LENDWIRE_CONFIG or --config says, or the one of DATABASE_URL.

Exit codes: 0 done, 1 not possible or a check failed, 2 some records refused or a test not run, 3 no gateway or no token,
64 command line not understood, 70 unexpected.`;

function versionOf(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
