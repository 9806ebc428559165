import { z } from 'zod'
import type { Replica } from '../support/replicas/replicas.ts'
import { isAtLeast } from '../support/severity.ts'

export const REDIS_MISSING = `The demo needs redis-server, which is not installed. Install it:
  Debian, Ubuntu  sudo apt-get install redis-server
  Fedora          sudo dnf install redis
  macOS           brew install redis`

const SUBSCRIPTION = 'subscription { imageBuilderStateChanged { kind state imageBuilder { name } } }'
const MUTATION = 'mutation { startImageBuilder(input: { name: "golden-windows" }) { __typename } }'

/** Returns the message once everything has started. */
export function invitation(url: string, replicas: readonly Replica[]): string {
  const [first] = replicas
  return `
Ready: ${url}

Open it in two tabs of a browser. In the first, run
  ${SUBSCRIPTION}
and in the second
  ${MUTATION}
The first shows each state of the builder, whichever replicas the tabs are connected to: lines below say which
replica served what. The same works with two of the replicas' own URLs.

To see the others take over, kill or pause a replica: kill -9 ${first?.process.pid}, or kill -STOP ${first?.process.pid} and later -CONT.
Ctrl-C ends everything.
`
}

const logLine = z.object({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  msg: z.string(),
  operationType: z.string().optional(),
  operationName: z.string().optional(),
  durationMs: z.number().optional(),
  errorCodes: z.array(z.string()).optional(),
  audit: z.object({ operation: z.string(), resource: z.string().optional(), outcome: z.string() }).optional(),
})

/** Returns a short form of a log line; undefined for a line of no interest. */
export function describeLogLine(line: string): string | undefined {
  const parsed = logLine.safeParse(jsonOf(line))
  // Errors outside of the log, such as that of an invalid setting, are plain text.
  if (!parsed.success) return line
  const { level, msg, audit, operationType, operationName, durationMs, errorCodes = [] } = parsed.data
  if (audit !== undefined) return `${audit.operation} ${audit.resource ?? ''}: ${audit.outcome}`
  if (operationType !== undefined) {
    const errors = errorCodes.length > 0 ? `, ${errorCodes.join(', ')}` : ''
    return `${operationType} ${operationName ?? '(anonymous)'}: ${durationMs} ms${errors}`
  }
  return isAtLeast({ level }, 'warn') || msg.startsWith('shared state') ? msg : undefined
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
