import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import { type Readiness, respondHealth, respondMetrics, respondReadiness } from './health.ts'
import { isAcceptable, normalizeAccept, RESPONSE_TYPES } from './media-types.ts'
import { type MetricsAccess, mayReadMetrics } from './observability/metrics/access.ts'
import type { Metrics } from './observability/metrics/metrics.ts'
import type { RequestRecord } from './observability/request-record.ts'
import type { Gate } from './request-checks.ts'
import { respondError } from './respond.ts'
import type { GraphQLHandler } from './yoga.ts'

/** Options of {@link createRoutes}. */
export interface RoutesOptions {
  readonly graphql: GraphQLHandler
  /** GraphiQL handler; undefined if GraphiQL is disabled. */
  readonly graphiql: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined
  readonly readiness: Readiness
  /** Returns true once new requests are rejected. */
  readonly isStopping: () => boolean
  readonly metrics: Metrics
  readonly gate: Gate
  readonly metricsAccess: MetricsAccess
}

type Route = (record: RequestRecord, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Seconds after which a client of a draining process should retry. A load balancer then routes it elsewhere. */
const RETRY_AFTER_DRAINING_S = '1'

/** Creates the router, which dispatches each request by its path. */
export function createRoutes(options: RoutesOptions): Route {
  const { graphql, graphiql, readiness, isStopping, metrics, metricsAccess, gate } = options
  return async (record, request, response) => {
    const reject = (status: number, code: string, message: string, headers?: OutgoingHttpHeaders) => {
      record.noteError(code)
      respondError(response, status, code, message, headers)
    }
    const rejectWith = ({ message, extensions: { code, http } }: GraphQLError) =>
      reject(http?.status ?? 500, String(code), message, http?.headers)
    const { pathname, search } = parseTarget(request.url ?? '/')
    normalizeAccept(request)
    // Errors need CORS headers too, or pages cannot read them.
    gate.share(request, response)
    // Probes and scrapers address a process by its IP address, so the host check does not apply to them.
    if (pathname === '/healthz') return respondHealth(response)
    if (pathname === '/readyz') return respondReadiness(response, readiness)
    if (pathname === '/metrics' && metricsAccess !== 'closed') {
      if (mayReadMetrics(request, metricsAccess)) return respondMetrics(response, metrics)
      const headers = { 'www-authenticate': 'Bearer' }
      return reject(
        401,
        'UNAUTHENTICATED',
        'Metrics require METRICS_TOKEN: send it as `Authorization: Bearer <token>`.',
        headers,
      )
    }
    const misdirected = gate.rejectHost(request, record.logger)
    if (misdirected !== undefined) return rejectWith(misdirected)
    if (isStopping()) {
      const headers = { 'retry-after': RETRY_AFTER_DRAINING_S }
      return reject(503, 'SHUTTING_DOWN', 'The gateway is shutting down: retry.', headers)
    }
    if (pathname === '/') {
      response.writeHead(302, { location: endpointBehind(request) }).end()
      return
    }
    if (pathname !== '/graphql')
      return reject(404, 'NOT_FOUND', 'Not found: the GraphQL endpoint is /graphql.')
    // The same URL serves the page and GraphQL, so caches must distinguish them.
    response.appendHeader('vary', 'accept')
    if (isPageRequest(request)) {
      if (graphiql !== undefined) return graphiql(request, response)
      if (!search.has('query'))
        return reject(
          404,
          'NOT_FOUND',
          'GraphiQL is disabled (GRAPHIQL): POST GraphQL operations to this URL.',
        )
    }
    const rejection = await gate.admit(record, request)
    if (rejection !== undefined) return rejectWith(rejection)
    if (!isAcceptable(request.headers.accept))
      return reject(
        406,
        'NOT_ACCEPTABLE',
        `No acceptable media type: set Accept to one of ${RESPONSE_TYPES.join(', ')}.`,
      )
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

/**
 * Path prefix that a proxy strips (`x-forwarded-prefix`). It has exactly one leading slash, since two would start the
 * URL of another host.
 */
const PREFIX = /^(\/[\w.~-]+)+$/

/** Returns the endpoint relative to `/`, so that a redirect stays behind the path prefix of a proxy. */
function endpointBehind({ headers }: IncomingMessage): string {
  const prefix = String(headers['x-forwarded-prefix'] ?? '').replace(/\/$/, '')
  return PREFIX.test(prefix) ? `${prefix}/graphql` : 'graphql'
}

/** Splits a request target. Uses no URL parser, because targets such as `//` and `*` are not valid URLs. */
function parseTarget(target: string): { readonly pathname: string; readonly search: URLSearchParams } {
  const [pathname = '/', search = ''] = target.split('?', 2)
  return { pathname, search: new URLSearchParams(search) }
}
