import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { CERTIFICATE, CERTIFICATE_KEY } from '../certificate.ts'

/** Server in front of another one, over real sockets. */
export interface Front extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Request lines and CONNECTs received, in order. */
  readonly requests: readonly string[]
}

/** Treatment of requests before forwarding. */
export interface FrontOptions {
  /** Runs its clock ahead: rejects signatures of another time like AWS, and reports its own time. */
  readonly clockAheadMs?: number
  /** Responds instead of the other server if it returns a response. */
  readonly refuse?: (headers: IncomingHttpHeaders) => { status: number; body: string } | undefined
  /** Uses TLS with an untrusted certificate. */
  readonly tls?: boolean
}

/**
 * Starts a server that forwards to another one whatever the requested host: a proxy, or an impostor of AWS.
 */
export async function startFront(target: string, options: FrontOptions = {}): Promise<Front> {
  const { clockAheadMs = 0, refuse = () => undefined, tls = false } = options
  const requests: string[] = []

  async function forward(body: Buffer, headers: IncomingHttpHeaders, response: ServerResponse) {
    const sent = request(target, { method: 'POST', headers: { ...headers, host: new URL(target).host } })
    sent.end(body)
    const [answer] = await once(sent, 'response')
    response.writeHead(answer.statusCode, { ...answer.headers, date: now() })
    response.end(await buffer(answer))
  }

  const now = () => new Date(Date.now() + clockAheadMs).toUTCString()
  const onRequest: Parameters<typeof createServer>[1] = (received, response) => {
    requests.push(`${received.method} ${received.url}`)
    const refused = refuse(received.headers)
    buffer(received)
      .then((body) => {
        if (refused === undefined) return forward(body, received.headers, response)
        response.writeHead(refused.status, { 'content-type': 'application/x-amz-json-1.1', date: now() })
        response.end(refused.body)
        return undefined
      })
      .catch(() => response.destroy())
  }
  const server = tls
    ? createSecureServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, onRequest)
    : createServer(onRequest)
  server.on('connect', ({ url = '' }, socket) => {
    requests.push(`CONNECT ${url}`)
    const { hostname, port } = new URL(target)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].map((each) => each.destroy()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Rejects signatures whose time differs from a clock that is ahead. */
export function refuseSkewed(aheadMs: number, type: string, asXml = false): FrontOptions {
  return {
    clockAheadMs: aheadMs,
    refuse(headers) {
      const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers['x-amz-date'])) ?? []
      const signedAt = Date.parse(
        `${date}T${time}Z`.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
      )
      if (Math.abs(Date.now() + aheadMs - signedAt) < 300_000) return undefined
      const message = 'Signature expired'
      const body = asXml
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`
        : JSON.stringify({ __type: type, message })
      return { status: 403, body }
    },
  }
}
