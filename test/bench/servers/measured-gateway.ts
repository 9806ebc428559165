import { once } from 'node:events'
import { z } from 'zod'
import { type Child, startChild } from '../../support/child.ts'

/** Module that makes a gateway report its memory. */
export const MEMORY_REPORT = 'test/bench/servers/report-memory.ts'

/** Environment with raised limits per caller: all clients on this machine count as one caller. */
export const UNBOUND = {
  WS_MAX_SUBSCRIPTIONS: '10000',
  CALLER_MAX_CONNECTIONS: '0',
  CALLER_MAX_SUBSCRIPTIONS: '0',
}

/** Starts a gateway in a process of its own that reports its memory, from this or another checkout. */
export function startMeasuredGateway(
  endpoint: string,
  environment: Readonly<Record<string, string>> = {},
  directory?: URL,
): Promise<Child> {
  return startChild('src/main.ts', {
    environment: {
      PORT: '0',
      AWS_ENDPOINT_URL_APPSTREAM: endpoint,
      LOG_LEVEL: 'warn',
      ...UNBOUND,
      ...environment,
    },
    preloads: [MEMORY_REPORT],
    ...(directory !== undefined && { directory }),
  })
}

const memoryShape = z.object({ heapUsed: z.number(), rss: z.number() })

/** Memory of a process in bytes. */
export type Memory = Readonly<z.infer<typeof memoryShape>>

/** Returns its current memory in bytes, after garbage collection. */
export async function memoryOf({ process: child }: Pick<Child, 'process'>): Promise<Memory> {
  const answer = once(child, 'message')
  child.send('memory')
  const [memory] = await answer
  return memoryShape.parse(memory)
}
