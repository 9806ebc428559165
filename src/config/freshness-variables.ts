import { choice, integer } from './variable.ts'

const DAY_MS = 86_400_000

/** Variables that set how long data is kept, and how it is read. */
export const freshnessVariables = {
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
  SESSIONS_STALENESS_MS: integer([0, DAY_MS], 15_000, 'ms', 'Same, for sessions.'),
  STALE_IF_ERROR_MS: integer([0, DAY_MS], 60_000, 'ms', 'Maximum age of a snapshot served while AWS fails.'),
  READ_PATIENCE_MS: integer(
    [0, 600_000],
    1500,
    'ms',
    'Maximum wait for AWS before a read falls back to a snapshot within `STALE_IF_ERROR_MS`.',
  ),
  ANSWER_CACHE_BYTES: integer(
    [0, 1_000_000_000],
    10_000_000,
    'bytes',
    'Maximum memory of the answer cache; 0 disables it.',
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
}
