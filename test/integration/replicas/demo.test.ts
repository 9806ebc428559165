import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { describeWithRedis } from '../../support/redis-server.ts'
import { watchImageBuilders } from '../../support/subscription.ts'

describeWithRedis('npm run replicas', () => {
  test('shows the change of one replica to subscribers of another', async () => {
    // Polls are so rare that only the mutation can cause one.
    const intervals = { WATCH_ACTIVE_INTERVAL_MS: '600000', WATCH_IDLE_INTERVAL_MS: '600000' }
    await using demo = startDemo(['--port', '0', '--replicas', '2'], { ...process.env, ...intervals })
    const [, url = ''] = await demo.printed(/^Ready: (\S+)$/m)
    const [[, first = ''], [, second = '']] = [
      await demo.printed(/^replica 1: (http\S+)/m),
      await demo.printed(/^replica 2: (http\S+)/m),
    ]
    const pids = Array.from(demo.stdout().matchAll(/\(process (\d+)\)/g), ([, pid]) => Number(pid))
    await using subscription = watchImageBuilders(url, '(names: ["golden-windows"], snapshot: true)')
    await subscription.take(2)
    const [, connected] = await demo.printed(/^proxy: connection to replica (\d)$/m)
    const other = connected === '1' ? '2' : '1'
    await start(other === '1' ? first : second)

    expect(await subscription.next()).toMatchObject({ kind: 'STATE_CHANGED', state: 'PENDING' })
    await demo.printed(new RegExp(`^replica ${other}: StartImageBuilder \\S*golden-windows: OK$`, 'm'))
    expect(pids).toHaveLength(2)
    expect(pids.filter(isAlive)).toEqual(pids)
    expect(await demo.stop('SIGINT')).toBe(0)
    expect(pids.filter(isAlive)).toEqual([])
    expect(demo.stderr()).toBe('')
  })

  test('names the option for a taken port and exits with 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    await using demo = startDemo(['--port', String(port)], process.env)

    expect(await demo.exited).toBe(1)
    expect(demo.stderr()).toBe(`Port ${port} is in use: run npm run replicas -- --port ${port + 1}\n`)
    taken.close()
  })
})

test('the demo explains how to install redis-server and exits with 2', async () => {
  await using demo = startDemo([], { PATH: '/nowhere' })

  expect(await demo.exited).toBe(2)
  expect(demo.stderr()).toMatch(/needs redis-server, which is not installed.*apt-get install redis-server/s)
  expect(demo.stdout()).toBe('')
})

test('the demo rejects an invalid option with its usage', async () => {
  await using demo = startDemo(['--replicas', '11'], process.env)

  expect(await demo.exited).toBe(2)
  expect(demo.stderr()).toMatch(/^--replicas must be a whole number from 1 to 10, not "11".\nusage: /)
})

/** Runs `npm run replicas` without npm. */
function startDemo(args: readonly string[], env: Readonly<NodeJS.ProcessEnv>) {
  const child = spawn(process.execPath, ['test/replicas/main.ts', ...args], {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const exited = once(child, 'close').then(([code]): number | null => code)

  async function printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(stdout)
      if (match !== null) return match
      const isOver = await Promise.race([
        once(child.stdout, 'data').then(() => false),
        exited.then(() => true),
      ])
      if (isOver) throw new Error(`The demo ended without printing ${pattern}:\n${stdout}\n${stderr}`)
    }
  }

  return {
    exited,
    printed,
    stdout: () => stdout,
    stderr: () => stderr,
    stop(signal: NodeJS.Signals) {
      child.kill(signal)
      return exited
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function start(url: string): Promise<void> {
  const query = 'mutation { startImageBuilder(input: { name: "golden-windows" }) { __typename } }'
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  expect(await response.json()).toEqual({
    data: { startImageBuilder: { __typename: 'StartImageBuilderPayload' } },
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
