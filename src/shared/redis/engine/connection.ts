import { setTimeout as delay } from 'node:timers/promises'
import { createClient, createCluster, RESP_TYPES } from '@redis/client'

/** Reply of the engine. Strings are Buffers if the command asked for binary replies. */
export type Reply = string | Buffer | number | null | readonly Reply[]

/** Address and credentials of the engine. */
export interface ConnectionOptions {
  /** `redis://` or `rediss://`, with user, password and database number if needed. */
  readonly url: string
  /** Certificates of the authorities to trust, as PEM. Default: those of Node.js. */
  readonly ca?: string | undefined
  readonly isCluster?: boolean | undefined
  /** Receives each connection error. The message contains no credentials. */
  readonly onError?: ((error: Error) => void) | undefined
}

export interface SendOptions {
  /** Drops the command if it could not be written by then. */
  readonly timeoutMs: number
  readonly isBinary: boolean
}

/** Connection that reconnects by itself. Commands are rejected while it is down. */
export interface Connection {
  /** Resolves once connected, which may never happen. */
  readonly opened: Promise<void>
  isReady(): boolean
  /** Sends a command to the node of this key. */
  send(key: string, command: readonly (string | Buffer)[], options: SendOptions): Promise<Reply>
  close(): void
}

/** Closes a connection that is silent for this long; the client sends a PING every second. */
const SOCKET_TIMEOUT_MS = 2500
const PING_INTERVAL_MS = 1000
const CONNECT_TIMEOUT_MS = 1000
const MAX_RECONNECT_DELAY_MS = 1000

const BINARY = { [RESP_TYPES.BLOB_STRING]: Buffer }
const TEXT = {}

/** Opens a connection to one node, or to a cluster. */
export function openConnection(options: ConnectionOptions): Connection {
  return options.isCluster ? openCluster(options) : openNode(options)
}

function openNode(options: ConnectionOptions): Connection {
  const { socket, ...settings } = settingsOf(options)
  const client = createClient({ ...settings, socket: { ...socket, ...addressOf(options.url) } })
  // Without a listener, an error would end the process.
  client.on('error', (error: Error) => options.onError?.(error))
  return {
    // Fails only if the connection is closed before.
    opened: client.connect().then(nothing, nothing),
    isReady: () => client.isReady,
    send: (_key, command, { timeoutMs, isBinary }) =>
      client.sendCommand<Reply>(command, { timeout: timeoutMs, typeMapping: isBinary ? BINARY : TEXT }),
    close: () => client.destroy(),
  }
}

function openCluster(options: ConnectionOptions): Connection {
  const { RESP, ...defaults } = settingsOf(options)
  const cluster = createCluster({
    RESP,
    rootNodes: [{ socket: addressOf(options.url) }],
    defaults,
    // All keys share one slot, so other nodes are not needed.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: PING_INTERVAL_MS,
  })
  cluster.on('error', (error: Error) => options.onError?.(error))
  cluster.on('node-error', (error: Error) => options.onError?.(error))
  let isClosed = false
  /** The client does not retry the discovery of a cluster. */
  async function connect(): Promise<void> {
    for (let retries = 0; !isClosed; retries++) {
      try {
        await cluster.connect()
        return
      } catch {
        await delay(reconnectDelayMs(retries), undefined, { ref: false })
      }
    }
  }
  return {
    opened: connect(),
    isReady: () => cluster.isReady,
    send: (key, command, { timeoutMs, isBinary }) =>
      cluster.isReady
        ? cluster.sendCommand<Reply>(key, false, [...command], {
            timeout: timeoutMs,
            typeMapping: isBinary ? BINARY : TEXT,
          })
        : Promise.reject(new Error('The cluster is not connected.')),
    close() {
      isClosed = true
      cluster.destroy()
    },
  }
}

function settingsOf({ url, ca }: ConnectionOptions) {
  const { protocol, username, password, pathname } = new URL(url)
  return {
    // Replies of scripts and XREAD are plain arrays in RESP2.
    RESP: 2 as const,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(pathname.length > 1 && { database: Number(pathname.slice(1)) }),
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled' as const,
    clientInfoTag: 'appstream-graphql',
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      // The default does not reconnect after a socket timeout.
      reconnectStrategy: reconnectDelayMs,
      ...(protocol === 'rediss:' && { tls: true as const, ...(ca !== undefined && { ca }) }),
    },
  }
}

function addressOf(url: string) {
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[(.+)\]$/, '$1'), port: port === '' ? 6379 : Number(port) }
}

function reconnectDelayMs(retries: number): number {
  return Math.min(50 * 2 ** Math.min(retries, 10), MAX_RECONNECT_DELAY_MS) * (0.5 + Math.random() / 2)
}

function nothing(): void {}
