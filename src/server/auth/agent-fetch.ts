import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { FetchImplementation } from 'jose'
import type { Agents } from '../../appstream/agents.ts'

/**
 * Creates a fetch function for token keys that uses Node agents with their proxies and certificates, which the built-in
 * fetch cannot. Follows no redirects.
 */
export function createAgentFetch({ httpAgent, httpsAgent }: Agents): FetchImplementation {
  return (url, { headers, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const options = { headers: Object.fromEntries(headers), signal }
    const request = url.startsWith('https:')
      ? getHttps(url, { ...options, agent: httpsAgent })
      : getHttp(url, { ...options, agent: httpAgent })
    request.once('error', reject)
    request.once('response', (response) => {
      buffer(response).then((body) => {
        const { statusCode: status = 502 } = response
        resolve(new Response(body.length > 0 ? new Uint8Array(body) : null, { status }))
      }, reject)
    })
    return promise
  }
}
