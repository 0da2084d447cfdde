import { buildApp } from './app.js';
import { readSettings } from './config/index.js';
import { OperatorError } from './platform/index.js';

/** Serves until it is told to stop; then finishes what runs and exits within the time that the settings give. */
export async function serve(file?: string): Promise<void> {
  const settings = readSettings(file === undefined ? {} : { file });
  // Before anything is open: whoever is told to stop while starting starts, and stops well.
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  const app = await buildApp(settings, {
    announce: (text) => void process.stderr.write(`${text}\n`),
  });
  await app.start();
  await told;
  setTimeout(() => process.exit(1), settings.server.stopWithinMs).unref();
  await app.stop();
  // Agenda leaves timers behind that would hold the process up.
  process.exit(0);
}

if (process.argv[1] === import.meta.filename)
  serve().catch((thrown: unknown) => {
    process.stderr.write(thrown instanceof OperatorError ? `${thrown.message}\n` : `${String(thrown)}\n`);
    process.exit(1);
  });
