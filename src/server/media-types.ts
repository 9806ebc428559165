import type { IncomingMessage } from 'node:http'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { errorBody } from './error-body.ts'
import type { ServerContext } from './observability/request-record.ts'
import { refusal } from './refusal.ts'

const GRAPHQL_RESPONSE = 'application/graphql-response+json'
const JSON_TYPE = 'application/json'

/** Every media type that an operation can be answered with. */
export const ANSWERS: readonly string[] = [
  GRAPHQL_RESPONSE,
  JSON_TYPE,
  'text/event-stream',
  'multipart/mixed',
]
const NO_STREAM =
  'A subscription is answered as text/event-stream or multipart/mixed;subscriptionSpec=1.0: accept one of them, or use a WebSocket.'
const BODY = /^application\/json\s*(;|$)/i

/**
 * Refuses a body that is not JSON (415) before anything is executed: Yoga also runs forms, which any web page can send.
 */
export function useMediaTypes(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method === 'POST' && !BODY.test(request.headers.get('content-type') ?? '')) {
        throw refusal('UNSUPPORTED_MEDIA_TYPE', 'POST a JSON body, with content-type: application/json.', 415)
      }
      if (requestParser === undefined) return
      setRequestParser(async (incoming) => {
        try {
          return await requestParser(incoming)
        } catch (error) {
          // Yoga lets the SyntaxError of malformed `variables` in a GET's query string pass as an internal error.
          if (!(error instanceof SyntaxError)) throw error
          throw refusal('BAD_REQUEST', '`variables` and `extensions` must be JSON.', 400)
        }
      })
    },
  }
}

/** Ends a subscription that nothing accepted can carry, with a reason: Yoga would let it run on for ever. */
export function useNoOrphans(): Plugin<object, ServerContext> {
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

/**
 * Rewrites the Accept header into the form that Yoga reads correctly: most preferred first, without weights, refused
 * ranges (`q=0`), blanks and `charset`. Yoga takes the first range that it can serve, ignores weights, and skips a range
 * with any spelling of a charset but one. An empty header accepts anything, as a missing one does (RFC 9110, 12.5.1).
 */
export function normalizeAccept({ headers }: IncomingMessage): void {
  if (headers.accept === undefined) return
  const given = headers.accept
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '')
  const ranges = given.map(parseRange).filter(({ weight }) => weight > 0)
  ranges.sort((one, other) => other.weight - one.weight)
  // A header that refuses everything must not become an empty one.
  headers.accept = given.length === 0 ? '*/*' : ranges.map(({ text }) => text).join(', ') || 'none'
}

function parseRange(range: string): { readonly text: string; readonly weight: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => /^q\s*=/i.test(parameter))?.split('=')[1]
  const kept = parameters.filter((parameter) => parameter !== '' && !/^(q|charset)\s*=/i.test(parameter))
  const parsed = weight === undefined ? 1 : Number.parseFloat(weight)
  return { text: [type.toLowerCase(), ...kept].join(';'), weight: Number.isNaN(parsed) ? 1 : parsed }
}

/** Whether an operation can be answered with a media type that a normalized Accept header allows. */
export function isAcceptable(accept: string | undefined): boolean {
  const types = typesIn(accept)
  return ANSWERS.some((answer) => types.some((type) => matches(type, answer)))
}

/**
 * Returns the media type for errors that precede an operation: the one Yoga would choose. Clients such as Apollo's read
 * the errors of a 4xx only from `application/graphql-response+json`.
 */
export function errorMediaType(accept: string | undefined): string {
  for (const type of typesIn(accept)) {
    if (matches(type, JSON_TYPE)) return JSON_TYPE
    if (matches(type, GRAPHQL_RESPONSE)) return GRAPHQL_RESPONSE
  }
  return JSON_TYPE
}

function typesIn(accept = '*/*'): readonly string[] {
  return accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '')
}

function matches(type: string, answer: string): boolean {
  return type === answer || type === '*/*' || type === `${answer.split('/')[0]}/*`
}
