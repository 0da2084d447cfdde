import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface AgendashFile {
  type: string;
  body: Buffer;
}

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** What the package `agendash` brings for a browser: its page, and by their names the files that the page asks for. */
export interface AgendashFiles {
  page: Buffer;
  assets: ReadonlyMap<string, AgendashFile>;
}

let read: AgendashFiles | undefined;

/** Read once, when somebody first looks. */
export function agendashFiles(): AgendashFiles {
  read ??= readFiles();
  return read;
}

function readFiles(): AgendashFiles {
  const program = pathToFileURL(createRequire(import.meta.url).resolve('agendash'));
  const folder = new URL('../public/', program);
  const assets = fileURLToPath(new URL('assets/', folder));
  return {
    page: readFileSync(new URL('index.html', folder)),
    assets: new Map(
      readdirSync(assets).map((name) => {
        const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
        return [name, { type, body: readFileSync(join(assets, name)) }];
      }),
    ),
  };
}
