import { once } from 'node:events'
import WebSocket from 'ws'
import type { Body } from '../support.ts'

/** Transports of an operation. */
export const transports = ['POST', 'GET', 'SSE', 'WebSocket'] as const
export type Transport = (typeof transports)[number]

/** Parameters of a request, with the names of GraphQL over HTTP. */
export interface Asked {
  readonly query?: string
  readonly documentId?: string
  readonly operationName?: string
  readonly variables?: unknown
  readonly extensions?: unknown
}

/** First response to an operation. */
export interface Reply extends Body {
  /** HTTP status; over a WebSocket, the close code, if it was closed. */
  readonly status: number | undefined
  readonly code: unknown
}

/** Sends an operation over a transport and returns the first response. */
export function ask(url: string, transport: Transport, asked: Asked): Promise<Reply> {
  // A WebSocket message always has a query, even if empty.
  if (transport === 'WebSocket') return askJson(url, transport, JSON.stringify({ query: '', ...asked }))
  if (transport !== 'GET') return askJson(url, transport, JSON.stringify(asked))
  return fetch(`${url}?${new URLSearchParams(texts(asked))}`).then(read)
}

/** Sends JSON text, including text that `JSON.stringify` would never produce. */
export function askJson(url: string, transport: Exclude<Transport, 'GET'>, json: string): Promise<Reply> {
  if (transport === 'WebSocket') return send(url, `{"id":"1","type":"subscribe","payload":${json}}`)
  return post(url, json, transport === 'SSE' ? { accept: 'text/event-stream' } : {}).then(read)
}

/** POSTs a raw body. */
export function post(
  url: string,
  body: NonNullable<RequestInit['body']>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    ...(typeof body === 'object' && { duplex: 'half' }),
  })
}

/** Sends a message over a separate WebSocket, which closes after the first response. */
export async function send(url: string, message: string): Promise<Reply> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
  try {
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await once(socket, 'message')
    const answered = Promise.race([once(socket, 'message'), once(socket, 'close')])
    socket.send(message)
    const [first] = await answered
    if (typeof first === 'number') return { status: first, code: undefined }
    const { type, payload } = JSON.parse(String(first))
    return reply(type === 'error' ? { errors: payload } : payload, undefined)
  } finally {
    socket.close()
  }
}

/** Reads a stream of events up to the first one, then cancels it. */
async function read(response: Response): Promise<Reply> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const [, event] = /^data: (.+)\n\n/m.exec(text) ?? []
    if (event !== undefined) return reply(JSON.parse(event), response.status)
  }
  return reply(JSON.parse(text), response.status)
}

function reply(body: Body, status: number | undefined): Reply {
  return { ...body, status, code: body.errors?.[0]?.extensions['code'] }
}

function texts(asked: Asked): Record<string, string> {
  const entries = Object.entries(asked)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
