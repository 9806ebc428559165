import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'

/** The least severe level that is logged. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/**
 * A logger of JSON lines with RFC 3339 times.
 * @param target where the lines go: stderr unless told, because stdout belongs to the line that says the gateway is ready.
 */
export function createLogger(level: LogLevel, target: DestinationStream = destination(2)): Logger {
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, target)
}
