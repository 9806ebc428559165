import type { IncomingMessage } from 'node:http'
import { createPipelineGuard, hasTooManyHeaders, MAX_HEADERS } from './connections/connection-guard.ts'
import type { Drain } from './connections/drain.ts'
import type { GatewayResponse } from './gateway-response.ts'
import { createRequestRecord, type RequestObservers } from './observability/request-record.ts'
import { respondError } from './respond.ts'
import type { Route } from './routes.ts'

/** Options of {@link createRequestListener}. */
export interface RequestListenerOptions extends RequestObservers {
  readonly drain: Pick<Drain, 'admit' | 'leave'>
  readonly route: Route
}

/** Creates the listener of an HTTP server. It records and routes each request, and responds to unexpected errors. */
export function createRequestListener({ drain, route, ...observers }: RequestListenerOptions) {
  const pipelines = createPipelineGuard()
  return (request: IncomingMessage, response: GatewayResponse): void => {
    if (!pipelines.admit(request)) return
    const record = createRequestRecord(request, observers)
    response.record = record
    drain.admit(response)
    response.on('close', () => {
      pipelines.leave(request)
      drain.leave(response, request.socket)
      record.finish({ status: response.statusCode, aborted: !response.writableFinished })
    })
    if (hasTooManyHeaders(request)) {
      record.noteError('BAD_REQUEST')
      const message = `The request has too many headers: send at most ${MAX_HEADERS - 1}.`
      respondError(response, 431, 'BAD_REQUEST', message)
      return
    }
    const fail = (error: unknown) => {
      record.logger.error({ err: error }, 'unexpected error')
      if (response.headersSent) response.destroy()
      else respondError(response, 500, 'INTERNAL_SERVER_ERROR', 'Unexpected error')
    }
    try {
      const served = route(record, request, response)
      if (served instanceof Promise) served.catch(fail)
    } catch (error) {
      fail(error)
    }
  }
}
