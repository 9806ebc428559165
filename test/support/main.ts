import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** Ready line of the gateway. */
export const gatewayLine = /^(http:\/\/127\.0\.0\.1:\d+\/graphql) is ready\. /

/** Process of main.ts. */
export interface Main extends AsyncDisposable {
  /** Resolves with the URL in the ready line; rejects with stderr if the process ends first. */
  ready(line: RegExp): Promise<string>
  /** Exit code and signal of the process. */
  readonly exited: Promise<readonly [number | null, NodeJS.Signals | null]>
  /** Sends a signal and waits for the exit. */
  stop(signal: NodeJS.Signals): Main['exited']
  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void
  stdout(): string
  stderr(): string
}

/** Runs main.ts in its own process, isolated from this environment. */
export function startMain(args: readonly string[], env: Readonly<Record<string, string>>): Main {
  const cwd = fileURLToPath(new URL('../../', import.meta.url))
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const exited = exitOf(child)
  return {
    exited,
    async ready(line) {
      const ended = exited.then(() => Promise.reject(new Error(`main.ts ended: ${stderr.text()}`)))
      await Promise.race([stdout.newline, ended])
      const [, url] = line.exec(stdout.text()) ?? []
      if (url === undefined) throw new Error(`Not a ready line: ${stdout.text()}`)
      return url
    },
    stop(signal) {
      child.kill(signal)
      return exited
    },
    signal(signal) {
      child.kill(signal)
    },
    stdout: stdout.text,
    stderr: stderr.text,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function exitOf(child: ChildProcessByStdio<null, Readable, Readable>): Main['exited'] {
  // `close` also means that the output is complete.
  const [code, signal] = await once(child, 'close')
  return [code, signal]
}

function collect(stream: Readable): { readonly text: () => string; readonly newline: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.includes('\n')) resolve()
  })
  return { text: () => text, newline: promise }
}
