import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Takes a bundle's files one after another. Nothing stands under the final name before `end`. */
export interface BundleSink {
  file(name: string, content: AsyncIterable<Uint8Array>, options?: { compress: boolean }): Promise<void>;
  /** Answers how many bytes the whole takes. */
  end(): Promise<number>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** A zip file, streamed: memory does not grow with it. */
export function zipSink(path: string): BundleSink {
  const part = `${path}.part`;
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(part, { flags: 'w', mode: 0o600 }));
  // Whoever waits for a file or for the end hears of it; nobody else has to.
  const failed = new Promise<never>((_resolve, reject) => {
    zip.once('error', reject);
    written.catch(reject);
  });
  failed.catch(() => undefined);
  return {
    file(name, content, { compress } = { compress: true }) {
      const read = new Promise<void>((resolve, reject) => {
        const stream = (): Readable =>
          Readable.from(told(content, { resolve, reject }), { objectMode: false });
        zip.addReadStreamLazy(name, { compress, mode: 0o100644 }, (give) => give(null, stream()));
      });
      return Promise.race([read, failed]);
    },
    async end() {
      zip.end();
      await written;
      await syncFile(part);
      await rename(part, path);
      return (await stat(path)).size;
    },
    async abort() {
      (zip.outputStream as Readable).destroy(new Error('the export was ended'));
      await written.catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

/** A folder, for whoever wants no archive. */
export function folderSink(folder: string): BundleSink {
  let bytes = 0;
  return {
    async file(name, content) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const handle = await open(path, 'wx', 0o644);
      try {
        for await (const chunk of content) {
          bytes += chunk.length;
          await handle.appendFile(chunk);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    end: () => Promise.resolve(bytes),
    abort: () => rm(folder, { recursive: true, force: true }),
  };
}

async function* told(
  content: AsyncIterable<Uint8Array>,
  whom: { resolve: () => void; reject: (thrown: unknown) => void },
): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
    whom.resolve();
  } catch (thrown) {
    whom.reject(thrown);
    throw thrown;
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
}
