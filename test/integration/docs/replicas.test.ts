import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { emptySeed, startEmulator } from '../../../src/emulator/server.ts'
import { REGION } from '../../support/gateway.ts'
import { type Command, readPage, readRepositoryFile } from '../../support/readme.ts'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { startReplicas } from '../../support/replicas/replicas.ts'
import { watchImageBuilders } from '../../support/subscription.ts'
import { createReader } from './reader.ts'

const page = readPage('docs/replicas.md')
const commands = page.sections
  .flatMap(({ steps }) => steps)
  .flatMap((step) => (step.kind === 'command' ? [step.command] : []))
const acl = commands.find(({ program, args }) => program === 'redis-cli' && args[0] === 'ACL')?.args ?? []
/** Commands of the connection, which are not in scripts. */
const CONNECTION = ['ping', 'eval', 'evalsha', 'xread']
/** Library whose script counts operations. */
const RATE_LIMITER = 'node_modules/rate-limiter-flexible/lib/RateLimiterRedis.js'

test('runs every command of the page that needs no Redis', async () => {
  await using reader = createReader()
  for (const command of commands) {
    if (command.program === 'redis-cli') continue
    expect(Object.keys(loadConfig(command.env).sharedState ?? {}).length > 0).toBe(
      'SHARED_STATE_URL' in command.env,
    )
    await reader.take({ kind: 'command', line: 0, command }, undefined)
  }
})

test('grants exactly the commands that the gateway sends', () => {
  const files = [...globSync('src/shared/redis/**/*.ts'), RATE_LIMITER]
  const sources = files.map(readRepositoryFile).join('\n')
  const inScripts = Array.from(sources.matchAll(/redis\.call\('(\w+)'/g), ([, name = '']) =>
    name.toLowerCase(),
  )
  const granted = acl.filter((word) => word.startsWith('+')).map((word) => word.slice(1))

  expect(granted.toSorted()).toEqual([...new Set([...CONNECTION, ...inScripts])].toSorted())
})

describeWithRedis('permissions in the documentation of replicas', () => {
  test('suffice for queries, mutations, subscriptions and limits', async () => {
    await using redis = await startRedis()
    expect(await redis.command(...acl)).toBe('OK')
    await using emulator = await startEmulator({ seed: emptySeed })
    const home = emulator.region(REGION)
    home.putImage({ Name: 'golden', ImageBuilderSupported: true })
    home.putImageBuilder({ Name: 'builder', State: 'STOPPED' })
    const url = new URL(redis.url)
    url.username = userOf(acl)
    url.password = 'PASSWORD'
    const logs: string[] = []
    await using replicas = await startReplicas({
      count: 2,
      environment: {
        AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
        SHARED_STATE_URL: url.href,
        DEPLOYMENT: deploymentOf(acl),
        RATE_LIMIT_PER_MINUTE: '1000',
        // A paused replica would answer with cached data and an extension.
        READ_PATIENCE_MS: '60000',
        LOG_LEVEL: 'debug',
      },
      onLog: (_number, line) => logs.push(line),
    })
    const [first = '', second = ''] = replicas.all.map((replica) => replica.url)
    await using subscription = watchImageBuilders(first, '(names: ["made"], snapshot: true)')
    await subscription.take(1)
    const creation = `mutation { createImageBuilder(input: {
      name: "made", imageName: "golden", instanceType: "stream.standard.medium", clientToken: "token"
    }) { __typename } }`
    const created = { data: { createImageBuilder: { __typename: 'CreateImageBuilderPayload' } } }

    expect(await post(second, creation)).toEqual(created)
    expect(await post(first, creation)).toEqual(created)
    expect(await subscription.next()).toMatchObject({ kind: 'CREATED' })
    const query = '{ imageBuilder(name: "made") { tags { key } image { sharedWith { totalCount } } } }'
    const answer = { data: { imageBuilder: { tags: [], image: { sharedWith: { totalCount: 0 } } } } }
    expect(await post(first, query)).toEqual(answer)
    expect(await post(second, query)).toEqual(answer)
    for (const replica of replicas.all) {
      // A replica that was paused joins again.
      const readiness = async () => (await fetch(new URL('/readyz', replica.url))).json()
      await expect.poll(readiness, { timeout: 30_000 }).toEqual({ status: 'ready', shared: 'member' })
      expect(await replica.stop()).toBe(0)
    }
    expect(logs.filter((line) => line.includes('NOPERM'))).toEqual([])
    const denied = JSON.stringify(await redis.command('ACL', 'LOG'))
    expect(denied.match(/"object","(?!client\|setinfo)[^"]*"/g)).toBeNull()
  })
})

function userOf([, , user = '']: Command['args']): string {
  return user
}

function deploymentOf(args: Command['args']): string {
  return /asg:(.+?)\}/.exec(args.join(' '))?.[1] ?? ''
}

async function post(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return response.json()
}
