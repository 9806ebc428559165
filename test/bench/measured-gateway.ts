import { once } from 'node:events'
import { type Child, startChild } from '../support/child.ts'

/** Environment with raised limits per caller: all clients on this machine count as one caller. */
export const UNBOUND = {
  WS_MAX_SUBSCRIPTIONS: '10000',
  CALLER_MAX_CONNECTIONS: '0',
  CALLER_MAX_SUBSCRIPTIONS: '0',
}

/** Starts a gateway in a process of its own that reports its memory. */
export function startMeasuredGateway(
  endpoint: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Child> {
  return startChild('test/bench/gateway.ts', {
    environment: { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: endpoint, ...UNBOUND, ...environment },
  })
}

/** Memory of a process in bytes. */
export interface Memory {
  readonly heapUsed: number
  readonly rss: number
}

/** Returns its current memory in bytes, after garbage collection. */
export async function memoryOf({ process: child }: Pick<Child, 'process'>): Promise<Memory> {
  const answer = once(child, 'message')
  child.send('memory')
  const [memory] = await answer
  return memory
}
