import { origins } from './origins.ts'
import { integer, list, matching, secret, secureUrl } from './variable.ts'

/** Variables that set where the gateway listens, who may use it, and how much a caller may do. */
export const accessVariables = {
  HOST: matching(/^[\w.:%-]+$/, 'a host name or IP address', 'Address to listen on.', '127.0.0.1'),
  PORT: integer([0, 65_535], 4000, '', 'Port to listen on; 0 picks a free one.'),
  AUTH_ISSUER: matching(
    /^\S{1,512}$/,
    'a string without spaces',
    'Required `iss` of access tokens. Enables authentication.',
  ),
  AUTH_AUDIENCE: matching(/^\S{1,512}$/, 'a string without spaces', 'Required `aud` of access tokens.'),
  AUTH_JWKS_URL: secureUrl('URL of the JSON Web Key Set of the issuer.'),
  AUTH_TARGETS_CLAIM: matching(
    /^[\w:./-]{1,200}$/,
    'the name of a claim',
    'Token claim that restricts a caller to some accounts and regions.',
    'appstream_targets',
  ),
  ROUTER_HMAC_SECRET: secret(
    /^\S{32,512}$/,
    '32 or more characters without spaces',
    'Secret with which a trusted router signs operations.',
  ),
  CORS_ORIGINS: origins('Web origins allowed to send requests and read responses.'),
  CORS_HEADERS: list(
    /^[\w!#$%&'*+.^`|~-]+$/,
    'header names',
    'Request headers that those origins may send in addition to the default ones.',
  ),
  ALLOWED_HOSTS: list(
    /^[\w.-]+$|^\[[\da-f:.]+\]$/i,
    'host names',
    'Host names accepted on `/graphql` in addition to loopback names.',
  ),
  RATE_LIMIT_PER_MINUTE: integer(
    [0, 10_000_000],
    0,
    'operations',
    'Maximum number of operations per minute of one caller; 0: no limit.',
  ),
  CALLER_MAX_CONNECTIONS: integer(
    [0, 1_000_000],
    100,
    'connections',
    'Maximum number of concurrent WebSocket connections of one caller; 0: no limit.',
  ),
  CALLER_MAX_SUBSCRIPTIONS: integer(
    [0, 1_000_000],
    1000,
    'subscriptions',
    'Maximum number of concurrent subscriptions of one caller; 0: no limit.',
  ),
}
