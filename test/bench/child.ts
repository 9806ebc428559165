import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** A program of the benchmark, in a process of its own. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess
  /** What its ready line begins with: where it listens, for a server. */
  readonly url: string
  /** The beginning of what it wrote to stderr. */
  complaint(): string
}

/** What a child is started with. */
export interface ChildOptions {
  readonly arguments?: readonly string[]
  /** Its whole environment: settings of the shell that runs the benchmark must not change what is measured. */
  readonly environment?: Readonly<Record<string, string>>
}

const startTimeoutMs = 20_000
const leash = import.meta.resolve('./leash.ts')

/** Starts a program of this repository; resolves once it prints `<url> is ready`. */
export async function startChild(program: string, options: ChildOptions = {}): Promise<Child> {
  const child = fork(new URL(program, import.meta.url), [...(options.arguments ?? [])], {
    execArgv: ['--import', leash],
    // As deployed: graphql-js checks more in development.
    env: { NODE_ENV: 'production', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const complaint = beginningOf(child.stderr)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit').finally(() => process.off('exit', kill))

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
    return { process: child, url, complaint, [Symbol.asyncDispose]: dispose }
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

/** Reads a stream to its end and keeps its beginning: the gateway logs each request to stderr, as it does by default. */
function beginningOf(stream: Readable | null): () => string {
  let beginning = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    if (beginning.length < complaintLength) beginning += chunk
  })
  return () => beginning
}
