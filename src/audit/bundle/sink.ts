import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Packing } from './packing.js';
import { ZipFile } from './zip-file.js';

/** A file of a bundle that grows. */
export interface SinkFile {
  /** One at a time. Resolves when the bytes may be overwritten. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Takes a bundle's files, several at a time. Nothing stands under the final name before `end`. */
export interface BundleSink {
  open(name: string, options?: { compress: boolean }): SinkFile;
  /** Answers how many bytes the whole takes. */
  end(): Promise<number>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/**
 * A zip file. One file at a time goes straight into it; those that grow beside it are packed into a file of the folder
 * and copied in when they end.
 */
export async function zipSink(path: string, folder: string): Promise<BundleSink> {
  const part = `${path}.part`;
  const handle = await open(part, 'w', 0o600);
  const zip = new ZipFile(handle, new Date());
  let streamed: string | undefined;
  return {
    open(name, { compress } = { compress: true }) {
      if (streamed !== undefined) return beside(zip, { name, folder, deflated: compress });
      streamed = name;
      return inside(zip, { name, deflated: compress, ended: () => (streamed = undefined) });
    },
    async end() {
      const bytes = await zip.finish();
      await handle.sync();
      await handle.close();
      await rename(part, path);
      return bytes;
    },
    async abort() {
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

function inside(
  zip: ZipFile,
  { name, deflated, ended }: { name: string; deflated: boolean; ended: () => void },
): SinkFile {
  const begun = zip.begin(name, { deflated });
  begun.catch(() => undefined);
  const packing = new Packing({ deflated }, async (packed) => {
    await begun;
    await zip.put(packed);
  });
  return {
    write: (bytes) => packing.write(bytes),
    async end() {
      await begun;
      await packing.end();
      await zip.end(packing);
      ended();
    },
  };
}

/** Its end has to wait until no file is streamed into the archive. */
function beside(
  zip: ZipFile,
  { name, folder, deflated }: { name: string; folder: string; deflated: boolean },
): SinkFile {
  const path = join(folder, name.replaceAll('/', '-'));
  let handle: Promise<FileHandle> | undefined;
  const packing = new Packing({ deflated }, async (packed) => {
    handle ??= open(path, 'w', 0o600);
    await (await handle).appendFile(packed);
  });
  return {
    write: (bytes) => packing.write(bytes),
    async end() {
      await packing.end();
      await (await handle)?.close();
      await zip.begin(name, { deflated });
      if (handle !== undefined)
        for await (const packed of createReadStream(path, { highWaterMark: 1 << 18 }))
          await zip.put(packed as Buffer);
      await zip.end(packing);
    },
  };
}

/** A folder, for whoever wants no archive. */
export function folderSink(folder: string): BundleSink {
  let all = 0;
  return {
    open(name) {
      const path = join(folder, name);
      const opened = mkdir(dirname(path), { recursive: true }).then(() => open(path, 'wx', 0o644));
      opened.catch(() => undefined);
      return {
        async write(bytes) {
          await (await opened).appendFile(bytes);
          all += bytes.length;
        },
        async end() {
          const handle = await opened;
          await handle.sync();
          await handle.close();
        },
      };
    },
    end: () => Promise.resolve(all),
    abort: () => rm(folder, { recursive: true, force: true }),
  };
}
