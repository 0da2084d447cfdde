import winston from 'winston';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Ids and outcomes only: never a message body, never a patron (architecture §9). */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  error(text: string, facts?: LogFacts): void;
  warn(text: string, facts?: LogFacts): void;
  info(text: string, facts?: LogFacts): void;
  debug(text: string, facts?: LogFacts): void;
}

/** Logs JSON lines to standard error, or to `file` where one is given. */
export function buildLogger(options: { level: LogLevel | 'silent'; file?: string; name: string }): Logger {
  const transports: winston.transport[] = [
    options.file === undefined
      ? new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })
      : new winston.transports.File({ filename: options.file }),
  ];
  const winstonLogger = winston.createLogger({
    level: options.level === 'silent' ? 'error' : options.level,
    silent: options.level === 'silent',
    defaultMeta: { gateway: options.name },
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports,
  });
  return {
    error: (text, facts) => void winstonLogger.error(text, facts),
    warn: (text, facts) => void winstonLogger.warn(text, facts),
    info: (text, facts) => void winstonLogger.info(text, facts),
    debug: (text, facts) => void winstonLogger.debug(text, facts),
  };
}

export const silentLogger: Logger = { error() {}, warn() {}, info() {}, debug() {} };
