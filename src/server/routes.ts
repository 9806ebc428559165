import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import { isPromise, type PromiseOrValue } from 'graphql-yoga'
import type { GatewayResponse } from './gateway-response.ts'
import { type Readiness, respondHealth, respondMetrics, respondReadiness } from './health.ts'
import { createAcceptNormalizer, isAcceptable, RESPONSE_TYPES } from './media-types.ts'
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

/** Serves a request. It is synchronous where it can be, since most requests are. */
export type Route = (
  record: RequestRecord,
  request: IncomingMessage,
  response: GatewayResponse,
) => PromiseOrValue<void>

/** Creates the router, which dispatches each request by its path. */
export function createRoutes(options: RoutesOptions): Route {
  const { graphql, graphiql, isStopping, gate } = options
  const normalizeAccept = createAcceptNormalizer()
  const probes = new Map(Object.entries(createProbes(options)))

  /** Serves an admitted operation. */
  const execute: Route = (record, request, response) => {
    if (!isAcceptable(request.headers.accept)) {
      const message = `No acceptable media type: set Accept to one of ${RESPONSE_TYPES.join(', ')}.`
      return reject(record, response, { status: 406, code: 'NOT_ACCEPTABLE', message })
    }
    if (request.method !== 'OPTIONS') return graphql.handle(record, request, response)
    response.writeHead(204, { allow: 'GET, POST' }).end()
  }

  return (record, request, response) => {
    const { pathname, search } = parseTarget(request.url ?? '/')
    normalizeAccept(request)
    // Errors need CORS headers too, or pages cannot read them.
    gate.share(request, response)
    // Probes and scrapers address a process by its IP address, so the host check does not apply to them.
    const probe = probes.get(pathname)
    if (probe !== undefined) return probe(record, request, response)
    const misdirected = gate.rejectHost(request, record)
    if (misdirected !== undefined) return rejectWith(record, response, misdirected)
    if (isStopping()) return reject(record, response, SHUTTING_DOWN)
    if (pathname === '/') {
      response.writeHead(302, { location: endpointBehind(request) }).end()
      return
    }
    if (pathname !== '/graphql') {
      const message = 'Not found: the GraphQL endpoint is /graphql.'
      return reject(record, response, { status: 404, code: 'NOT_FOUND', message })
    }
    // The same URL serves the page and GraphQL, so caches must distinguish them.
    response.variesByAccept = !isPageRequest(request)
    if (!response.variesByAccept) {
      response.appendHeader('vary', 'accept')
      if (graphiql !== undefined) return graphiql(request, response)
      if (!new URLSearchParams(search).has('query')) {
        const message = 'GraphiQL is disabled (GRAPHIQL): POST GraphQL operations to this URL.'
        return reject(record, response, { status: 404, code: 'NOT_FOUND', message })
      }
    }
    const rejection = gate.admit(record, request)
    if (rejection === undefined) return execute(record, request, response)
    if (!isPromise(rejection)) return rejectWith(record, response, rejection)
    return rejection.then((error) =>
      error === undefined ? execute(record, request, response) : rejectWith(record, response, error),
    )
  }
}

/** Creates the routes of health checks and scrapes. */
function createProbes(options: RoutesOptions): Readonly<Record<string, Route>> {
  const { readiness, metrics, metricsAccess } = options
  return {
    '/healthz': (_record, _request, response) => respondHealth(response),
    '/readyz': (_record, _request, response) => respondReadiness(response, readiness),
    ...(metricsAccess !== 'closed' && {
      '/metrics': (record, request, response) => {
        if (mayReadMetrics(request, metricsAccess)) return respondMetrics(response, metrics)
        const message = 'Metrics require METRICS_TOKEN: send it as `Authorization: Bearer <token>`.'
        const headers = { 'www-authenticate': 'Bearer' }
        return reject(record, response, { status: 401, code: 'UNAUTHENTICATED', message, headers })
      },
    }),
  }
}

/** Rejection of a request before it is executed. */
interface Rejection {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: OutgoingHttpHeaders | undefined
}

/** Seconds after which a client of a draining process should retry. A load balancer then routes it elsewhere. */
const RETRY_AFTER_DRAINING_S = '1'

const SHUTTING_DOWN: Rejection = {
  status: 503,
  code: 'SHUTTING_DOWN',
  message: 'The gateway is shutting down: retry.',
  headers: { 'retry-after': RETRY_AFTER_DRAINING_S },
}

function reject(
  record: RequestRecord,
  response: ServerResponse,
  { status, code, message, headers }: Rejection,
): void {
  record.noteError(code)
  respondError(response, status, code, message, headers)
}

function rejectWith(
  record: RequestRecord,
  response: ServerResponse,
  { message, extensions: { code, http } }: GraphQLError,
): void {
  reject(record, response, {
    status: http?.status ?? 500,
    code: String(code),
    message,
    headers: http?.headers,
  })
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
function parseTarget(target: string): { readonly pathname: string; readonly search: string } {
  const [pathname = '/', search = ''] = target.split('?', 2)
  return { pathname, search }
}
