import { createClient } from 'graphql-ws'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { sendOverBoth } from '../../support/clients/both-transports.ts'
import { startGateway, type TestGateway, type TestGatewayOptions } from '../../support/gateway.ts'
import { startIssuer } from '../../support/issuer.ts'
import { describeWithRedis, startRedis } from '../../support/redis-server.ts'
import { recordEngine, textsIn } from '../../support/replicas/engine-record.ts'
import { everyMutation, INPUTS, mutation, PERSON, SECRET } from '../schema/secrets/mutations.ts'
import { everyQuery, putSources } from '../schema/secrets/support.ts'

const ENGINE_PASSWORD = 'yqengine3password'
const METRICS_TOKEN = 'a-token-of-the-metrics-of-this-test'
const CALLER = 'yqcaller8'
const TOKEN = 'yqtoken6'
const SCOPE = 'appstream:read appstream:operate appstream:manage appstream:stream appstream:people'
const TAG = '{asg:secrets}'
const timeout = 180_000

/** Mutations with client tokens whose results a repeat at another replica returns. */
const repeatable = [
  mutation('createAppStreamDirectoryConfig', {
    ...INPUTS['createAppStreamDirectoryConfig'],
    directoryName: 'second.example.com',
    clientToken: `${TOKEN}-directory`,
  }),
  mutation('createImportedImage', {
    ...INPUTS['createImportedImage'],
    name: 'second',
    clientToken: `${TOKEN}-import`,
  }),
]

/** Queries of people, and of everything that is read for a resource. */
const details = [
  { query: '{ appStreamUsers { nodes { userName stacks { nodes { name } } } } }' },
  { query: '{ appStreamStacks { nodes { name users { nodes { userName } } fleets { nodes { name } } } } }' },
  { query: '{ images { nodes { name tags { key value } sharedWith { totalCount } } } }' },
  { query: '{ appStreamFleets { nodes { name sessions { nodes { id userId } } } } }' },
]

describeWithRedis('data in the engine', () => {
  // Hundreds of operations.
  test('contains no secret, caller or client token, in any key or command', { timeout }, async () => {
    await using redis = await startRedis({ password: ENGINE_PASSWORD })
    const url = `redis://:${ENGINE_PASSWORD}@127.0.0.1:${redis.port}`
    await using record = await recordEngine(url)
    await using issuer = await startIssuer()
    const lines: string[] = []
    const options: TestGatewayOptions = {
      // Imports stay under way: then AWS lists the applications, so they are no longer a secret of the request.
      emulator: { behaviour: { visibleAfterMs: 0 }, speed: 0.001 },
      onLog: (line) => lines.push(line),
    }
    const env = {
      ...issuer.env,
      METRICS_TOKEN,
      SHARED_STATE_URL: url,
      DEPLOYMENT: 'secrets',
      RATE_LIMIT_PER_MINUTE: '100000',
      UPSTREAM_CALLS_PER_SECOND: '1000',
      WATCH_ACTIVE_INTERVAL_MS: '100',
    }
    await using first = await startGateway({ ...options, env })
    putSources(first)
    await using second = await startGateway({
      ...options,
      env: { ...env, AWS_ENDPOINT_URL_APPSTREAM: first.emulator.url },
    })
    const headers = await issuer.headers({ sub: `${CALLER}-ada`, scope: SCOPE })
    await using _ = await follow(second, headers)

    const answers = [
      await sendOverBoth(first, headers, [...everyMutation, ...repeatable, ...everyQuery, ...details]),
      await sendOverBoth(second, headers, [...repeatable, ...everyQuery, ...details]),
    ].join()
    const keys = await record.stored()
    const stored = keys.flatMap(({ key, parts }) => [Buffer.from(key), ...parts])
    const texts = [...record.sent(), ...stored].flatMap(textsIn).join('\n')

    // Otherwise this test could not see anything.
    expect(texts).toContain('bench')
    for (const needle of [SECRET, CALLER, TOKEN]) expect(around(texts, needle), needle).toEqual([])
    const [, ...urls] = answers.split('"streamingUrl":"')
    const parameters = urls.map((rest) => /parameters=([^"]+)/.exec(rest)?.[1] ?? '')
    expect(parameters.length).toBeGreaterThan(3)
    for (const parameter of parameters) expect(texts).not.toContain(parameter.slice(0, 20))
    expect(keys.filter(({ key }) => key.includes(PERSON))).toEqual([])
    expect(keys.filter(({ key }) => !key.startsWith(`${TAG}:`))).toEqual([])
    const withoutExpiry = keys.filter(({ expiresInMs }) => expiresInMs === undefined).map(({ key }) => key)
    expect(withoutExpiry.filter((key) => /^[^:]+:[^:]+:(t1|q1|s\d+:(d|l)):/.test(key))).toEqual([])
    for (const output of [lines.join('\n'), await metricsOf(first), await metricsOf(second), answers]) {
      expect(output).not.toContain(ENGINE_PASSWORD)
    }
  })

  test('logs and metrics never contain a rejected engine password', async () => {
    await using redis = await startRedis({ password: ENGINE_PASSWORD })
    const lines: string[] = []
    const env = {
      METRICS_TOKEN,
      SHARED_STATE_URL: `redis://gateway:yqwrong1password@127.0.0.1:${redis.port}`,
    }
    await using gateway = await startGateway({ env, onLog: (line) => lines.push(line) })
    const ready = await fetch(new URL('/readyz', gateway.url))
    const outputs = [lines.join('\n'), await metricsOf(gateway), await ready.text()]
    expect(outputs.join('\n')).toMatch(/shared/i)
    for (const output of outputs) expect(around(output, 'yqwrong1')).toEqual([])
  })
})

/** Subscribes to changes of images and builders, so that polls are shared too. */
async function follow(
  { url }: TestGateway,
  connectionParams: Readonly<Record<string, string>>,
): Promise<AsyncDisposable> {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams })
  for (const field of ['imageStateChanged', 'imageBuilderStateChanged']) {
    const events = client.iterate({ query: `subscription { ${field}(snapshot: true) { kind } }` })
    await events.next()
  }
  return { [Symbol.asyncDispose]: async () => client.dispose() }
}

async function metricsOf({ url }: TestGateway): Promise<string> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
  const response = await fetch(new URL('/metrics', url), { headers })
  return response.text()
}

/** Returns the text around each occurrence of a needle in any case. */
function around(text: string, needle: string): string[] {
  const pattern = new RegExp(`.{0,120}${needle}.{0,40}`, 'gi')
  return [...text.matchAll(pattern)].map(([found]) => found)
}
