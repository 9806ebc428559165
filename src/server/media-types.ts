import type { IncomingMessage } from 'node:http'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { keepResults } from './bounded-memo.ts'
import { codedError, errorBody } from './coded-error.ts'
import type { ServerContext } from './observability/request-record.ts'

const GRAPHQL_RESPONSE = 'application/graphql-response+json'
const JSON_TYPE = 'application/json'

/** Media types of GraphQL responses. */
export const RESPONSE_TYPES: readonly string[] = [
  GRAPHQL_RESPONSE,
  JSON_TYPE,
  'text/event-stream',
  'multipart/mixed',
]
const NO_STREAM =
  'A subscription needs `Accept: text/event-stream` or `multipart/mixed;subscriptionSpec=1.0`, or a WebSocket.'
const BODY = /^application\/json\s*(;|$)/i

/** Returns true if a content type is that of a JSON body. */
export function isJson(contentType: string): boolean {
  return contentType === JSON_TYPE || BODY.test(contentType)
}

/** Rejects a body that is not JSON with 415. Yoga would also execute HTML forms, which any web page can submit. */
export function useMediaTypes(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method === 'POST' && !isJson(request.headers.get('content-type') ?? '')) {
        throw codedError(
          'UNSUPPORTED_MEDIA_TYPE',
          'POST a JSON body, with content-type: application/json.',
          415,
        )
      }
      if (requestParser === undefined) return
      setRequestParser(async (incoming) => {
        try {
          return await requestParser(incoming)
        } catch (error) {
          // Yoga would report a syntax error in `variables` of a GET as an internal error.
          if (!(error instanceof SyntaxError)) throw error
          throw codedError('BAD_REQUEST', '`variables` and `extensions` must be JSON.', 400)
        }
      })
    },
  }
}

/** Rejects a subscription with 406 if the client accepts no event stream. Yoga would let it run forever. */
export function useSubscriptionMediaTypes(): Plugin<object, ServerContext> {
  return {
    async onResultProcess({ result, request, serverContext, resultProcessor, setResultProcessor }) {
      if (resultProcessor !== undefined || !isAsyncIterable(result)) return
      await result[Symbol.asyncIterator]().return?.()
      serverContext.record.noteError('NOT_ACCEPTABLE')
      const type = errorMediaType(request.headers.get('accept') ?? undefined)
      const body = JSON.stringify(errorBody('NOT_ACCEPTABLE', NO_STREAM))
      const headers = { 'content-type': `${type}; charset=utf-8` }
      setResultProcessor((_result, { Response }) => new Response(body, { status: 406, headers }), type)
    },
  }
}

/** Number of Accept headers whose normalized form is kept. */
const MAX_HEADERS = 100

/** Returns a function that normalizes the Accept header of requests for Yoga; see {@link normalizeAccept}. */
export function createAcceptNormalizer(): (request: IncomingMessage) => void {
  const normalize = keepResults(normalizeAccept, MAX_HEADERS)
  return ({ headers }) => {
    if (headers.accept !== undefined) headers.accept = normalize(headers.accept)
  }
}

/**
 * Rewrites an Accept header for Yoga, which serves the first supported range, ignores weights, and skips ranges with
 * most spellings of a charset. Sorts the ranges by weight, and removes weights, rejected ranges (`q=0`), blanks and
 * `charset`. An empty header accepts anything, like a missing one (RFC 9110, 12.5.1).
 */
function normalizeAccept(accept: string): string {
  const listed = accept
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '')
  const ranges = listed.map(parseRange).filter(({ weight }) => weight > 0)
  ranges.sort((one, other) => other.weight - one.weight)
  // A header that rejects everything must not become empty.
  return listed.length === 0 ? '*/*' : ranges.map(({ text }) => text).join(', ') || 'none'
}

function parseRange(range: string): { readonly text: string; readonly weight: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => /^q\s*=/i.test(parameter))?.split('=')[1]
  const kept = parameters.filter((parameter) => parameter !== '' && !/^(q|charset)\s*=/i.test(parameter))
  const parsed = weight === undefined ? 1 : Number.parseFloat(weight)
  return { text: [type.toLowerCase(), ...kept].join(';'), weight: Number.isNaN(parsed) ? 1 : parsed }
}

/** Returns true if a normalized Accept header allows a media type of GraphQL responses. */
export function isAcceptable(accept: string | undefined): boolean {
  if (accept === undefined || accept === JSON_TYPE || accept === GRAPHQL_RESPONSE) return true
  const types = typesIn(accept)
  return RESPONSE_TYPES.some((answer) => types.some((type) => matches(type, answer)))
}

/**
 * Returns the media type for errors before execution, which is the type that Yoga would choose. Clients such as
 * Apollo's read the errors of a 4xx response only from `application/graphql-response+json`.
 */
export function errorMediaType(accept: string | undefined): string {
  return resultMediaType(accept) ?? JSON_TYPE
}

/**
 * Returns the media type that Yoga chooses for a result that is not a stream. Undefined if the client accepts streams
 * only.
 * @param accept normalized Accept header.
 */
export function resultMediaType(accept: string | undefined): string | undefined {
  for (const type of typesIn(accept)) {
    if (matches(type, JSON_TYPE)) return JSON_TYPE
    if (matches(type, GRAPHQL_RESPONSE)) return GRAPHQL_RESPONSE
  }
  return undefined
}

/**
 * Returns true if an Accept header contains a media type with a parameter, quoted or not, such as
 * `multipart/mixed;subscriptionSpec="1.0"`. Yoga's own matching ignores parameters.
 * @param parameter in lower case, for example `subscriptionspec=1.0`.
 */
export function acceptsVariant(headers: Headers, mediaType: string, parameter: string): boolean {
  const ranges = (headers.get('accept') ?? '').toLowerCase().split(',')
  return ranges.some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''))
    return type === mediaType && parameters.includes(parameter)
  })
}

function typesIn(accept = '*/*'): readonly string[] {
  return accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '')
}

function matches(type: string, answer: string): boolean {
  return type === answer || type === '*/*' || type === `${answer.split('/')[0]}/*`
}
