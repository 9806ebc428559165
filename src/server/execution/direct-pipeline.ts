import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { ExecutionResult } from 'graphql'
import {
  type FetchAPI,
  type GraphQLParams,
  isAsyncIterable,
  type PromiseOrValue,
  processRegularResult,
} from 'graphql-yoga'
import { encodeBody } from '../answers/answer.ts'
import type { Timeouts } from '../connections/timeouts.ts'
import { asGraphQLError } from '../errors.ts'
import { encodingOf, parseBody, readBody } from '../limits/body.ts'
import type { Admit } from '../limits/params.ts'
import { isJson, resultMediaType } from '../media-types.ts'
import { respondResult } from '../respond.ts'
import { type HttpContext, ResponseDisconnection } from './http-context.ts'
import { maskSentResult } from './sent-results.ts'
import { textOf } from './serialized-results.ts'

/** Members of Yoga that the direct pipeline calls. */
export interface DirectYoga {
  /** Runs the checks of the parameters and the operation. Rejects only before the operation has started. */
  readonly getResultForParams: (
    operation: { readonly params: GraphQLParams; readonly request: Request },
    context: HttpContext,
  ) => PromiseOrValue<ExecutionResult | AsyncIterable<ExecutionResult> | undefined>
  readonly fetchAPI: FetchAPI
}

/** Options of {@link createDirectPipeline}. */
export interface DirectPipelineOptions {
  /** Returns the parameters to execute: those of a document id include its document. @throws {GraphQLError} */
  readonly admit: Admit
  readonly maxBodyBytes: number
  readonly timeouts: Timeouts
}

/** Shorter way through the GraphQL pipeline. */
export interface DirectPipeline {
  /** Responds to a request. If it does not qualify, returns the context with which Yoga has to respond. */
  serve(context: HttpContext): Promise<HttpContext | undefined>
}

/**
 * Words of documents that Yoga alone executes. The result of a subscription is a stream. A mutation must never run twice,
 * not even if an exception, after which Yoga handles the request, came after its execution.
 */
const OTHER_OPERATION = /\b(?:subscription|mutation)\b/

/**
 * Creates the direct pipeline for the usual requests: a JSON POST whose result is one JSON document. Yoga checks and
 * executes the operation with all its plugins, but without the `Request` and `Response` of the Fetch API, whose creation
 * takes longer than reading and writing them. Yoga alone responds to all other requests.
 */
export function createDirectPipeline(
  { getResultForParams, fetchAPI }: DirectYoga,
  { admit, maxBodyBytes, timeouts }: DirectPipelineOptions,
): DirectPipeline {
  /** Stands in for every request. Plugins read more than its method only if they serve streams. */
  const request = new Request('http://localhost/graphql', { method: 'POST' })

  /** Executes an operation. Returns undefined, without side effects, if Yoga has to respond. */
  async function execute(context: HttpContext, body: Promise<Buffer>): Promise<ExecutionResult | undefined> {
    const { disconnected = new ResponseDisconnection(context.outgoing) } = context
    try {
      const params = parseBody(await body)
      const { query } = admit(params)
      if (typeof query !== 'string' || OTHER_OPERATION.test(query)) return undefined
      const result = await getResultForParams({ params, request }, { ...context, disconnected })
      return isAsyncIterable(result) ? undefined : result
    } catch {
      // A request that is rejected before its execution. Yoga finds the same error, and responds with it.
      return undefined
    }
  }

  async function send(result: ExecutionResult, context: HttpContext): Promise<void> {
    const { record, outgoing, incoming, capture } = context
    const masked = maskSentResult(result, record)
    capture?.noteResult(masked)
    const mediaType = resultMediaType(incoming.headers.accept) ?? 'application/json'
    const { status, headers, text } = await serialize(masked)
    capture?.noteText(text)
    capture?.complete({ status, contentType: headers['content-type'] })
    if (outgoing.closed || outgoing.destroyed || outgoing.writableEnded) return
    respondResult(outgoing, status, headers, encodeBody(text), timeouts)

    async function serialize(one: ExecutionResult): Promise<Serialized> {
      if (hasErrors(one)) return serializeErrors(one, mediaType, fetchAPI)
      try {
        return { status: 200, headers: { 'content-type': `${mediaType}; charset=utf-8` }, text: textOf(one) }
      } catch (error) {
        // The data contains a value that JSON cannot represent.
        capture?.end(undefined)
        return serialize(maskSentResult({ errors: [asGraphQLError(error)] }, record))
      }
    }
  }

  return {
    async serve(context) {
      const { incoming } = context
      if (!qualifies(incoming)) return context
      const { body = readBody(incoming, maxBodyBytes) } = context
      const result = await execute(context, body)
      if (result === undefined) return { ...context, body }
      await send(result, context)
      return undefined
    },
  }
}

/** Returns true if a request qualifies by its method and headers. */
function qualifies({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    isJson(headers['content-type'] ?? '') &&
    encodingOf(headers['content-encoding']) === undefined &&
    resultMediaType(headers.accept) !== undefined
  )
}

interface Serialized {
  readonly status: number
  readonly headers: OutgoingHttpHeaders & { 'content-type': string }
  readonly text: string
}

/** Returns true if a result may have a status other than 200. */
function hasErrors({ errors, extensions }: ExecutionResult): boolean {
  return errors !== undefined || extensions?.['http'] !== undefined
}

/** Serializes a result with errors, which determine the status and headers. */
async function serializeErrors(
  result: ExecutionResult,
  mediaType: string,
  fetchAPI: FetchAPI,
): Promise<Serialized> {
  const response = processRegularResult({ ...result, stringify: textOf }, fetchAPI, mediaType)
  const headers: Serialized['headers'] = { 'content-type': '' }
  for (const [name, value] of response.headers) headers[name.toLowerCase()] = value
  return { status: response.status, headers, text: await response.text() }
}
