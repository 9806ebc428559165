import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** The line that says where the gateway is. */
export const gatewayLine = /^(http:\/\/127\.0\.0\.1:\d+\/graphql) is ready, /

/** main.ts, in a process of its own. */
export interface Main extends AsyncDisposable {
  /** The URL in the ready line; rejects with what stderr has when the process ends before it. */
  ready(line: RegExp): Promise<string>
  /** The exit code and the signal that it died of. */
  readonly exited: Promise<readonly [number | null, NodeJS.Signals | null]>
  /** Sends a signal, and waits for the end. */
  stop(signal: NodeJS.Signals): Main['exited']
  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void
  stdout(): string
  stderr(): string
}

/** Runs main.ts in a process of its own, which sees nothing of this one's environment. */
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
  // `close` comes once the output is complete, too.
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
