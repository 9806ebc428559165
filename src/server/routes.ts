import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Gate } from './gate.ts'
import { type Readiness, respondHealth, respondMetrics, respondReadiness } from './health.ts'
import { type MetricsAccess, mayReadMetrics } from './observability/metrics/access.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import type { RequestRecord } from './observability/request-record.ts'
import { respondError } from './respond.ts'
import type { GraphQLHandler } from './yoga.ts'

export interface RoutesOptions {
  readonly graphql: GraphQLHandler
  /** Serves the page; `undefined` when GraphiQL is off. */
  readonly graphiql: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly gate: Gate
  readonly metricsAccess: MetricsAccess
}

type Route = (record: RequestRecord, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Seconds after which a client of a draining process tries again: a load balancer has found another one by then. */
const RETRY_AFTER_DRAINING_S = '1'

/** Sends each request where its path says. */
export function createRoutes(options: RoutesOptions): Route {
  const { graphql, graphiql, readiness, metrics, metricsAccess, gate } = options
  return async (record, request, response) => {
    const refuse = (status: number, code: string, message: string, headers?: OutgoingHttpHeaders) => {
      record.noteError(code)
      respondError(response, status, code, message, headers)
    }
    const { pathname, search } = parseTarget(request.url ?? '/')
    if (!gate.isMeantForUs(request)) {
      const message = 'No such host is here: ask for this gateway by its address, or set ALLOWED_HOSTS.'
      return refuse(403, 'HOST_NOT_ALLOWED', message)
    }
    if (pathname === '/healthz') return respondHealth(response)
    if (pathname === '/readyz') return respondReadiness(response, readiness)
    if (pathname === '/metrics' && metricsAccess !== 'closed') {
      if (mayReadMetrics(request, metricsAccess)) return respondMetrics(response, metrics)
      const headers = { 'www-authenticate': 'Bearer' }
      return refuse(401, 'UNAUTHENTICATED', 'Metrics are for who bears METRICS_TOKEN.', headers)
    }
    if (readiness.isDraining()) {
      const headers = { 'retry-after': RETRY_AFTER_DRAINING_S }
      return refuse(503, 'SHUTTING_DOWN', 'The gateway is shutting down: try again.', headers)
    }
    if (pathname === '/') {
      response.writeHead(302, { location: '/graphql' }).end()
      return
    }
    if (pathname !== '/graphql')
      return refuse(404, 'NOT_FOUND', 'Nothing is here: the GraphQL endpoint is /graphql.')
    // One URL, two answers: caches must not mix them up.
    response.setHeader('vary', 'accept')
    if (isPageRequest(request)) {
      if (graphiql !== undefined) return graphiql(request, response)
      if (!search.has('query'))
        return refuse(404, 'NOT_FOUND', 'GraphiQL is off: POST GraphQL operations here.')
    }
    const refused = await gate.admit(record, request, response)
    if (refused !== undefined) {
      const { status = 500, headers } = refused.extensions.http ?? {}
      return refuse(status, String(refused.extensions['code']), refused.message, headers)
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: 'GET, POST' }).end()
      return
    }
    return graphql.handle(record, request, response)
  }
}

function isPageRequest({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/i.test(headers.accept ?? '')
}

/** Splits by hand: a request target need not be a valid URL (`//`, `*`). */
function parseTarget(target: string): { readonly pathname: string; readonly search: URLSearchParams } {
  const [pathname = '/', search = ''] = target.split('?', 2)
  return { pathname, search: new URLSearchParams(search) }
}
