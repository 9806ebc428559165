import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { isCallAborted, isUpstreamError } from '../errors/exceptions.ts'

/** Call to trace. */
export interface TracedCall {
  readonly operation: string
  readonly region: string
  /** Undefined until the account is known. */
  readonly accountId: string | undefined
  /** Read at the end of the call; undefined if AWS returned none. */
  readonly awsRequestId: () => string | undefined
}

/** Returns the process's global tracer, which may be registered later; without one, spans cost nothing. */
export function globalTracer(): Tracer {
  return trace.getTracer('appstream-graphql')
}

/**
 * Runs a call in its own span, a child of the active one. Attributes follow OpenTelemetry's conventions for the AWS
 * SDK.
 */
export async function traced<Result>(
  tracer: Tracer,
  { operation, region, accountId, awsRequestId }: TracedCall,
  run: () => Promise<Result>,
): Promise<Result> {
  const span = tracer.startSpan(`AppStream.${operation}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': 'AppStream',
      'rpc.method': operation,
      'cloud.region': region,
      ...(accountId !== undefined && { 'cloud.account.id': accountId }),
    },
  })
  try {
    return await context.with(trace.setSpan(context.active(), span), run)
  } catch (error) {
    span.setAttribute('error.type', errorType(error))
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : '' })
    throw error
  } finally {
    const requestId = awsRequestId()
    if (requestId !== undefined) span.setAttribute('aws.request_id', requestId)
    span.end()
  }
}

function errorType(error: unknown): string {
  if (isUpstreamError(error)) return error.code
  return isCallAborted(error) ? 'ABORTED' : '_OTHER'
}
