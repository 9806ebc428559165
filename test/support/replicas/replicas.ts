import type { ChildProcess } from 'node:child_process'
import pLimit from 'p-limit'
import { startChild } from '../child.ts'

/** Gateways of one deployment, each in a process of its own. */
export interface Replicas extends AsyncDisposable {
  /** In the order of their numbers, including those that have ended. */
  readonly all: readonly Replica[]
  /** Replicas whose processes have not ended. */
  running(): readonly Replica[]
  /** Starts another replica with the same environment, changed by `environment`. */
  add(environment?: Environment): Promise<Replica>
}

/** One gateway. */
export interface Replica {
  /** Counts from 1. */
  readonly number: number
  /** GraphQL endpoint. */
  readonly url: string
  readonly process: ChildProcess
  readonly isRunning: () => boolean
  /** Stops the process without its knowledge, as an overloaded machine does. */
  pause(): void
  resume(): void
  /** Kills the process; resolves once it has ended. */
  kill(): Promise<void>
  /** Shuts the gateway down with SIGTERM; resolves with the exit code once the process has ended. */
  stop(): Promise<number | null>
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string>>

/** Options of {@link startReplicas}. */
export interface ReplicasOptions {
  readonly count: number
  /** Complete environment of every gateway. `PORT` is a free port by default. */
  readonly environment: Environment
  /** Modules of this repository that every process loads before the gateway. */
  readonly preloads?: readonly string[]
  /** Receives each log line. */
  readonly onLog?: (number: number, line: string) => void
  /** Called as soon as a replica is ready. */
  readonly onReady?: (replica: Replica) => void
}

/** More would only share the cores. */
const STARTS_AT_ONCE = 2

/** Starts gateways; resolves once all are ready. They are killed when disposed. */
export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const processes = new AsyncDisposableStack()
  const all: Replica[] = []
  const limit = pLimit(STARTS_AT_ONCE)
  let count = 0

  function add(environment: Environment = {}): Promise<Replica> {
    const number = ++count
    return limit(async () => {
      const replica = processes.use(await startReplica(number, options, environment))
      all.push(replica)
      all.sort((one, other) => one.number - other.number)
      options.onReady?.(replica)
      return replica
    })
  }

  const starts = await Promise.allSettled(Array.from({ length: options.count }, () => add()))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await processes.disposeAsync()
    throw failed.reason
  }
  return {
    all,
    running: () => all.filter((replica) => replica.isRunning()),
    add,
    [Symbol.asyncDispose]: () => processes.disposeAsync(),
  }
}

async function startReplica(
  number: number,
  { preloads = [], environment, onLog }: ReplicasOptions,
  changes: Environment,
): Promise<Replica & AsyncDisposable> {
  const child = await startChild('src/main.ts', {
    preloads,
    // As an operator starts it: it sets production mode by itself, and warns of the emulator if the environment sets it.
    environment: { NODE_ENV: undefined, PORT: '0', ...environment, ...changes },
    onLog: (line) => onLog?.(number, line),
  })
  const { process: own, exited, url } = child
  let isRunning = true
  exited.then(() => {
    isRunning = false
  })
  return {
    number,
    url,
    process: own,
    isRunning: () => isRunning,
    pause: () => void own.kill('SIGSTOP'),
    resume: () => void own.kill('SIGCONT'),
    async kill() {
      own.kill('SIGKILL')
      await exited
    },
    async stop() {
      own.kill('SIGTERM')
      const [code] = await exited
      return code
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
