import { type ExceptionClass, notReached, of, unavailable } from './exception-table.ts'

const UNTRUSTED: ExceptionClass = {
  code: 'UPSTREAM_UNAVAILABLE',
  retryable: false,
  message:
    'The TLS certificate of the AWS endpoint is not trusted, set AWS_CA_BUNDLE (or NODE_EXTRA_CA_CERTS) to the PEM file of the CA that signed it: the gateway did not send',
}
const WRONG_CERTIFICATE: ExceptionClass = {
  ...UNTRUSTED,
  message:
    'The TLS certificate of the AWS endpoint is expired, revoked, not valid yet or of another host, check the endpoint, the proxy and the clock: the gateway did not send',
}
const NO_TUNNEL: ExceptionClass = {
  ...notReached,
  message:
    'The proxy (HTTPS_PROXY) did not connect to AWS, check its address, credentials and rules, or NO_PROXY: the gateway did not send',
}

/** By error code of Node.js. These take precedence over names, since the SDK names some of them TimeoutError. */
const NETWORK: Readonly<Record<string, ExceptionClass>> = {
  ECONNRESET: unavailable,
  EPIPE: unavailable,
  ...of(notReached, [
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
  ...of(UNTRUSTED, [
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
  ...of(WRONG_CERTIFICATE, [
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
