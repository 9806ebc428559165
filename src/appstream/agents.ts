import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createSecureContext, getCACertificates } from 'node:tls'

/** Proxies and certificates of outbound connections. */
export interface NetworkOptions {
  /** Proxies by the names that Node.js, curl and the AWS CLI share; direct connections unless given. */
  readonly proxies?: ProxyOptions
  /** PEM certificates to trust beside those that Node.js trusts. */
  readonly trustedCertificates?: string
}

/** The proxies for `http:` and `https:` URLs, and the hosts that are reached without one. */
export interface ProxyOptions {
  readonly HTTP_PROXY?: string
  readonly HTTPS_PROXY?: string
  readonly NO_PROXY?: string
}

/** Pair of keep-alive agents; their creator destroys them. */
export interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

/** More than a target's busiest moment needs; further requests wait for a socket. */
const MAX_SOCKETS = 50

/** Creates agents that go through the proxies and trust the certificates of this machine's network. */
export function createAgents({ proxies, trustedCertificates }: NetworkOptions): Agents {
  const options = {
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    ...(proxies !== undefined && { proxyEnv: { ...proxies } }),
  }
  return {
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent({
      ...options,
      // A context is built once; given as `ca`, 150 certificates would be parsed for every connection.
      ...(trustedCertificates !== undefined && {
        secureContext: createSecureContext({
          ca: [...getCACertificates('default'), trustedCertificates],
        }),
      }),
    }),
  }
}
