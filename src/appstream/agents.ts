import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createSecureContext, getCACertificates } from 'node:tls'

/** Proxies and certificates of outbound connections. */
export interface NetworkOptions {
  /** Proxies, by the names that Node.js, curl and the AWS CLI share. Default: direct connections. */
  readonly proxies?: ProxyOptions
  /** PEM certificates to trust in addition to those of Node.js. */
  readonly trustedCertificates?: string
}

/** Proxies for `http:` and `https:` URLs, and the hosts reached without one. */
export interface ProxyOptions {
  readonly HTTP_PROXY?: string
  readonly HTTPS_PROXY?: string
  readonly NO_PROXY?: string
}

/** Keep-alive agents; the caller destroys them. */
export interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

/** More than a target needs at peak; further requests wait for a socket. */
const MAX_SOCKETS = 50

/** Creates agents that use the given proxies and trust the given certificates. */
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
      // Created once: with `ca`, Node.js would parse 150 certificates for every connection.
      ...(trustedCertificates !== undefined && {
        secureContext: createSecureContext({
          ca: [...getCACertificates('default'), trustedCertificates],
        }),
      }),
    }),
  }
}
