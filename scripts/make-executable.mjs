// The command of the package: its compiled entry must be executable, or `npx lendwire` fails in a clone.
import { chmodSync, existsSync } from 'node:fs';

const entry = 'dist/cli/lendwire.js';
if (existsSync(entry)) chmodSync(entry, 0o755);
