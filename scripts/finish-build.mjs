// What the compiler leaves to do: the command of the package must be executable, or `npx lendwire` fails in a clone, and
// the page's own files and the verifier that goes into bundles lie beside their code.
import { chmodSync, cpSync, existsSync } from 'node:fs';

const entry = 'dist/cli/lendwire.js';
if (existsSync(entry)) chmodSync(entry, 0o755);
for (const file of ['style.css', 'page.js', 'scan.js', 'icon.svg'])
  cpSync(`src/admin/assets/${file}`, `dist/admin/assets/${file}`);
cpSync('src/audit/verify/verify.mjs', 'dist/audit/verify/verify.mjs');
