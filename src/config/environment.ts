import { z } from 'zod'
import { limitVariables } from './limits.ts'
import { origins } from './origins.ts'
import { sharedStateVariables } from './shared-state-variables.ts'
import { upstreamVariables } from './upstream-variables.ts'
import {
  choice,
  type Documentation,
  documentation,
  integer,
  list,
  matching,
  positive,
  secret,
  secureUrl,
  urlPrefixes,
} from './variable.ts'

const UNDOCUMENTED: Documentation = { about: '', accepted: '' }

const DAY_MS = 86_400_000
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Environment variables of the gateway: parser, default and documentation of each. */
export const environment = z.object({
  ...upstreamVariables,
  MAX_STALENESS_MS: integer(
    [0, DAY_MS],
    5000,
    'ms',
    'Maximum age of a snapshot that answers a read without an AWS call.',
  ),
  PUBLIC_IMAGES_STALENESS_MS: integer([0, 7 * DAY_MS], 3_600_000, 'ms', 'Same, for public images of AWS.'),
  DETAILS_STALENESS_MS: integer(
    [0, DAY_MS],
    30_000,
    'ms',
    'Same, for tags, image shares, entitlements, themes and software.',
  ),
  SESSIONS_STALENESS_MS: integer([0, DAY_MS], 15_000, 'ms', 'Same, for the sessions of a stack and a fleet.'),
  STALE_IF_ERROR_MS: integer([0, DAY_MS], 60_000, 'ms', 'Maximum age of a snapshot served while AWS fails.'),
  READ_PATIENCE_MS: integer(
    [0, 600_000],
    1500,
    'ms',
    'Maximum wait for AWS before a read falls back to a snapshot within `STALE_IF_ERROR_MS`.',
  ),
  DETAILS_CONCURRENCY: integer(
    [1, 100],
    10,
    'calls',
    'Maximum number of concurrent tag, share, association and session calls per account and region.',
  ),
  SESSIONS_BY_AUTHENTICATION_TYPE: choice(
    ['true', 'false'],
    'false',
    'Lists sessions by authentication type: four AWS calls for a stack and a fleet instead of one.',
  ),
  FLEET_START_OVERDUE_MS: integer(
    [0, 7 * DAY_MS],
    1_800_000,
    'ms',
    'Time after which `findings` reports a fleet that is still STARTING or STOPPING.',
  ),
  WATCH_ACTIVE_INTERVAL_MS: integer(
    [100, DAY_MS],
    2000,
    'ms',
    'Polling interval while a resource is in transition.',
  ),
  WATCH_IDLE_INTERVAL_MS: integer([100, DAY_MS], 15_000, 'ms', 'Polling interval otherwise.'),
  WATCH_LINGER_MS: integer(
    [0, DAY_MS],
    5000,
    'ms',
    'Time that polling continues after the last subscriber has left.',
  ),
  WATCH_BOOKMARK_INTERVAL_MS: integer(
    [1000, DAY_MS],
    60_000,
    'ms',
    'Interval of `SYNCED` events on a subscription without changes.',
  ),
  WATCH_LOG_MAX_ENTRIES: integer(
    [0, 1_000_000],
    10_000,
    'changes',
    'Maximum number of changes kept for resuming, per kind, account and region.',
  ),
  WATCH_LOG_MAX_BYTES: integer(
    [0, 1_000_000_000],
    10_000_000,
    'bytes',
    'Maximum approximate memory of these changes, including their resources.',
  ),
  WATCH_LOG_MAX_AGE_MS: integer([0, DAY_MS], 600_000, 'ms', 'Maximum age of a change kept for resuming.'),
  WATCH_QUEUE_MAX_EVENTS: integer(
    [1, 100_000],
    1000,
    'events',
    'Maximum number of events queued for a slow subscriber before it is reset.',
  ),
  WS_MAX_CONNECTIONS: integer(
    [1, 1_000_000],
    10_000,
    'connections',
    'Maximum number of concurrent WebSocket connections.',
  ),
  WS_MAX_SUBSCRIPTIONS: integer(
    [1, 10_000],
    100,
    'subscriptions',
    'Maximum number of concurrent subscriptions per WebSocket connection.',
  ),
  KEEP_ALIVE_INTERVAL_MS: integer(
    [1000, 600_000],
    12_000,
    'ms',
    'Interval of WebSocket pings and server-sent event heartbeats.',
  ),
  MULTIPART_HEARTBEAT_INTERVAL_MS: integer(
    [100, 600_000],
    5000,
    'ms',
    'Heartbeat interval of subscriptions over multipart HTTP.',
  ),
  SUBSCRIPTION_CALLBACK_URLS: urlPrefixes('URL prefixes that routers may request HTTP callbacks at.'),
  SUBSCRIPTION_CALLBACK_MAX: integer(
    [1, 100_000],
    1000,
    'subscriptions',
    'Maximum number of concurrent subscriptions over HTTP callbacks.',
  ),
  SUBSCRIPTION_CALLBACK_TIMEOUT_MS: integer(
    [100, 60_000],
    5000,
    'ms',
    'Timeout of one callback to a router.',
  ),
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
  ...limitVariables,
  ...sharedStateVariables,
  GRAPHIQL: choice(['true', 'false'], 'true', 'Serves GraphiQL to browsers on `/graphql`.'),
  SHUTDOWN_DELAY_MS: integer(
    [0, 600_000],
    0,
    'ms',
    'Minimum time that requests are still served after SIGTERM, while `/readyz` fails.',
  ),
  SHUTDOWN_GRACE_MS: integer([0, 600_000], 10_000, 'ms', 'Time for requests in flight to finish after that.'),
  METRICS_TOKEN: secret(
    /^[\w.~+/=-]{16,}$/,
    '16 or more letters, digits and `-._~+/=`',
    'Bearer token that `/metrics` requires.',
  ),
  LOG_LEVEL: choice(LOG_LEVELS, 'info', 'Minimum severity of log entries (JSON on stderr).'),
  EMULATOR_PORT: integer([0, 65_535], 4566, '', 'Port of `npm run emulator`; 0 picks a free one.'),
  EMULATOR_SPEED: positive(
    10_000,
    1,
    'times',
    'Factor that accelerates state transitions of the emulator; at 1, an image builder starts in 5 s.',
  ),
})

/** Returns the variables as a Markdown table for the README. */
export function configurationTable(): string {
  const rows = Object.entries(environment.shape).map(([name, schema]) => {
    const { about, accepted, default: fallback, unit } = documentation.get(schema) ?? UNDOCUMENTED
    const value = fallback === undefined ? 'unset' : `\`${fallback}\`${unit ? ` ${unit}` : ''}`
    return `| \`${name}\` | ${value} | ${about} | ${accepted} |`
  })
  return ['| Variable | Default | Description | Accepted |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
