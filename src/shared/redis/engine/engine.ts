import { setTimeout as delay } from 'node:timers/promises'
import { type Schedule, systemSchedule } from '../../../clock.ts'
import { type Connection, type ConnectionOptions, openConnection, type Reply } from './connection.ts'
import type { Script } from './script.ts'

export type { Reply } from './connection.ts'

export interface EngineOptions extends ConnectionOptions {
  /** Deployments on one engine are independent of each other. */
  readonly deployment: string
  readonly schedule?: Schedule
  /** Called at the end of each command, for metrics. */
  readonly onCommand?: ((command: FinishedCommand) => void) | undefined
}

/** Command or script that the engine executed, rejected, or did not answer in time. */
export interface FinishedCommand {
  readonly name: string
  readonly outcome: 'ok' | 'error'
  readonly durationMs: number
}

export interface CommandOptions {
  /** Default: 800. */
  readonly deadlineMs?: number
  /** True for strings of the reply as Buffers. Default: false. */
  readonly isBinary?: boolean
}

type Argument = string | number | Buffer

/** Client of a Redis or Valkey server. Rejections are always an {@link EngineUnavailable}. */
export interface Engine {
  /** First part of every key. Its braces put all keys into one slot of a cluster. */
  readonly tag: string
  /** Resolves once connected. @throws EngineUnavailable on failure; it keeps trying in the background */
  open(options?: CommandOptions): Promise<void>
  isReady(): boolean
  /** Runs a script. Its keys must start with the tag. */
  run(
    script: Script,
    keys: readonly string[],
    args: readonly Argument[],
    options?: CommandOptions,
  ): Promise<Reply>
  /** Sends a command, whose keys must start with the tag. */
  send(command: readonly Argument[], options?: CommandOptions): Promise<Reply>
  /** Sends a command that blocks for up to a second, on a connection of its own. Default deadline: 2,500 ms. */
  block(command: readonly Argument[], options?: CommandOptions): Promise<Reply>
  /** Number of commands sent so far by name of the script or command. */
  readonly counts: ReadonlyMap<string, number>
  close(): void
}

/** The engine did not answer, or rejected a command. It may have executed a command that timed out. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable'
}

const DEADLINE_MS = 800
const BLOCKING_DEADLINE_MS = 2500
/** Maximum wait for the connection of blocking commands. */
const OPEN_BLOCKING_MS = 800
/** Minimum time between two replacements of a connection. */
const REPLACE_INTERVAL_MS = 1000

/** Connects to the engine. Connections that break are replaced in the background. */
export function createEngine(options: EngineOptions): Engine {
  const { schedule = systemSchedule } = options
  const tag = `{asg:${options.deployment}}`
  const counts = new Map<string, number>()
  let lastError: Error | undefined
  const failureListeners = new Set<(error: Error) => void>()
  const connect = () =>
    openConnection({
      ...options,
      onError(error) {
        lastError = error
        for (const listener of failureListeners) listener(error)
        options.onError?.(error)
      },
    })
  const commands = { connection: connect(), replacedAt: 0 }
  let blocking: Connection | undefined
  let isClosed = false

  /** Reconnects. After a failover, the former primary keeps its connections, but rejects writes. */
  function leaveReplica(): void {
    if (isClosed || performance.now() < commands.replacedAt + REPLACE_INTERVAL_MS) return
    commands.connection.close()
    blocking?.close()
    commands.connection = connect()
    commands.replacedAt = performance.now()
    blocking = undefined
  }

  /** Rejects at the deadline. The client drops its own timeout once a command is written. */
  async function withDeadline<Value>(deadlineMs: number, work: Promise<Value>): Promise<Value> {
    const { promise, reject } = Promise.withResolvers<never>()
    const cancel = schedule(deadlineMs, () =>
      reject(new Error(`No answer within ${deadlineMs} ms.`, { cause: lastError })),
    )
    try {
      return await Promise.race([work, promise])
    } finally {
      cancel()
    }
  }

  async function sendOn(
    connection: Connection,
    name: string,
    command: readonly Argument[],
    { deadlineMs = DEADLINE_MS, isBinary = false }: CommandOptions,
  ): Promise<Reply> {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    const sentAtMs = performance.now()
    let outcome: FinishedCommand['outcome'] = 'error'
    try {
      const args = command.map((part) => (typeof part === 'number' ? String(part) : part))
      const reply = connection.send(tag, args, { timeoutMs: deadlineMs, isBinary })
      const answer = await withDeadline(deadlineMs, reply)
      outcome = 'ok'
      return answer
    } catch (error) {
      // Redis 6.2 wraps the errors of scripts in text of its own.
      if (messageOf(error).includes('READONLY')) leaveReplica()
      throw unavailable(name, error, connection.isReady() ? undefined : lastError)
    } finally {
      options.onCommand?.({ name, outcome, durationMs: performance.now() - sentAtMs })
    }
  }

  const nameOf = ([name]: readonly Argument[]) => String(name).toUpperCase()
  return {
    tag,
    counts,
    isReady: () => commands.connection.isReady(),
    async open({ deadlineMs = DEADLINE_MS } = {}) {
      const { promise: failed, reject } = Promise.withResolvers<never>()
      failureListeners.add(reject)
      try {
        await withDeadline(deadlineMs, Promise.race([commands.connection.opened, failed]))
      } catch (error) {
        throw unavailable('connecting', error, lastError)
      } finally {
        failureListeners.delete(reject)
      }
    },
    async run(script, keys, args, runOptions = {}) {
      const rest = [keys.length, ...keys, ...args]
      const { name, sha, lua } = script
      try {
        return await sendOn(commands.connection, name, ['EVALSHA', sha, ...rest], runOptions)
      } catch (error) {
        if (!(error instanceof EngineUnavailable && messageOf(error.cause).startsWith('NOSCRIPT')))
          throw error
        return sendOn(commands.connection, name, ['EVAL', lua, ...rest], runOptions)
      }
    },
    send: (command, sendOptions = {}) => sendOn(commands.connection, nameOf(command), command, sendOptions),
    async block(command, { deadlineMs = BLOCKING_DEADLINE_MS, ...rest } = {}) {
      if (blocking === undefined) {
        blocking = connect()
        await Promise.race([blocking.opened, delay(OPEN_BLOCKING_MS, undefined, { ref: false })])
      }
      return sendOn(blocking, nameOf(command), command, { deadlineMs, ...rest })
    },
    close() {
      isClosed = true
      commands.connection.close()
      blocking?.close()
    },
  }
}

/** Returns an error with advice, if the cause is known. */
function unavailable(name: string, error: unknown, connectionError: Error | undefined): EngineUnavailable {
  const reason = messageOf(connectionError ?? error)
  const advice = /^(WRONGPASS|NOAUTH|ERR AUTH)/.test(reason)
    ? ' Check the user and the password in SHARED_STATE_URL.'
    : /^NOPERM/.test(reason)
      ? ' Grant the user of SHARED_STATE_URL the permissions in docs/replicas.md.'
      : ''
  const message = `The shared state (SHARED_STATE_URL) is unavailable: ${name} failed: ${reason}${advice}`
  return new EngineUnavailable(message, { cause: error })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
