import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import type { Gate } from './gate.ts'
import { type Readiness, respondHealth, respondMetrics, respondReadiness } from './health.ts'
import type { Metrics } from './metrics.ts'
import type { RequestRecord } from './request-record.ts'
import { respondError } from './respond.ts'
import type { GraphQLHandler } from './yoga.ts'

export interface RoutesOptions {
  readonly graphql: GraphQLHandler
  /** Serves the page; `undefined` when GraphiQL is off. */
  readonly graphiql: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly gate: Gate
}

type Route = (record: RequestRecord, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Seconds after which a client of a draining process tries again: a load balancer has found another one by then. */
const RETRY_AFTER_DRAINING_S = '1'

/** Sends each request where its path says. */
export function createRoutes(options: RoutesOptions): Route {
  const { graphql, graphiql, readiness, metrics, gate } = options
  return async (record, request, response) => {
    const { pathname, search } = parseTarget(request.url ?? '/')
    if (!gate.isMeantForUs(request)) {
      const message = 'No such host is here: ask for this gateway by its address, or set ALLOWED_HOSTS.'
      return respondError(response, 403, 'HOST_NOT_ALLOWED', message)
    }
    if (pathname === '/healthz') return respondHealth(response)
    if (pathname === '/readyz') return respondReadiness(response, readiness)
    if (pathname === '/metrics') return respondMetrics(response, metrics)
    if (readiness.isDraining()) {
      const headers = { 'retry-after': RETRY_AFTER_DRAINING_S }
      return respondError(response, 503, 'SHUTTING_DOWN', 'The gateway is shutting down: try again.', headers)
    }
    if (pathname === '/') {
      response.writeHead(302, { location: '/graphql' }).end()
      return
    }
    if (pathname !== '/graphql') {
      return respondError(response, 404, 'NOT_FOUND', 'Nothing is here: the GraphQL endpoint is /graphql.')
    }
    // One URL, two answers: caches must not mix them up.
    response.setHeader('vary', 'accept')
    if (isPageRequest(request)) {
      if (graphiql !== undefined) return graphiql(request, response)
      if (!search.has('query'))
        return respondError(response, 404, 'NOT_FOUND', 'GraphiQL is off: POST GraphQL operations here.')
    }
    const refused = await gate.admit(record, request, response)
    if (refused !== undefined) return respondRefusal(record, response, refused)
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: 'GET, POST' }).end()
      return
    }
    return graphql.handle(record, request, response)
  }
}

function respondRefusal(
  record: RequestRecord,
  response: ServerResponse,
  { message, extensions }: GraphQLError,
) {
  const code = String(extensions['code'])
  record.errorCodes.add(code)
  const { status = 500, headers } = extensions.http ?? {}
  respondError(response, status, code, message, headers)
}

function isPageRequest({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/i.test(headers.accept ?? '')
}

/** Splits by hand: a request target need not be a valid URL (`//`, `*`). */
function parseTarget(target: string): { readonly pathname: string; readonly search: URLSearchParams } {
  const [pathname = '/', search = ''] = target.split('?', 2)
  return { pathname, search: new URLSearchParams(search) }
}
