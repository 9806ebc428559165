import { type ExceptionClass, notReached, of, unavailable } from './exception-table.ts'

const UNTRUSTED: ExceptionClass = {
  code: 'UPSTREAM_UNAVAILABLE',
  retryable: false,
  message:
    'The TLS certificate of the AWS endpoint is not trusted, set AWS_CA_BUNDLE (or NODE_EXTRA_CA_CERTS) to the PEM file of the CA that signed it: AWS was not asked to',
}
const WRONG_CERTIFICATE: ExceptionClass = {
  ...UNTRUSTED,
  message:
    'The TLS certificate of the AWS endpoint is expired, revoked, not valid yet or of another host, check the endpoint, the proxy and the clock: AWS was not asked to',
}
const NO_TUNNEL: ExceptionClass = {
  ...notReached,
  message:
    'The proxy (HTTPS_PROXY) made no connection to AWS, check its address, credentials and rules, or NO_PROXY: AWS was not asked to',
}

/** By error code of Node.js. These go before names: the SDK names some of them TimeoutError. */
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

/** Looks a Node.js error code up; undefined for one that says nothing of the network. */
export function classOfNetworkError(code: string): ExceptionClass | undefined {
  return Object.hasOwn(NETWORK, code) ? NETWORK[code] : undefined
}
