import { classifyAll, type ExceptionClass, notReached, unavailable } from './exception-table.ts'

const UNTRUSTED: ExceptionClass = {
  code: 'UPSTREAM_UNAVAILABLE',
  retryable: false,
  message: (call) =>
    `Could not send ${call}: the TLS certificate of the AWS endpoint is not trusted. Set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to the PEM file of its CA.`,
}
const WRONG_CERTIFICATE: ExceptionClass = {
  ...UNTRUSTED,
  message: (call) =>
    `Could not send ${call}: the TLS certificate of the AWS endpoint is expired, revoked, not yet valid or issued for another host. Check the endpoint URL, the proxy and the system clock.`,
}
const NO_TUNNEL: ExceptionClass = {
  ...notReached,
  message: (call) =>
    `Could not send ${call}: the proxy in HTTPS_PROXY did not open a connection to AWS. Check its address, credentials and rules, or set NO_PROXY.`,
}

/**
 * Classes by error code of Node.js. Codes take precedence over names: the SDK calls some of these errors TimeoutError.
 */
const NETWORK: Readonly<Record<string, ExceptionClass>> = {
  ECONNRESET: unavailable,
  EPIPE: unavailable,
  ...classifyAll(notReached, [
    'EAI_AGAIN',
    'EADDRNOTAVAIL',
    'ECONNREFUSED',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'ENETDOWN',
    'ENETUNREACH',
    'ENOTFOUND',
    'EPROTO',
  ]),
  ...classifyAll(UNTRUSTED, [
    'CERT_REJECTED',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'INVALID_CA',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ]),
  ...classifyAll(WRONG_CERTIFICATE, [
    'CERT_CHAIN_TOO_LONG',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'INVALID_PURPOSE',
  ]),
  ERR_PROXY_TUNNEL: NO_TUNNEL,
}

/** Returns the class of a Node.js error code; undefined if it is not a network error. */
export function classOfNetworkError(code: string): ExceptionClass | undefined {
  return Object.hasOwn(NETWORK, code) ? NETWORK[code] : undefined
}
