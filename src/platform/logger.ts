import winston from 'winston';
import { dayOfFile, putLogAside, sizeOfFile } from './log-file.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Ids and outcomes only: never a message body, never a patron (architecture §9). */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  error(text: string, facts?: LogFacts): void;
  warn(text: string, facts?: LogFacts): void;
  info(text: string, facts?: LogFacts): void;
  debug(text: string, facts?: LogFacts): void;
}

export interface LoggerOptions {
  level: LogLevel | 'silent';
  name: string;
  file?: string;
  /** The file is put aside before it grows beyond this, and with each new day (UTC). */
  rotateBytes?: number;
  /** Real time; another one in tests. */
  now?: () => Date;
}

/** Logs JSON lines to standard error, or to `file` where one is given. */
export function buildLogger(options: LoggerOptions): Logger {
  const written = { bytes: 0 };
  const logger = winston.createLogger({
    level: options.level === 'silent' ? 'error' : options.level,
    silent: options.level === 'silent',
    defaultMeta: { gateway: options.name },
    format: winston.format.combine(winston.format.timestamp(), winston.format.json(), counting(written)()),
    transports: [],
  });
  const { file } = options;
  const rotate = file === undefined ? toStandardError(logger) : toFile(logger, { ...options, file, written });
  const log =
    (level: LogLevel) =>
    (text: string, facts?: LogFacts): void => {
      rotate();
      logger.log(level, text, facts);
    };
  return { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') };
}

export const silentLogger: Logger = { error() {}, warn() {}, info() {}, debug() {} };

const MESSAGE = Symbol.for('message');

/** Counts what is written, as a format that changes nothing. */
function counting(written: { bytes: number }): () => winston.Logform.Format {
  return winston.format((info) => {
    const line = info[MESSAGE];
    if (typeof line === 'string') written.bytes += Buffer.byteLength(line) + 1;
    return info;
  });
}

function toStandardError(logger: winston.Logger): () => void {
  logger.add(new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] }));
  return () => undefined;
}

/** Answers what looks, before each line, whether the file has had its day or its size. */
function toFile(
  logger: winston.Logger,
  options: LoggerOptions & { file: string; written: { bytes: number } },
): () => void {
  const { file, written, rotateBytes = Infinity, now = () => new Date() } = options;
  let day = dayOfFile(file, now());
  written.bytes = sizeOfFile(file);
  let transport = new winston.transports.File({ filename: file });
  logger.add(transport);
  return () => {
    const today = now().toISOString().slice(0, 10);
    if (today === day && written.bytes < rotateBytes) return;
    const full = day;
    [day, written.bytes] = [today, 0];
    // Where the folder cannot be changed, the log goes on in the file that it has.
    if (!isPutAside(file, full)) return;
    const before = transport;
    transport = new winston.transports.File({ filename: file });
    logger.add(transport).remove(before);
  };
}

function isPutAside(file: string, day: string): boolean {
  try {
    putLogAside(file, day);
    return true;
  } catch {
    return false;
  }
}
