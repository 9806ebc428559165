import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Schedule } from '../../inventory/clock.ts'
import { clip, MAX_NAME_LENGTH } from '../clip.ts'
import { refusal } from '../refusal.ts'
import { exceeded } from './exceeded.ts'

/** What bodies are read from. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** What the body of a POST may be. */
export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly schedule: Schedule
}

/** How long a client that is told to stop may go on sending, before it is cut off. */
const LINGER_MS = 2000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads bodies itself: no more of them than is allowed (413), no encodings, behind which more can hide (415), strictly
 * UTF-8, and one operation each. The query string of a GET needs no such limit: `MAX_HEADER_BYTES`
 * bounds it with the headers (431).
 */
export function useBodyLimits({ maxBodyBytes, schedule }: BodyLimits): Plugin<object, Exchange> {
  return {
    onRequestParse({ request, serverContext: { incoming, outgoing }, setRequestParser }) {
      if (request.method !== 'POST') return
      setRequestParser(async () => {
        const encoding = encodingOf(request.headers.get('content-encoding'))
        if (encoding !== undefined) {
          const message = `Send the body uncompressed: the content-encoding "${clip(encoding, MAX_NAME_LENGTH)}" is not supported.`
          throw refusal('UNSUPPORTED_CONTENT_ENCODING', message, 415, { 'accept-encoding': 'identity' })
        }
        try {
          return parseBody(await readBody(incoming, maxBodyBytes))
        } catch (error) {
          // What is still under way would otherwise be read to its end, however long that takes.
          if (!incoming.complete) closeAfterAnswer(incoming, outgoing, schedule)
          throw error
        }
      })
    },
  }
}

/** Returns the first encoding that changes the body; an empty header and `identity` name none. */
function encodingOf(header: string | null): string | undefined {
  const encodings = (header ?? '').split(',').map((encoding) => encoding.trim().toLowerCase())
  return encodings.find((encoding) => encoding !== '' && encoding !== 'identity')
}

function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (size: string) =>
    exceeded('PAYLOAD_TOO_LARGE', `The body has ${size} bytes`, 'MAX_BODY_BYTES', maxBytes, 413)
  const announced = incoming.headers['content-length']
  if (Number(announced) > maxBytes) return Promise.reject(tooLarge(String(announced)))

  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= maxBytes) {
      chunks.push(chunk)
      return
    }
    chunks.length = 0
    reject(tooLarge(`more than ${maxBytes}`))
  })
  incoming.once('end', () => resolve(Buffer.concat(chunks)))
  incoming.once('error', () => reject(refusal('BAD_REQUEST', 'The body broke off.', 400)))
  return promise
}

function parseBody(bytes: Buffer): GraphQLParams {
  const body = parseJson(bytes)
  if (Array.isArray(body)) {
    throw refusal(
      'BATCHING_NOT_SUPPORTED',
      'Send one operation in each request: batches are not supported.',
      400,
    )
  }
  if (typeof body !== 'object' || body === null) {
    throw refusal('BAD_REQUEST', 'The body is no JSON object with a `query`.', 400)
  }
  return body
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw refusal('BAD_REQUEST', 'The body is no JSON in UTF-8.', 400)
  }
}

/**
 * Closes a connection whose request was not read to its end so that the client sees the answer: by halves, reading on
 * for a while (RFC 9112, 9.6). Closed at once, it would be reset, and the answer lost with what was not yet read.
 */
function closeAfterAnswer(incoming: IncomingMessage, outgoing: ServerResponse, schedule: Schedule): void {
  const { socket } = incoming
  incoming.resume()
  // Clients that keep connections would send their next request into this one.
  outgoing.setHeader('connection', 'close')
  // Node calls this after the last answer of a connection.
  socket.destroySoon = () => {
    socket.end()
    const cancel = schedule(LINGER_MS, () => socket.destroy())
    socket.once('close', cancel)
  }
}
