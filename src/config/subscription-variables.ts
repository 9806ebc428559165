import { integer, urlPrefixes } from './variable.ts'

const DAY_MS = 86_400_000

/** Variables of subscriptions: polling, resuming, connections and callbacks. */
export const subscriptionVariables = {
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
  SUBSCRIPTION_CALLBACK_URLS: urlPrefixes(
    'Callback URLs that routers may use; each includes all paths below it.',
  ),
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
}
