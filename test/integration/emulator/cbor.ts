import { decode, encode } from 'cbor2'
import { expect } from 'vitest'
import type { Emulator } from '../../../src/emulator/server.ts'
import { authorization } from './client.ts'

/** Response to a handwritten request in Smithy RPC v2 CBOR. */
export interface CborAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** Decoded body. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Differences from a well-formed request; undefined removes a header. */
export interface CborRequest {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** Sends a handwritten request in Smithy RPC v2 CBOR; a body that is not bytes is encoded. */
export async function sendCbor(
  { url }: Emulator,
  operation: string,
  body: unknown = {},
  { path = `/service/PhotonAdminProxyService/operation/${operation}`, method, headers }: CborRequest = {},
): Promise<CborAnswer> {
  const sent: Readonly<Record<string, string | undefined>> = {
    'smithy-protocol': 'rpc-v2-cbor',
    'content-type': 'application/cbor',
    accept: 'application/cbor',
    authorization: authorization(),
    ...headers,
  }
  const response = await fetch(`${url}${path}`, {
    method: method ?? 'POST',
    headers: Object.entries(sent).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
    ...(method !== 'GET' && { body: new Uint8Array(body instanceof Uint8Array ? body : encode(body)) }),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isCbor = response.headers.get('content-type') === 'application/cbor'
  return { status: response.status, headers: response.headers, bytes, body: isCbor ? decode(bytes) : {} }
}

/** Returns the bytes of a hexadecimal text; spaces are ignored. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
}

/** Responses of exceptions have their type, and all responses name the protocol. */
export function rejection(status: number, type: string) {
  return { status, body: expect.objectContaining({ __type: type }) }
}
