import { once } from 'node:events'
import { type Child, startChild } from './child.ts'

/** Starts a gateway in a process of its own that tells what memory it holds. */
export function startMeasuredGateway(endpoint: string): Promise<Child> {
  return startChild('./fan-out-gateway.ts', {
    environment: { PORT: '0', AWS_ENDPOINT_URL_APPSTREAM: endpoint, WS_MAX_SUBSCRIPTIONS: '10000' },
  })
}

/** What it holds now, in bytes, the garbage collected. */
export async function memoryOf({
  process: child,
}: Child): Promise<{ readonly heapUsed: number; readonly rss: number }> {
  const answer = once(child, 'message')
  child.send('memory')
  const [memory] = await answer
  return memory
}
