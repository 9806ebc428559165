import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'

/** Minimum severity of log entries. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** Settings of the log. */
export interface LogOptions {
  readonly level: LogLevel
  /** `auto`: text if stderr is a terminal, else JSON. */
  readonly format: 'auto' | 'json' | 'pretty'
}

/** Output of a process that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean
  /** Returns true if the terminal shows colours. Respects `NO_COLOR` and `FORCE_COLOR`. */
  hasColors?(): boolean
}

const STDERR = 2

/**
 * Creates a logger of JSON lines with RFC 3339 timestamps and names of levels.
 * @param target destination of the lines. Default: stderr, because stdout is for the startup message.
 */
export function createLogger(level: LogLevel, target: DestinationStream = destination(STDERR)): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return pino(options, target)
}

/** Opens the log of this process on stderr. */
export async function openLog(
  { level, format }: LogOptions,
  {
    output = process.stderr,
    target = destination(STDERR),
  }: { output?: Output; target?: DestinationStream } = {},
): Promise<Logger> {
  const isTerminal = output.isTTY === true
  if (format === 'json' || (format === 'auto' && !isTerminal)) return createLogger(level, target)
  return createLogger(level, await prettify(target, isTerminal && output.hasColors?.() === true))
}

/**
 * Returns a destination that turns JSON lines into text for people. It writes each line at once, unlike the stream of
 * pino-pretty, so that no line is lost if the process exits.
 */
async function prettify(target: DestinationStream, colorize: boolean): Promise<DestinationStream> {
  // Loaded only here, because servers log JSON.
  const { prettyFactory } = await import('pino-pretty')
  const format = prettyFactory({ colorize, singleLine: true, translateTime: 'SYS:HH:MM:ss.l' })
  return { write: (line) => target.write(format(line) ?? line) }
}
