import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Program of this repository in a process of its own. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess
  /** Start of its ready line; a server prints its URL. */
  readonly url: string
  /** Resolves with its exit code and signal. */
  readonly exited: Promise<Exit>
  /** Returns the beginning of its stderr. */
  complaint(): string
}

/** Exit code, or the signal that killed the process. */
export type Exit = readonly [code: number | null, signal: NodeJS.Signals | null]

/** Options of a child process. */
export interface ChildOptions {
  readonly arguments?: readonly string[]
  /**
   * Complete environment; variables of the calling shell must not affect the child. `NODE_ENV` is `production`, unless
   * it is set here, to undefined for none.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Receives each line of stderr. */
  readonly onLog?: (line: string) => void
  /** Discards stderr: reading thousands of log lines a second takes a core of its own. */
  readonly discardsLog?: boolean
  /** Checkout that contains the program. Default: this one. */
  readonly directory?: URL
  /** Modules of this repository that are loaded before the program. */
  readonly preloads?: readonly string[]
  /**
   * Loads nothing before the program, as deployed: the gateway uses its bundle of packages only then. Such a child outlives
   * a parent that is killed. Default: false.
   */
  readonly isBare?: boolean
}

const startTimeoutMs = 60_000
const exitWithParent = import.meta.resolve('./exit-with-parent.ts')
const root = new URL('../../', import.meta.url)

/**
 * Starts a program, by its path in this repository; resolves once it prints `<url> is ready`. Signals of the terminal
 * reach only the parent. The child does not outlive it, unless `isBare`.
 */
export async function startChild(program: string, options: ChildOptions = {}): Promise<Child> {
  const { directory = root, preloads = [], isBare = false } = options
  const imports = [
    ...(isBare ? [] : [exitWithParent]),
    ...preloads.map((module) => new URL(module, root).href),
  ]
  const child = fork(new URL(program, directory), [...(options.arguments ?? [])], {
    cwd: directory,
    detached: true,
    execArgv: imports.flatMap((module) => ['--import', module]),
    // Production mode, as deployed: graphql-js runs more checks in development.
    env: { NODE_ENV: 'production', ...options.environment },
    stdio: ['ignore', 'pipe', options.discardsLog ? 'ignore' : 'pipe', 'ipc'],
  })
  const complaint = beginningOf(child.stderr, options.onLog)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
    .then(([code, signal]): Exit => [code, signal])
    .finally(() => process.off('exit', kill))

  async function dispose(): Promise<void> {
    kill()
    await exited
  }

  try {
    const url = await Promise.race([
      readyUrl(child),
      exited.then(([code]) => {
        throw new Error(`${program} ended with ${code} before it was ready:\n${complaint()}`)
      }),
    ])
    return { process: child, url, exited, complaint, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

async function readyUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The child has no stdout.')
  const lines = createInterface({ input: stdout })
  const [line]: unknown[] = await once(lines, 'line', { signal: AbortSignal.timeout(startTimeoutMs) })
  const url = /^(\S+) is ready/.exec(String(line))?.[1]
  if (url === undefined) throw new Error(`Not a ready line: ${line}`)
  return url
}

const complaintLength = 4_000

/** Reads a stream to its end and keeps its beginning; by default the gateway logs each request to stderr. */
function beginningOf(stream: Readable | null, onLine: (line: string) => void = () => {}): () => string {
  let beginning = ''
  if (stream === null) return () => beginning
  createInterface({ input: stream }).on('line', (line) => {
    if (beginning.length < complaintLength) beginning += `${line}\n`
    onLine(line)
  })
  return () => beginning
}
