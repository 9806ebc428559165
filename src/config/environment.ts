import { z } from 'zod'
import { limitVariables } from './limits.ts'
import { origins } from './origins.ts'
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

/** Every variable that the gateway reads: how it is parsed, its default, and what it sets. */
export const environment = z.object({
  ...upstreamVariables,
  MAX_STALENESS_MS: integer([0, DAY_MS], 5000, 'ms', 'The oldest snapshot that answers a read at once.'),
  PUBLIC_IMAGES_STALENESS_MS: integer([0, 7 * DAY_MS], 3_600_000, 'ms', "The same for AWS's public images."),
  DETAILS_STALENESS_MS: integer([0, DAY_MS], 30_000, 'ms', 'The same for tags and shares.'),
  STALE_IF_ERROR_MS: integer([0, DAY_MS], 60_000, 'ms', 'The oldest snapshot that answers while AWS fails.'),
  READ_PATIENCE_MS: integer(
    [0, 600_000],
    1500,
    'ms',
    'How long a read waits for AWS while a snapshot within `STALE_IF_ERROR_MS` could answer.',
  ),
  DETAILS_CONCURRENCY: integer([1, 100], 10, 'calls', 'Tag and share calls in flight per target.'),
  WATCH_ACTIVE_INTERVAL_MS: integer(
    [100, DAY_MS],
    2000,
    'ms',
    'Between polls while something is in transition.',
  ),
  WATCH_IDLE_INTERVAL_MS: integer([100, DAY_MS], 15_000, 'ms', 'Between polls while nothing is.'),
  WATCH_LINGER_MS: integer(
    [0, DAY_MS],
    5000,
    'ms',
    'How long polling goes on after the last subscriber left.',
  ),
  WATCH_BOOKMARK_INTERVAL_MS: integer(
    [1000, DAY_MS],
    60_000,
    'ms',
    'Between the SYNCED events of a quiet subscription.',
  ),
  WATCH_LOG_MAX_ENTRIES: integer(
    [0, 1_000_000],
    10_000,
    'changes',
    'Changes kept of a kind in a target, to resume from.',
  ),
  WATCH_LOG_MAX_BYTES: integer(
    [0, 1_000_000_000],
    10_000_000,
    'bytes',
    'About the memory that these changes may take, with the resources in them.',
  ),
  WATCH_LOG_MAX_AGE_MS: integer([0, DAY_MS], 600_000, 'ms', 'The oldest change kept to resume from.'),
  WATCH_QUEUE_MAX_EVENTS: integer(
    [1, 100_000],
    1000,
    'events',
    'What may wait for a slow subscriber before it is reset.',
  ),
  WS_MAX_CONNECTIONS: integer([1, 1_000_000], 10_000, 'connections', 'WebSocket connections at a time.'),
  WS_MAX_SUBSCRIPTIONS: integer(
    [1, 10_000],
    100,
    'subscriptions',
    'Subscriptions at a time on one connection.',
  ),
  KEEP_ALIVE_INTERVAL_MS: integer(
    [1000, 600_000],
    12_000,
    'ms',
    'Between pings on a WebSocket, and heartbeats of server-sent events.',
  ),
  MULTIPART_HEARTBEAT_INTERVAL_MS: integer(
    [100, 600_000],
    5000,
    'ms',
    'Between heartbeats of a subscription over multipart HTTP.',
  ),
  SUBSCRIPTION_CALLBACK_URLS: urlPrefixes(
    'Where routers may be called back for subscriptions, each URL with all under it.',
  ),
  SUBSCRIPTION_CALLBACK_MAX: integer(
    [1, 100_000],
    1000,
    'subscriptions',
    'Subscriptions by callback at a time.',
  ),
  SUBSCRIPTION_CALLBACK_TIMEOUT_MS: integer(
    [100, 60_000],
    5000,
    'ms',
    'What a router gets to answer one callback.',
  ),
  HOST: matching(/^[\w.:%-]+$/, 'a host name or IP address', 'The address to listen on.', '127.0.0.1'),
  PORT: integer([0, 65_535], 4000, '', 'The port to listen on; 0 takes any free one.'),
  AUTH_ISSUER: matching(
    /^\S{1,512}$/,
    'a text without spaces',
    'The `iss` of the tokens that callers must bring.',
  ),
  AUTH_AUDIENCE: matching(/^\S{1,512}$/, 'a text without spaces', 'The `aud` that those tokens must have.'),
  AUTH_JWKS_URL: secureUrl('Where that issuer publishes its keys.'),
  AUTH_TARGETS_CLAIM: matching(
    /^[\w:./-]{1,200}$/,
    'the name of a claim',
    'The claim that narrows a caller to some targets.',
    'appstream_targets',
  ),
  ROUTER_HMAC_SECRET: secret(
    /^\S{32,512}$/,
    '32 or more characters without spaces',
    'The secret that a trusted router signs operations with.',
  ),
  CORS_ORIGINS: origins('Origins whose pages may send requests and read the answers.'),
  CORS_HEADERS: list(
    /^[\w!#$%&'*+.^`|~-]+$/,
    'header names',
    'Request headers that those pages may send, beside the usual ones.',
  ),
  ALLOWED_HOSTS: list(
    /^[\w.-]+$|^\[[\da-f:.]+\]$/i,
    'host names',
    'Host names that GraphQL answers to, beside loopback ones.',
  ),
  RATE_LIMIT_PER_MINUTE: integer(
    [0, 10_000_000],
    0,
    'operations',
    'Operations a minute of one caller; 0: no limit.',
  ),
  CALLER_MAX_CONNECTIONS: integer(
    [0, 1_000_000],
    100,
    'connections',
    'WebSocket connections of one caller; 0: no limit.',
  ),
  CALLER_MAX_SUBSCRIPTIONS: integer(
    [0, 1_000_000],
    1000,
    'subscriptions',
    'Subscriptions of one caller; 0: no limit.',
  ),
  ...limitVariables,
  GRAPHIQL: choice(['true', 'false'], 'true', 'Whether browsers are served GraphiQL on `/graphql`.'),
  SHUTDOWN_DELAY_MS: integer(
    [0, 600_000],
    0,
    'ms',
    'How long requests are served after SIGTERM at least, while `/readyz` fails.',
  ),
  SHUTDOWN_GRACE_MS: integer([0, 600_000], 10_000, 'ms', 'What requests in flight get to finish after that.'),
  METRICS_TOKEN: secret(
    /^[\w.~+/=-]{16,}$/,
    '16 or more letters, digits and `-._~+/=`',
    'The bearer token that `/metrics` then wants.',
  ),
  LOG_LEVEL: choice(LOG_LEVELS, 'info', 'The least severe level logged, as JSON on stderr.'),
  EMULATOR_PORT: integer([0, 65_535], 4566, '', 'The port of `npm run emulator`; 0 takes any free one.'),
  EMULATOR_SPEED: positive(10_000, 1, 'times', 'How much faster than AWS the emulator goes.'),
})

/** The variables as a Markdown table, for the README. */
export function configurationTable(): string {
  const rows = Object.entries(environment.shape).map(([name, schema]) => {
    const { about, accepted, default: fallback, unit } = documentation.get(schema) ?? UNDOCUMENTED
    const value = fallback === undefined ? 'unset' : `\`${fallback}\`${unit ? ` ${unit}` : ''}`
    return `| \`${name}\` | ${value} | ${about} | ${accepted} |`
  })
  return ['| Variable | Default | What it sets | Accepted |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
