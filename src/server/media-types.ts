import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { refusal } from './refusal.ts'

const ANSWERS = [
  'application/graphql-response+json',
  'application/json',
  'text/event-stream',
  'multipart/mixed',
]
const BODY = /^application\/json\s*(;|$)/i

/**
 * Refuses, before anything is executed, a body that is not JSON (415; Yoga also runs forms, which any web page can
 * send) and an answer in a form that there is none of (406; Yoga runs the operation first).
 */
export function useMediaTypes(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method === 'POST' && !BODY.test(request.headers.get('content-type') ?? '')) {
        throw refusal('UNSUPPORTED_MEDIA_TYPE', 'POST a JSON body, with content-type: application/json.', 415)
      }
      if (!accepts(request.headers.get('accept') ?? '*/*')) {
        throw refusal('NOT_ACCEPTABLE', `Accept one of ${ANSWERS.join(', ')}.`, 406)
      }
      if (requestParser === undefined) return
      setRequestParser(async (incoming) => {
        try {
          return await requestParser(incoming)
        } catch (error) {
          // Yoga lets the SyntaxError of malformed `variables` in a GET's query string pass as an internal error.
          if (!(error instanceof SyntaxError)) throw error
          throw refusal('BAD_REQUEST', 'variables and extensions must be JSON.', 400)
        }
      })
    },
  }
}

/** Ends a subscription that nothing accepted can carry: Yoga answers 406, and would let it run on for ever. */
export function useNoOrphans(): Plugin {
  return {
    async onResultProcess({ result, resultProcessor }) {
      if (resultProcessor === undefined && isAsyncIterable(result)) {
        await result[Symbol.asyncIterator]().return?.()
      }
    },
  }
}

function accepts(header: string): boolean {
  const ranges = header.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase())
  return ANSWERS.some((type) =>
    ranges.some((range) => range === type || range === '*/*' || range === `${type.split('/')[0]}/*`),
  )
}
