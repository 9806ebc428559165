import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'

/** Minimum severity of log entries. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/**
 * Creates a logger of JSON lines with RFC 3339 timestamps.
 * @param target destination of the lines. Default: stderr, because stdout is for the startup message.
 */
export function createLogger(level: LogLevel, target: DestinationStream = destination(2)): Logger {
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, target)
}
