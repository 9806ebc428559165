import type { ServerResponse } from 'node:http'
import type { Metrics } from './observability/metrics/metrics.ts'
import { respondJson } from './respond.ts'

/** Whether the process shall get requests; false while it starts and from the moment it drains. */
export interface Readiness {
  readonly isReady: () => boolean | Promise<boolean>
  readonly isDraining: () => boolean
}

/** `/healthz`: the process lives and listens. Restart it when this fails. */
export function respondHealth(response: ServerResponse): void {
  respondJson(response, 200, { status: 'ok' }, { 'cache-control': 'no-store' })
}

/** `/readyz`: 200 when requests are welcome, else 503. Send no traffic while this fails. */
export async function respondReadiness(
  response: ServerResponse,
  { isReady, isDraining }: Readiness,
): Promise<void> {
  const isStarted = isDraining() || (await isReady())
  const status = isDraining() ? 'draining' : isStarted ? 'ready' : 'starting'
  respondJson(response, status === 'ready' ? 200 : 503, { status }, { 'cache-control': 'no-store' })
}

/** `/metrics`: in Prometheus' text format. */
export async function respondMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  const { contentType, text } = await metrics.render()
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
}
