import type { ServerResponse } from 'node:http'
import type { SharedStatus } from '../shared/shared.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import { respondJson } from './respond.ts'

/** Readiness of the process to receive requests: false during startup and once draining. */
export interface Readiness {
  readonly isReady: () => boolean | Promise<boolean>
  readonly isDraining: () => boolean
  /** Status of the state shared with other replicas. It never affects the readiness. Default: a single process. */
  readonly sharedStatus?: (() => SharedStatus) | undefined
}

/** Responds to `/healthz`: 200 as long as the process is alive. Restart it if this fails. */
export function respondHealth(response: ServerResponse): void {
  respondJson(response, 200, { status: 'ok' }, { 'cache-control': 'no-store' })
}

/** Responds to `/readyz`: 200 if ready, else 503. Route no traffic here while it fails. */
export async function respondReadiness(
  response: ServerResponse,
  { isReady, isDraining, sharedStatus }: Readiness,
): Promise<void> {
  const isStarted = isDraining() || (await isReady())
  const status = isDraining() ? 'draining' : isStarted ? 'ready' : 'starting'
  const shared = sharedStatus?.() ?? 'alone'
  const body = { status, ...(shared !== 'alone' && { shared }) }
  respondJson(response, status === 'ready' ? 200 : 503, body, { 'cache-control': 'no-store' })
}

/** Responds to `/metrics` in Prometheus text format. */
export async function respondMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  const { contentType, text } = await metrics.render()
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
}
