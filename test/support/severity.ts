import { levels } from 'pino'

/** Returns true if a log entry has at least this severity. Throws on an unknown level, which no check would find. */
export function isAtLeast(
  { level }: { readonly level?: unknown },
  minimum: 'warn' | 'error' | 'fatal',
): boolean {
  const severity = levels.values[String(level)]
  if (severity === undefined) throw new Error(`Unknown level in the log: ${JSON.stringify(level)}.`)
  return severity >= (levels.values[minimum] ?? 0)
}
