import { z } from 'zod'
import {
  choice,
  type Documentation,
  documentation,
  httpUrl,
  integer,
  list,
  matching,
  positive,
} from './environment-variable.ts'

const UNDOCUMENTED: Documentation = { about: '', accepted: '' }

const DAY_MS = 86_400_000
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=.@/-]+$/
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Every variable that the gateway reads: how it is parsed, its default, and what it sets. */
export const environment = z.object({
  UPSTREAM: choice(['emulator', 'aws'], 'emulator', 'What stands behind the gateway.'),
  AWS_REGION: matching(REGION, 'an AWS region', 'The region of AWS to read where `AWS_REGIONS` is unset.'),
  AWS_REGIONS: list(REGION, 'AWS regions', 'The regions to read; for the emulator, us-east-1 unless set.'),
  AWS_ROLE_ARNS: list(ROLE_ARN, 'IAM role ARNs', 'The roles to read through; each is another account.'),
  AWS_ACCOUNT_ID: matching(/^\d{12}$/, 'an account of 12 digits', 'The account of the default credentials.'),
  AWS_ENDPOINT_URL_APPSTREAM: httpUrl("An endpoint to use instead of the region's own."),
  UPSTREAM_TIMEOUT_MS: integer([100, 600_000], 10_000, 'ms', 'One AWS call, its retries included.'),
  UPSTREAM_LISTING_TIMEOUT_MS: integer([100, 3_600_000], 60_000, 'ms', 'One whole listing, all its pages.'),
  UPSTREAM_MAX_ATTEMPTS: integer([1, 10], 3, 'attempts', 'Attempts at one AWS call, the first included.'),
  UPSTREAM_RETRY_BASE_MS: integer([1, 60_000], 100, 'ms', 'The delay that retries back off from.'),
  MAX_STALENESS_MS: integer([0, DAY_MS], 5000, 'ms', 'The oldest snapshot that answers a read at once.'),
  PUBLIC_IMAGES_STALENESS_MS: integer([0, 7 * DAY_MS], 3_600_000, 'ms', "The same for AWS's public images."),
  DETAILS_STALENESS_MS: integer([0, DAY_MS], 30_000, 'ms', 'The same for tags and shares.'),
  STALE_IF_ERROR_MS: integer([0, DAY_MS], 60_000, 'ms', 'The oldest snapshot that answers while AWS fails.'),
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
  KEEP_ALIVE_INTERVAL_MS: integer([1000, 600_000], 12_000, 'ms', 'Between pings on a WebSocket.'),
  HOST: matching(/^[\w.:%-]+$/, 'a host name or IP address', 'The address to listen on.', '127.0.0.1'),
  PORT: integer([0, 65_535], 4000, '', 'The port to listen on; 0 takes any free one.'),
  MAX_BODY_BYTES: integer(
    [1024, 100_000_000],
    262_144,
    'bytes',
    'The body of a request; a WebSocket message.',
  ),
  MAX_TOKENS: integer([100, 20_000], 5000, 'tokens', 'The tokens of a document.'),
  MAX_NESTING: integer(
    [20, 200],
    64,
    'brackets',
    'Brackets open at once, in a document, in variables and extensions.',
  ),
  MAX_DEPTH: integer([0, 1000], 12, 'fields', 'Fields in one another, but for introspection; 0 is no limit.'),
  MAX_ALIASES: integer([0, 10_000], 50, 'aliases', 'The aliases of an operation; 0 is no limit.'),
  MAX_ROOT_FIELDS: integer([0, 10_000], 50, 'fields', 'The root fields of an operation; 0 is no limit.'),
  MAX_DIRECTIVES: integer([0, 10_000], 50, 'directives', 'The directives of an operation; 0 is no limit.'),
  MAX_COST: integer(
    [0, 1_000_000_000],
    150_000,
    '',
    'What an operation may cost by its page sizes; 0 is no limit.',
  ),
  QUERY_TIMEOUT_MS: integer(
    [0, 3_600_000],
    15_000,
    'ms',
    'A query, or an event of a subscription; 0 is no limit.',
  ),
  MUTATION_TIMEOUT_MS: integer([0, 3_600_000], 60_000, 'ms', 'A mutation; 0 is no limit.'),
  INTROSPECTION: choice(['true', 'false'], 'true', 'Whether the schema can be asked for.'),
  TRUSTED_DOCUMENTS: matching(
    /./,
    'a file',
    'The manifest of the operations that may run; any may unless set.',
  ),
  GRAPHIQL: choice(['true', 'false'], 'true', 'Whether browsers are served GraphiQL on `/graphql`.'),
  SHUTDOWN_GRACE_MS: integer([0, 600_000], 10_000, 'ms', 'What requests in flight get to finish on SIGTERM.'),
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
