import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe } from 'vitest'
import type { Reply } from '../../src/shared/redis/engine/engine.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.ts'
import { connectEngine } from './replicas/engine.ts'

export interface RedisServerOptions {
  /** Serves TLS with the test certificate. */
  readonly tls?: boolean
  /** Starts a cluster of this one node. */
  readonly cluster?: boolean
  /** Persists every write, so that `restart` keeps the data. */
  readonly appendonly?: boolean
  /** Password of the default user. */
  readonly password?: string
  /** Lines of an ACL file, for example `user gateway on >secret ~* +@all`. */
  readonly acl?: readonly string[]
}

/** Process of redis-server on a free port; `await using` ends it. */
export interface RedisServer extends AsyncDisposable {
  /** URL without credentials. */
  readonly url: string
  readonly port: number
  /** Sends a command as an administrator. */
  command(...command: readonly string[]): Promise<Reply>
  /** Ends the process gracefully. */
  stop(): Promise<void>
  /** Ends the process with SIGKILL. */
  kill(): Promise<void>
  /** Starts the process again, on the same port and with the data it persisted. */
  restart(): Promise<void>
  /** Stops and continues the process (SIGSTOP, SIGCONT). */
  pause(): void
  resume(): void
}

export const isRedisInstalled = spawnSync('redis-server', ['--version']).status === 0

/** Describes tests that need redis-server. Without it they are skipped with a warning, and fail in CI. */
export function describeWithRedis(title: string, tests: () => void): void {
  if (!isRedisInstalled && !process.env['CI']) {
    console.warn(
      `SKIPPED, because redis-server is not installed: ${title}. To run: apt-get install redis-server`,
    )
    describe.skip(title, tests)
  } else {
    describe(title, tests)
  }
}

/** Starts a server without persistence, unless `appendonly` is set. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  if (!isRedisInstalled) throw new Error('redis-server is not installed: apt-get install redis-server')
  const directory = await mkdtemp(join(tmpdir(), 'redis-'))
  const { port, args, process } = await launchOnFreePort(options, directory)
  let child = process

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill(signal)
    await exited
  }
  const url = `${options.tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`
  const server: RedisServer = {
    url,
    port,
    async command(...command) {
      const admin = new URL(url)
      if (options.password !== undefined) admin.password = options.password
      using engine = await connectEngine({ url: admin.href }, { ca: CERTIFICATE })
      return await engine.send(command)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM')
      child = await launch(args)
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
  if (options.cluster) await formCluster(server)
  return server
}

/** Starts a server on another port if a process took the one that was free. */
async function launchOnFreePort(options: RedisServerOptions, directory: string) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const args = await argumentsOf(options, directory, port)
    try {
      return { port, args, process: await launch(args) }
    } catch (error) {
      if (attempt === 5 || !String(error).includes('in use')) throw error
    }
  }
}

async function argumentsOf(
  { tls, cluster, appendonly, password, acl }: RedisServerOptions,
  directory: string,
  port: number,
): Promise<readonly string[]> {
  const args = ['--bind', '127.0.0.1', '--dir', directory, '--save', '']
  if (appendonly) args.push('--appendonly', 'yes', '--appendfsync', 'always')
  if (password !== undefined) args.push('--requirepass', password)
  if (cluster) args.push('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
  if (cluster) args.push('--cluster-port', String(await freePort()))
  const write = async (name: string, text: string) => {
    const path = join(directory, name)
    await writeFile(path, text)
    return path
  }
  if (acl !== undefined) args.push('--aclfile', await write('users.acl', `${acl.join('\n')}\n`))
  if (!tls) return [...args, '--port', String(port)]
  const certificate = await write('certificate.pem', CERTIFICATE)
  const key = await write('key.pem', CERTIFICATE_KEY)
  args.push('--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate)
  return [...args, '--tls-auth-clients', 'no', '--port', '0', '--tls-port', String(port)]
}

/** Shell script that runs redis-server and kills it when stdin ends, i.e. when this process or test worker ends. */
const END_WITH_STDIN =
  'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$ 2>/dev/null) & exec redis-server "$@" 3<&- </dev/null'

/** Resolves once the server accepts connections. Ctrl-C reaches only the parent, which then ends the server. */
async function launch(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', END_WITH_STDIN, 'redis-server', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const killWithParent = () => void child.kill('SIGKILL')
  process.once('exit', killWithParent)
  child.once('exit', () => process.removeListener('exit', killWithParent))
  const output: string[] = []
  for await (const line of createInterface(child.stdout)) {
    output.push(line)
    if (!line.includes('Ready to accept connections')) continue
    // Discards further output, which would block the server once the pipe is full.
    child.stdout.resume()
    return child
  }
  throw new Error(`redis-server did not start:\n${output.join('\n')}`)
}

async function formCluster(server: RedisServer): Promise<void> {
  await server.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  while (!String(await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Ports that no operating system assigns by itself, so that none is taken before or between the starts of a server. */
const PORTS = { first: 20_000, count: 12_000 }

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + randomInt(PORTS.count)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
