import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import type { Schedule } from '../../clock.ts'
import { truncate } from '../../schema/errors.ts'
import { codedError } from '../coded-error.ts'
import { exceeded } from './exceeded.ts'

/** Node request and response of the current exchange. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  /** Body of a POST, if it is being read already. */
  readonly body?: Promise<Buffer> | undefined
}

/** Limits of a POST body. */
export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly schedule: Schedule
}

/** Time that a client may keep sending after a rejection, before its connection is destroyed. */
const LINGER_MS = 2000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Limits POST bodies: at most `maxBodyBytes` (413), in strict UTF-8, with one operation. Compressed bodies are rejected
 * (415), since a small one can expand to a huge one. `MAX_HEADER_BYTES` also limits the query string of a GET (431).
 */
export function useBodyLimits({ maxBodyBytes, schedule }: BodyLimits): Plugin<object, Exchange> {
  return {
    onRequestParse({ request, serverContext: { incoming, outgoing, body }, setRequestParser }) {
      if (request.method !== 'POST') return
      setRequestParser(async () => {
        const encoding = encodingOf(request.headers.get('content-encoding') ?? undefined)
        if (encoding !== undefined) {
          const message = `Send the body uncompressed: the content-encoding "${truncate(encoding)}" is not supported.`
          throw codedError('UNSUPPORTED_CONTENT_ENCODING', message, 415, { 'accept-encoding': 'identity' })
        }
        try {
          return parseBody(await (body ?? readBody(incoming, maxBodyBytes)))
        } catch (error) {
          // Otherwise the rest of the body would be read, for as long as the client sends.
          if (!incoming.complete) closeAfterResponse(incoming, outgoing, schedule)
          throw error
        }
      })
    },
  }
}

/** Returns the first encoding other than `identity`, if any. */
export function encodingOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const encodings = header.split(',').map((encoding) => encoding.trim().toLowerCase())
  return encodings.find((encoding) => encoding !== '' && encoding !== 'identity')
}

/**
 * Reads the body of a POST.
 * @throws {GraphQLError} if it is too large, or ends early.
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
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
  incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
  incoming.once('error', () =>
    reject(codedError('BAD_REQUEST', 'The connection closed before the end of the body.', 400)),
  )
  return promise
}

/**
 * Parses the body of a POST.
 * @throws {GraphQLError} if it is not the JSON object of one operation.
 */
export function parseBody(bytes: Buffer): GraphQLParams {
  const body = parseJson(bytes)
  if (Array.isArray(body)) {
    throw codedError(
      'BATCHING_NOT_SUPPORTED',
      'Batches are not supported: send one operation per request.',
      400,
    )
  }
  if (typeof body !== 'object' || body === null) {
    throw codedError('BAD_REQUEST', 'The body must be a JSON object with a `query`.', 400)
  }
  return body
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw codedError('BAD_REQUEST', 'The body must be JSON in UTF-8.', 400)
  }
}

/**
 * Closes the connection of a partly read request so that the client receives the response: half-closes it and reads on
 * for a while (RFC 9112, 9.6). Closing at once would reset the connection and lose the response.
 */
function closeAfterResponse(incoming: IncomingMessage, outgoing: ServerResponse, schedule: Schedule): void {
  const { socket } = incoming
  incoming.resume()
  // Otherwise, clients with keep-alive would send their next request on this connection.
  outgoing.setHeader('connection', 'close')
  // Node calls this after the last response of a connection.
  socket.destroySoon = () => {
    socket.end()
    const cancel = schedule(LINGER_MS, () => socket.destroy())
    socket.once('close', cancel)
  }
}
