import type { IncomingMessage } from 'node:http'
import { authorizationOf, type Caller } from '../../schema/access.ts'
import { isJson } from '../media-types.ts'
import { hasNoCache } from '../request-options.ts'

/** Longer bodies are rarely sent twice. */
const MAX_BODY_BYTES = 16_384

/** Returns true if the method and headers of a request allow its answer to be kept. */
export function isEligible(request: IncomingMessage): boolean {
  const { 'cache-control': cacheControl, 'x-upstream-info': upstreamInfo } = request.headers
  if (upstreamInfo !== undefined) return false
  if (cacheControl !== undefined && hasNoCache(cacheControl)) return false
  return request.method === 'POST' ? hasShortJson(request) : request.method === 'GET' && hasNoBody(request)
}

function hasShortJson({ headers }: IncomingMessage): boolean {
  const { 'content-type': type = '', 'content-length': length, 'content-encoding': encoding } = headers
  return encoding === undefined && length !== undefined && Number(length) <= MAX_BODY_BYTES && isJson(type)
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined
}

/** Returns the key of a request, which contains everything that its answer depends on, apart from the data. */
export type KeyOf = (request: IncomingMessage, caller: Caller, body: Buffer) => string

/** Creates a key function, which computes the authorization of each caller once. */
export function createKeys(): KeyOf {
  const authorizations = new WeakMap<Caller, string>()
  function authorizationKeyOf(caller: Caller): string {
    const known = authorizations.get(caller)
    if (known !== undefined) return known
    const key = authorizationOf(caller)
    authorizations.set(caller, key)
    return key
  }
  return ({ method, url, headers: { accept = '' } }, caller, body) =>
    // Only the last part can contain a line break. In Latin-1, each byte is one character.
    `${method} ${url}\n${accept}\n${authorizationKeyOf(caller)}\n${body.toString('latin1')}`
}
