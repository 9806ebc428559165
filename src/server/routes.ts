import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import type { Gate } from './gate.ts'
import { type Readiness, respondHealth, respondMetrics, respondReadiness } from './health.ts'
import { ANSWERS, isAcceptable, normalizeAccept } from './media-types.ts'
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
  /** Whether nothing new is served any more. */
  readonly isStopping: () => boolean
  readonly metrics: Metrics
  readonly gate: Gate
  readonly metricsAccess: MetricsAccess
}

type Route = (record: RequestRecord, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Seconds after which a client of a draining process tries again: a load balancer has found another one by then. */
const RETRY_AFTER_DRAINING_S = '1'

/** Creates the router: sends each request to the handler of its path. */
export function createRoutes(options: RoutesOptions): Route {
  const { graphql, graphiql, readiness, isStopping, metrics, metricsAccess, gate } = options
  return async (record, request, response) => {
    const refuse = (status: number, code: string, message: string, headers?: OutgoingHttpHeaders) => {
      record.noteError(code)
      respondError(response, status, code, message, headers)
    }
    const refuseBy = ({ message, extensions: { code, http } }: GraphQLError) =>
      refuse(http?.status ?? 500, String(code), message, http?.headers)
    const { pathname, search } = parseTarget(request.url ?? '/')
    normalizeAccept(request)
    // Also errors: a page cannot read the code of an answer that is not shared with it.
    gate.share(request, response)
    // Probes and scrapers address a process by its IP address, whatever its names are.
    if (pathname === '/healthz') return respondHealth(response)
    if (pathname === '/readyz') return respondReadiness(response, readiness)
    if (pathname === '/metrics' && metricsAccess !== 'closed') {
      if (mayReadMetrics(request, metricsAccess)) return respondMetrics(response, metrics)
      const headers = { 'www-authenticate': 'Bearer' }
      return refuse(401, 'UNAUTHENTICATED', 'Send METRICS_TOKEN as a bearer token.', headers)
    }
    const misdirected = gate.refuseHost(request, record.logger)
    if (misdirected !== undefined) return refuseBy(misdirected)
    if (isStopping()) {
      const headers = { 'retry-after': RETRY_AFTER_DRAINING_S }
      return refuse(503, 'SHUTTING_DOWN', 'The gateway is shutting down: try again.', headers)
    }
    if (pathname === '/') {
      response.writeHead(302, { location: endpointBehind(request) }).end()
      return
    }
    if (pathname !== '/graphql')
      return refuse(404, 'NOT_FOUND', 'Nothing is here: the GraphQL endpoint is /graphql.')
    // One URL, two answers: caches must not mix them up.
    response.appendHeader('vary', 'accept')
    if (isPageRequest(request)) {
      if (graphiql !== undefined) return graphiql(request, response)
      if (!search.has('query'))
        return refuse(404, 'NOT_FOUND', 'GraphiQL is off: POST GraphQL operations here.')
    }
    const refused = await gate.admit(record, request)
    if (refused !== undefined) return refuseBy(refused)
    if (!isAcceptable(request.headers.accept))
      return refuse(406, 'NOT_ACCEPTABLE', `Accept one of ${ANSWERS.join(', ')}.`)
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

/** A path as proxies state the prefix that they strip. One slash at its start: two would begin another host's URL. */
const PREFIX = /^(\/[\w.~-]+)+$/

/** Returns the endpoint as a browser reaches it from `/`: relative, so that it stays behind a proxy's path prefix. */
function endpointBehind({ headers }: IncomingMessage): string {
  const prefix = String(headers['x-forwarded-prefix'] ?? '').replace(/\/$/, '')
  return PREFIX.test(prefix) ? `${prefix}/graphql` : 'graphql'
}

/** Splits by hand: a request target need not be a valid URL (`//`, `*`). */
function parseTarget(target: string): { readonly pathname: string; readonly search: URLSearchParams } {
  const [pathname = '/', search = ''] = target.split('?', 2)
  return { pathname, search: new URLSearchParams(search) }
}
