import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Router } from './router.ts'

const HIVE = fileURLToPath(new URL('node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url))
const CONFIG = fileURLToPath(new URL('hive.config.ts', import.meta.url))

/** Options of Hive Gateway. */
export interface HiveOptions {
  /** Protocol for subscribing to this gateway. */
  readonly subscriptions: 'ws' | 'sse' | 'callback'
  /** Default: any free port. */
  readonly port?: number
  /** Secret for signing its requests; unsigned if absent. */
  readonly hmacSecret?: string
}

/** Serves a supergraph with Hive Gateway in its own process, on 127.0.0.1. */
export async function startHive(supergraph: string, options: HiveOptions): Promise<Router> {
  const { subscriptions, port, hmacSecret } = options
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'supergraph-'))
  started.defer(() => rm(folder, { recursive: true }))
  const file = join(folder, 'supergraph.graphql')
  await writeFile(file, supergraph)

  const listening = String(port ?? (await freePort()))
  const args = ['supergraph', file, '--config-path', CONFIG, '--host', '127.0.0.1', '--port', listening]
  const hive = spawn(process.execPath, [HIVE, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      SUBSCRIPTIONS: subscriptions,
      CALLBACK_URL: callbackUrlAt(listening),
      ...(hmacSecret !== undefined && { HMAC_SECRET: hmacSecret }),
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(hive, 'exit')
  started.defer(async () => {
    hive.kill('SIGTERM')
    await exited
  })
  const said: string[] = []
  hive.stderr.on('data', (chunk) => said.push(String(chunk)))
  for await (const line of createInterface({ input: hive.stdout })) {
    said.push(line)
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (url === undefined || !line.includes('Listening')) continue
    // Discards further output; a full pipe would block the process.
    hive.stdout.resume()
    const running = started.move()
    return { url: `${url}/graphql`, [Symbol.asyncDispose]: () => running.disposeAsync() }
  }
  throw new Error(`Hive Gateway did not start:\n${said.join('\n')}`)
}

/** Returns the callback URL of Hive Gateway on a port. */
export function callbackUrlAt(port: number | string): string {
  return `http://127.0.0.1:${port}/callback`
}

/** Returns a free port for Hive Gateway, which does not support port 0. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
