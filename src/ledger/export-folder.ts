import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { ExportReader, ExportSink } from './export.js';

/** Writes an export into a folder. It makes the folder, never writes over a file, and syncs each before it closes it. */
export function folderSink(folder: string): ExportSink {
  return {
    async file(name) {
      const path = inside(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const handle = await open(path, 'wx');
      return {
        async write(text) {
          await handle.appendFile(text);
        },
        async end() {
          await handle.sync();
          await handle.close();
        },
      };
    },
  };
}

/** Reads an export from a folder; refuses a name that a damaged manifest makes point out of it. */
export function folderReader(folder: string): ExportReader {
  return { read: (name) => bytesOf(inside(folder, name)) };
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk as Buffer;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function inside(folder: string, name: string): string {
  const path = normalize(name);
  if (path.startsWith('..') || path.startsWith(sep)) throw new Error(`an export has no file named ${name}`);
  return join(folder, path);
}
